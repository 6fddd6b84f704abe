// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <dlp/core/printable_text.hpp>

namespace dlp::detail {

/// The text as a message has it: printable, and of a long one the first 200 bytes.
[[nodiscard]] inline auto shown_text(std::string_view text) -> std::string {
  constexpr auto most = std::size_t{200};
  return printable_text(cut_text(text, most));
}

}  // namespace dlp::detail
