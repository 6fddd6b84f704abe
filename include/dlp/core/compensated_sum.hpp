// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cmath>

namespace dlp {

/// An accumulator of the sum of numbers, which are put in by `s(x)`, and in which small ones are
/// not lost beside large ones: {1, 1e100, 1, -1e100} has the sum 2. What other ranks have put in is
/// added by `s.merge(other)`. The sum of nothing is 0; one that overflows is infinite or NaN, as
/// that of `+`.
///
/// Sources: Neumaier, ZAMM 54, 39 (1974); the rounding error of a sum is exactly that of Knuth,
/// "The Art of Computer Programming", volume 2, section 4.2.2.
class compensated_sum {
 public:
  /// Puts in a number.
  void operator()(double value) noexcept {
    auto const sum = sum_ + value;
    auto const taken = sum - sum_;  // what of the value has got into the sum
    lost_ += (sum_ - (sum - taken)) + (value - taken);
    sum_ = sum;
  }

  /// Adds what `other` has, with what its sum has lost.
  void merge(compensated_sum const& other) noexcept {
    lost_ += other.lost_;
    (*this)(other.sum_);
  }

  /// The sum of the numbers that have been put in.
  [[nodiscard]] auto value() const noexcept -> double {
    return std::isfinite(sum_) ? sum_ + lost_ : sum_;
  }

  /// Whether both have the same.
  [[nodiscard]] friend auto operator==(compensated_sum const&, compensated_sum const&) noexcept
      -> bool = default;

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & sum_ & lost_;
  }

 private:
  double sum_ = 0;
  double lost_ = 0;  // by rounding
};

}  // namespace dlp
