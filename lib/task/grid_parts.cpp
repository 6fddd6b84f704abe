// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/grid_parts.hpp>

#include <algorithm>

#include <dlp/core/error.hpp>

namespace dlp::detail {

void refuse_part_with_where() {
  throw usage_error(
      "dlp::product: a grid with a where cannot be a part of another one: put the where behind the "
      "product");
}

void check_lengths(std::vector<std::pair<std::string, std::size_t>> const& axes) {
  auto const& first = axes.front();
  auto const other =
      std::ranges::find_if(axes, [&](auto const& axis) { return axis.second != first.second; });
  if (other == axes.end()) return;
  throw usage_error("dlp::zip: the axis " + first.first + " has " + std::to_string(first.second) +
                    " values, and " + other->first + " has " + std::to_string(other->second));
}

void check_count(std::size_t names, std::size_t values) {
  if (names != values)
    throw usage_error("dlp::points: " + std::to_string(names) + " names for " +
                      std::to_string(values) + " values of each point");
}

}  // namespace dlp::detail
