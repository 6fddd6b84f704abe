// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cmath>
#include <limits>

namespace dlp {

/// An accumulator of the least and the greatest of numbers, which are put in by `e(x)`; what other
/// ranks have put in is added by `e.merge(other)`. Both are NaN where there are none, or one of
/// them is.
class extremes {
 public:
  /// Puts in a number.
  void operator()(double value) noexcept { put(value, value); }

  /// Adds what `other` has.
  void merge(extremes const& other) noexcept { put(other.min_, other.max_); }

  /// The least of the numbers that have been put in.
  [[nodiscard]] auto min() const noexcept -> double { return is_empty() ? nan : min_; }
  /// The greatest of them.
  [[nodiscard]] auto max() const noexcept -> double { return is_empty() ? nan : max_; }

  /// Whether both have the same extremes.
  [[nodiscard]] friend auto operator==(extremes const&, extremes const&) noexcept -> bool = default;

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & min_ & max_;
  }

 private:
  static constexpr auto nan = std::numeric_limits<double>::quiet_NaN();

  /// A NaN is less than nothing, and stays.
  void put(double low, double high) noexcept {
    if (low < min_ || std::isnan(low)) min_ = low;
    if (high > max_ || std::isnan(high)) max_ = high;
  }
  [[nodiscard]] auto is_empty() const noexcept -> bool { return max_ < min_; }

  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
};

}  // namespace dlp
