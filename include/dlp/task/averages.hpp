// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/serialization/vector.hpp>

#include <dlp/core/error.hpp>
#include <dlp/core/moments.hpp>
#include <dlp/task/averaged_numbers.hpp>

namespace dlp {

/// An accumulator of the means of what trajectories return, each number for itself, whose `mean()`
/// is such a result: a `std::vector<double>`, or a struct whose `serialize` names its members by
/// BOOST_SERIALIZATION_NVP, which are floating-point or complex numbers, arrays of them, as over a
/// time axis, or structs of such members. What other ranks have put in is added by `merge`.
///
/// Units and coordinates are those of the first result. A number is NaN where that of
/// `dlp::moments` is, whose sources are those of this too; of a complex number each part is one.
template <std::default_initializable Result>
class averages {
 public:
  /// Puts in a result.
  /// Throws: dlp::error where an array is not as long as in the first result, or lies elsewhere.
  void operator()(Result const& result) {
    auto const [numbers, lengths] = detail::flat(result);
    if (count_ == 0) {
      first_ = result;
      lengths_ = lengths;
      means_.assign(numbers.size(), 0);
      squares_.assign(numbers.size(), 0);
    } else {
      check(result, lengths);
    }
    auto const count = ++count_;
    for (auto i = std::size_t{0}; i != numbers.size(); ++i)
      detail::update_moments(numbers[i], count, means_[i], squares_[i]);
  }

  /// Adds what `other` has.
  /// Throws: as putting in does.
  void merge(averages const& other) {
    if (other.count_ == 0) return;
    if (count_ == 0) {
      *this = other;
      return;
    }
    check(other.first_, other.lengths_);
    for (auto i = std::size_t{0}; i != means_.size(); ++i)
      detail::merge_moments(other.count_, other.means_[i], other.squares_[i], count_, means_[i],
                            squares_[i]);
    count_ += other.count_;
  }

  /// How many results have been put in.
  [[nodiscard]] auto count() const noexcept -> std::uint64_t { return count_; }
  /// The mean of each number.
  [[nodiscard]] auto mean() const -> Result {
    return made_of(
        [&](std::size_t i) { return detail::told_mean(count_, means_[i], squares_[i]); });
  }
  /// The variance of each: divided by `count() - 1`; of less than two results it is NaN.
  [[nodiscard]] auto variance() const -> Result {
    return made_of([&](std::size_t i) { return variance_of(i); });
  }
  /// The standard deviation of each mean; of less than two results it is NaN.
  [[nodiscard]] auto standard_error() const -> Result {
    return made_of(
        [&](std::size_t i) { return std::sqrt(variance_of(i) / static_cast<double>(count_)); });
  }

  /// Whether both have the same numbers.
  [[nodiscard]] friend auto operator==(averages const& a, averages const& b) -> bool {
    return a.count_ == b.count_ && a.lengths_ == b.lengths_ && a.means_ == b.means_ &&
           a.squares_ == b.squares_;
  }

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & count_ & first_ & lengths_ & means_ & squares_;
  }

 private:
  static constexpr auto nan = std::numeric_limits<double>::quiet_NaN();

  [[nodiscard]] auto variance_of(std::size_t i) const -> double {
    return detail::told_variance(count_, squares_[i]);
  }

  template <class NumberAt>
  [[nodiscard]] auto made_of(NumberAt at) const -> Result {
    auto made = first_;
    detail::fill_numbers(made,
                         [&, i = std::size_t{0}]() mutable { return count_ == 0 ? nan : at(i++); });
    return made;
  }

  void check(Result const& other, std::vector<std::size_t> const& lengths) const {
    for (auto i = std::size_t{0}; i != lengths.size(); ++i) {
      if (lengths[i] == lengths_[i]) continue;
      throw error("dlp::averages: an array of " + detail::column_of_length(first_, i) + " has " +
                  std::to_string(lengths_[i]) + " elements in one result and " +
                  std::to_string(lengths[i]) + " in another");
    }
    auto const elsewhere = detail::column_elsewhere(first_, other);
    if (elsewhere.empty()) return;
    throw error("dlp::averages: the coordinates of " + elsewhere +
                " are not the same in all results");
  }

  std::uint64_t count_ = 0;
  Result first_ = {};  // with units and coordinates
  std::vector<std::size_t> lengths_;
  std::vector<double> means_;
  std::vector<double> squares_;  // of the distances from the means
};

}  // namespace dlp
