// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Appends an index to ranges that are in order, none of which touches another; it lies behind all.
inline void append_index(std::vector<index_range>& to, index_t index) {
  if (!to.empty() && to.back().last == index) {
    ++to.back().last;
  } else {
    to.push_back({index, index + 1});
  }
}

/// How many indices they have together.
[[nodiscard]] inline auto count_of(std::span<index_range const> ranges) noexcept -> index_t {
  auto sum = index_t{0};
  for (auto const range : ranges) sum += range.size();
  return sum;
}

}  // namespace dlp::detail
