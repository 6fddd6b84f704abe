// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <optional>
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

/// The first index that lies in two lists of ranges, each in order.
[[nodiscard]] inline auto first_common(std::span<index_range const> a,
                                       std::span<index_range const> b) noexcept
    -> std::optional<index_t> {
  for (; !a.empty() && !b.empty();) {
    auto const first = std::max(a[0].first, b[0].first);
    if (first < std::min(a[0].last, b[0].last)) return first;
    auto& behind = a[0].last < b[0].last ? a : b;
    behind = behind.subspan(1);
  }
  return std::nullopt;
}

}  // namespace dlp::detail
