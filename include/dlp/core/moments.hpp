// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

namespace dlp {

namespace detail {

/// Puts a number into the mean of `count` numbers, itself among them, and into the sum of the
/// squares of their distances from the mean: Welford, Technometrics 4, 419 (1962).
inline void update_moments(double value, std::uint64_t count, double& mean,
                           double& squares) noexcept {
  auto const away = value - mean;
  mean += away * (1 / static_cast<double>(count));  // none waits for this division
  squares += away * (value - mean);
}

/// How far a merge moves a mean to that of the others, as a part of the way.
inline auto share_of(std::uint64_t others, std::uint64_t mine) noexcept -> double {
  auto const theirs = static_cast<double>(others);
  return theirs / (static_cast<double>(mine) + theirs);
}

/// Adds the mean and the squares of other numbers; neither count is 0: Chan, Golub, LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances", Stanford
/// STAN-CS-79-773 (1979).
inline void merge_moments(std::uint64_t other_count, double other_mean, double other_squares,
                          std::uint64_t count, double& mean, double& squares) noexcept {
  auto const share = share_of(other_count, count);
  auto const away = other_mean - mean;
  mean += away * share;
  squares += other_squares + away * (static_cast<double>(count) * share) * away;
}

/// The mean for who asks: NaN of none, and where the squares are not finite.
inline auto told_mean(std::uint64_t count, double mean, double squares) noexcept -> double {
  return count == 0 || !std::isfinite(squares) ? std::numeric_limits<double>::quiet_NaN() : mean;
}

/// The variance, or from products the covariance: NaN of less than two, and where the sum is not
/// finite.
inline auto told_variance(std::uint64_t count, double sum) noexcept -> double {
  return count < 2 || !std::isfinite(sum) ? std::numeric_limits<double>::quiet_NaN()
                                          : sum / static_cast<double>(count - 1);
}

}  // namespace detail

/// An accumulator of the mean and the variance of numbers, which are put in by `m(x)`; what other
/// ranks have put in is added by `m.merge(other)`, at whatever split. What is asked of too few is
/// NaN; so is all but the count when one of them was infinite or NaN, or the sum of the squares of
/// their distances from the mean overflows, as of distances from about 1.3e154 on.
///
/// Sources: Welford (1962); to merge, Chan, Golub, LeVeque (1979).
class moments {
 public:
  /// Puts in a number.
  void operator()(double value) noexcept {
    detail::update_moments(value, ++count_, mean_, squares_);
  }

  /// Adds what `other` has.
  void merge(moments const& other) noexcept {
    if (other.count_ == 0) return;
    if (count_ == 0) {
      *this = other;
      return;
    }
    detail::merge_moments(other.count_, other.mean_, other.squares_, count_, mean_, squares_);
    count_ += other.count_;
  }

  /// How many numbers have been put in.
  [[nodiscard]] auto count() const noexcept -> std::uint64_t { return count_; }
  /// Their sum divided by their number; of none it is NaN.
  [[nodiscard]] auto mean() const noexcept -> double {
    return detail::told_mean(count_, mean_, squares_);
  }
  /// That of what they are a sample of: divided by `count() - 1`; of less than two it is NaN.
  [[nodiscard]] auto variance() const noexcept -> double {
    return detail::told_variance(count_, squares_);
  }
  /// The standard deviation of the mean; of less than two numbers it is NaN.
  [[nodiscard]] auto standard_error() const noexcept -> double {
    return std::sqrt(variance() / static_cast<double>(count_));
  }

  /// Whether both have the same.
  [[nodiscard]] friend auto operator==(moments const&, moments const&) noexcept -> bool = default;

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & count_ & mean_ & squares_;
  }

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // of the distances from the mean
};

}  // namespace dlp
