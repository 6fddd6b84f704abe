// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <system_error>

namespace dlp::detail {

/// What the system says of an error: "No space left on device".
[[nodiscard]] inline auto system_text(int code) -> std::string {
  return std::generic_category().message(code);
}

}  // namespace dlp::detail
