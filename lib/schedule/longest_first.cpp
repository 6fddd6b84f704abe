// SPDX-License-Identifier: BSL-1.0
#include <schedule/longest_first.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <dlp/core/error.hpp>

namespace dlp::detail {

auto longest_first(cost_function const& cost, index_t size) -> std::vector<index_t> {
  auto costs = std::vector<double>(size);
  for (auto index = index_t{0}; index != size; ++index) {
    costs[index] = cost(index);
    if (std::isnan(costs[index])) {
      throw usage_error("dlp: the cost of example " + std::to_string(index) + " is not a number");
    }
  }
  auto order = std::vector<index_t>(size);
  std::iota(order.begin(), order.end(), index_t{0});
  std::ranges::stable_sort(order, std::greater(), [&](index_t index) { return costs[index]; });
  return order;
}

}  // namespace dlp::detail
