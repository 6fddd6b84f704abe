// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dlp::detail {

/// How many bytes are kept of a text that a program has made.
inline constexpr auto longest_text = std::size_t{16} << 10;

/// The text; where it is longer than `most` bytes its beginning, and its length: "abc… (9 bytes)".
/// A character of UTF-8 is left whole.
[[nodiscard]] auto cut_text(std::string_view text, std::size_t most = longest_text) -> std::string;

/// The text as it can stand in a line on a terminal: control characters, and bytes that are no
/// UTF-8, are written as in C++: \n, \x1b. What is printable already stays as it is.
[[nodiscard]] auto printable_text(std::string_view text) -> std::string;

}  // namespace dlp::detail
