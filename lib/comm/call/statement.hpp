// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>
#include <string>
#include <string_view>

namespace dlp::detail {

/// What a rank says of the call that it is in, and the line of the program where that stands.
struct statement {
  int rank = 0;
  std::string words;
  std::string where = {};  ///< see `line_of`
};

/// The name in the words of a call: "gather" of "gather of int, root 0".
[[nodiscard]] auto name_in(std::string_view words) -> std::string_view;

/// "gather at main.cpp:12", or the name alone where no line is known.
[[nodiscard]] auto named_at(std::string_view words, std::source_location where) -> std::string;

/// "main.cpp:12"; empty where no line of a program is known.
[[nodiscard]] auto line_of(std::source_location where) -> std::string;

/// `rank 1 says "gather of int, root 0" at main.cpp:12`.
[[nodiscard]] auto to_string(statement const& what) -> std::string;

/// Both, that of the lower rank first: of two ranks that find out each says the same.
[[nodiscard]] auto to_string(statement const& one, statement const& other) -> std::string;

}  // namespace dlp::detail
