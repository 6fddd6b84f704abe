// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <dlp/core/moments.hpp>

namespace dlp {

/// An accumulator of the covariance of two numbers, whose pairs are put in by `c(x, y)`; what other
/// ranks have put in is added by `c.merge(other)`. What is asked of less than two pairs is NaN; so
/// is the covariance where one of the variances is.
///
/// Sources: as of `dlp::moments`; in place of a square stands the product of two distances.
class covariance {
 public:
  /// Puts in a pair.
  void operator()(double x, double y) noexcept {
    auto const away = count() == 0 ? 0 : x - x_.mean();
    x_(x);
    y_(y);
    products_ += away * (y - y_.mean());
  }

  /// Adds what `other` has.
  void merge(covariance const& other) noexcept {
    if (other.count() == 0) return;
    if (count() == 0) {
      *this = other;
      return;
    }
    auto const share = detail::share_of(other.count(), count());
    auto const away_x = other.x_.mean() - x_.mean();
    auto const away_y = other.y_.mean() - y_.mean();
    products_ += other.products_ + away_x * (static_cast<double>(count()) * share) * away_y;
    x_.merge(other.x_);
    y_.merge(other.y_);
  }

  /// How many pairs have been put in.
  [[nodiscard]] auto count() const noexcept -> std::uint64_t { return x_.count(); }
  /// The mean and the variance of the first numbers.
  [[nodiscard]] auto x() const noexcept -> moments const& { return x_; }
  /// Those of the second ones.
  [[nodiscard]] auto y() const noexcept -> moments const& { return y_; }
  /// The covariance: the sum of the products divided by `count() - 1`.
  [[nodiscard]] auto value() const noexcept -> double {
    auto const is_known = !std::isnan(x_.variance()) && !std::isnan(y_.variance());
    return is_known ? detail::told_variance(count(), products_) : nan;
  }
  /// Pearson's coefficient, from -1 to 1; NaN too where one of both does not vary.
  [[nodiscard]] auto correlation() const noexcept -> double {
    auto const rounded = value() / (std::sqrt(x_.variance()) * std::sqrt(y_.variance()));
    return std::clamp(rounded, -1.0, 1.0);
  }

  /// Whether both have the same.
  [[nodiscard]] friend auto operator==(covariance const&, covariance const&) noexcept
      -> bool = default;

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & x_ & y_ & products_;
  }

 private:
  static constexpr auto nan = std::numeric_limits<double>::quiet_NaN();

  moments x_;
  moments y_;
  double products_ = 0;  // of the distances from the means
};

}  // namespace dlp
