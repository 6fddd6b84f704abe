// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/grid_parts.hpp>

#include <dlp/core/error.hpp>

namespace dlp::detail {

void refuse_part_with_where() {
  throw usage_error(
      "dlp::product: a grid with a where cannot be a part of another one: put the where behind the "
      "product");
}

void check_lengths(std::vector<std::pair<std::string, std::size_t>> const& axes) {
  auto const& [first, length] = axes.front();
  for (auto const& [name, other] : axes) {
    if (other != length)
      throw usage_error("dlp::zip: the axis " + first + " has " + std::to_string(length) +
                        " values, and " + name + " has " + std::to_string(other));
  }
}

void check_count(std::size_t names, std::size_t values) {
  if (names != values)
    throw usage_error("dlp::points: " + std::to_string(names) + " names for " +
                      std::to_string(values) + " values of each point");
}

}  // namespace dlp::detail
