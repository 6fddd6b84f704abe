// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace dlp::detail {

// What the table `cell` of a journal has of each cell, besides its parameters and results: these
// stand before the parameters, between them and the results, and behind those.
inline constexpr auto before_axes = std::array<std::string_view, 1>{"index"};
inline constexpr auto before_results = std::array<std::string_view, 7>{
    "status", "attempts", "rank", "host", "start", "duration", "error"};
inline constexpr auto at_the_end = std::array<std::string_view, 2>{"parts", "checksum"};

/// As SQL compares names.
[[nodiscard]] inline auto lower(std::string_view name) -> std::string {
  auto text = std::string(name);
  for (auto& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// Whether a parameter or a result cannot have this name.
[[nodiscard]] inline auto is_fixed_column(std::string_view name) -> bool {
  auto const is_among = [name = lower(name)](auto const& some) {
    return std::ranges::find(some, name) != some.end();
  };
  return is_among(before_axes) || is_among(before_results) || is_among(at_the_end);
}

}  // namespace dlp::detail
