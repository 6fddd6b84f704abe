// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <vector>

namespace benchmark {

/// The value in the middle; of an even number of values, the lower one of the two.
template <class T, class Projection = std::identity>
[[nodiscard]] auto median(std::vector<T> values, Projection by = {}) -> T {
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::ranges::nth_element(values, middle, {}, by);
  return *middle;
}

[[nodiscard]] inline auto sum(std::vector<double> const& values) -> double {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

[[nodiscard]] inline auto mean(std::vector<double> const& values) -> double {
  return sum(values) / static_cast<double>(values.size());
}

/// `op(a, b)` of what was measured in the same round.
template <class Op>
[[nodiscard]] auto paired(std::vector<double> const& a, std::vector<double> const& b, Op op)
    -> std::vector<double> {
  auto result = std::vector<double>();
  std::ranges::transform(a, b, std::back_inserter(result), op);
  return result;
}

}  // namespace benchmark
