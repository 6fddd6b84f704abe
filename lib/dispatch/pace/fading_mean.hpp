// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// A mean in which what was added lately weighs most: after some 30 additions little is left of an
/// old one. It is a quotient of sums: one long example among many short ones is one of many.
class fading_mean {
 public:
  /// Adds `count` values whose sum is `sum`.
  constexpr void add(double sum, double count) noexcept {
    sum_ = fading * sum_ + sum;
    count_ = fading * count_ + count;
  }

  /// The same mean, as of a single value: what comes next weighs as much.
  [[nodiscard]] constexpr auto as_one() const noexcept -> fading_mean {
    auto one = fading_mean();
    if (count_ > 0) one.add(value(), 1);
    return one;
  }

  /// 0 before the first value.
  [[nodiscard]] constexpr auto value() const noexcept -> double {
    return count_ > 0 ? sum_ / count_ : 0;
  }

 private:
  static constexpr auto fading = 0.97;
  double sum_ = 0;
  double count_ = 0;
};

}  // namespace dlp::detail
