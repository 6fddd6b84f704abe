// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace dlp::detail {

/// A number in the fewest digits that make it again.
template <class Number>
[[nodiscard]] auto text_of_number(Number number) -> std::string {
  auto text = std::array<char, 32>();
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

/// In hexadecimal digits, without zeros in front.
[[nodiscard]] inline auto hexadecimal(std::uint64_t number) -> std::string {
  auto text = std::array<char, 16>();
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number, 16).ptr};
}

}  // namespace dlp::detail
