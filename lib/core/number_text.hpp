// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace dlp::detail {

/// A number in the fewest digits that make it again.
template <class Number>
[[nodiscard]] auto text_of_number(Number number) -> std::string {
  auto text = std::array<char, 32>();
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

/// The number that a whole text is; none where it is something else.
template <class Number>
[[nodiscard]] auto number_from(std::string_view text) -> std::optional<Number> {
  auto number = Number();
  auto const* const end = text.data() + text.size();
  auto const [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

/// In hexadecimal digits, without zeros in front.
[[nodiscard]] inline auto hexadecimal(std::uint64_t number) -> std::string {
  auto text = std::array<char, 16>();
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number, 16).ptr};
}

}  // namespace dlp::detail
