// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <dlp/core/index_range.hpp>
#include <string>
#include <vector>

namespace dlp_test {

/// What is wrong with "no index twice, and none beyond `size`"; empty where all is well.
[[nodiscard]] inline auto at_most_once(std::vector<dlp::index_t> visited, dlp::index_t size)
    -> std::string {
  std::ranges::sort(visited);
  if (auto const twice = std::ranges::adjacent_find(visited); twice != visited.end()) {
    return "index " + std::to_string(*twice) + " was visited more than once";
  }
  if (!visited.empty() && visited.back() >= size) {
    return "index " + std::to_string(visited.back()) + " of " + std::to_string(size) +
           " was visited";
  }
  return {};
}

/// What is wrong with "every index below `size` once"; empty where all is well.
[[nodiscard]] inline auto exactly_once(std::vector<dlp::index_t> visited, dlp::index_t size)
    -> std::string {
  if (auto wrong = at_most_once(visited, size); !wrong.empty()) return wrong;
  if (visited.size() == size) return {};
  std::ranges::sort(visited);
  auto missing = dlp::index_t{0};
  while (missing < visited.size() && visited[missing] == missing) ++missing;
  return "index " + std::to_string(missing) + " was not visited";
}

}  // namespace dlp_test
