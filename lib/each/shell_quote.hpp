// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace dlp::detail {

/// A text as one word of a shell, as GNU parallel quotes it: plain words stay as they are.
[[nodiscard]] auto shell_quoted(std::string_view text) -> std::string;

}  // namespace dlp::detail
