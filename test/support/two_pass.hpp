// SPDX-License-Identifier: BSL-1.0
//
// Sums, means and variances by their definitions, in long double: what accumulators are held
// against.
#pragma once

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace dlp_test {

using exact = long double;

inline auto sum_of(std::vector<double> const& all) -> exact {
  auto sum = exact{0};
  for (auto const one : all) sum += one;
  return sum;
}
inline auto mean_of(std::vector<double> const& all) -> exact {
  return sum_of(all) / static_cast<exact>(all.size());
}
inline auto covariance_of(std::vector<double> const& x, std::vector<double> const& y) -> exact {
  auto const of_x = mean_of(x);
  auto const of_y = mean_of(y);
  auto sum = exact{0};
  for (auto i = std::size_t{0}; i != x.size(); ++i) sum += (x[i] - of_x) * (y[i] - of_y);
  return sum / static_cast<exact>(x.size() - 1);
}
inline auto variance_of(std::vector<double> const& all) -> exact { return covariance_of(all, all); }

/// Whether a number is another one, but for so many of its last bits.
inline auto is_near(double got, exact wanted, double roundings = 64) -> bool {
  return std::abs(got - wanted) <= roundings * 1.2e-16 * std::abs(wanted);
}

/// Numbers that lie around one of another size than they differ by.
inline auto numbers_around(double middle, std::size_t count, unsigned seed = 1)
    -> std::vector<double> {
  auto dice = std::mt19937_64(seed);
  auto all = std::vector<double>(count);
  for (auto& one : all) one = middle + static_cast<double>(dice() >> 11U) * 0x1p-53;
  return all;
}

/// An accumulator that all numbers have been put in, one after the other.
template <class Accumulator>
auto accumulated(std::vector<double> const& all) -> Accumulator {
  auto made = Accumulator();
  for (auto const one : all) made(one);
  return made;
}

/// An accumulator of all numbers that has been merged from those of [0, first), [first, last) and
/// the rest.
template <class Accumulator, class Put>
auto merged_of_three(std::size_t first, std::size_t last, std::size_t count, Put put)
    -> Accumulator {
  Accumulator parts[3];
  for (auto i = std::size_t{0}; i != count; ++i)
    put(parts[(i >= first ? 1 : 0) + (i >= last ? 1 : 0)], i);
  parts[1].merge(parts[2]);
  parts[0].merge(parts[1]);
  return parts[0];
}

/// Calls `check` with accumulators of the same `count` numbers, merged at all splits in three.
template <class Accumulator, class Put, class Check>
void for_every_split(std::size_t count, Put put, Check check) {
  for (auto last = std::size_t{0}; last <= count; ++last)
    for (auto first = std::size_t{0}; first <= last; ++first)
      check(merged_of_three<Accumulator>(first, last, count, put));
}

}  // namespace dlp_test
