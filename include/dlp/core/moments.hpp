// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

namespace dlp {

/// An accumulator of the mean and the variance of numbers, which are put in by `m(x)`; what other
/// ranks have put in is added by `m.merge(other)`, at whatever split. What is asked of too few is
/// NaN; so is all but the count when one of them was infinite or NaN, or their distance overflows.
///
/// Sources: Welford, Technometrics 4, 419 (1962); to merge, Chan, Golub, LeVeque, "Updating
/// formulae and a pairwise algorithm for computing sample variances", Stanford STAN-CS-79-773
/// (1979).
class moments {
 public:
  /// Puts in a number.
  void operator()(double value) noexcept {
    ++count_;
    auto const away = value - mean_;
    mean_ += away * (1 / static_cast<double>(count_));  // none waits for this division
    squares_ += away * (value - mean_);
  }

  /// Adds what `other` has.
  void merge(moments const& other) noexcept {
    if (other.count_ == 0) return;
    if (count_ == 0) {
      *this = other;
      return;
    }
    auto const mine = static_cast<double>(count_);
    auto const theirs = static_cast<double>(other.count_);
    auto const share = theirs / (mine + theirs);
    auto const away = other.mean_ - mean_;
    mean_ += away * share;
    squares_ += other.squares_ + away * away * (mine * share);
    count_ += other.count_;
  }

  /// How many numbers have been put in.
  [[nodiscard]] auto count() const noexcept -> std::uint64_t { return count_; }
  /// Their sum divided by their number; of none it is NaN.
  [[nodiscard]] auto mean() const noexcept -> double {
    return count_ == 0 || std::isnan(squares_) ? nan : mean_;
  }
  /// That of what they are a sample of: divided by `count() - 1`; of less than two it is NaN.
  [[nodiscard]] auto variance() const noexcept -> double {
    return count_ < 2 ? nan : squares_ / static_cast<double>(count_ - 1);
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
  static constexpr auto nan = std::numeric_limits<double>::quiet_NaN();

  std::uint64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // of the distances from the mean
};

}  // namespace dlp
