// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace dlp::detail {

/// Writes a line to stderr, in one piece; its end is added.
void say_line(std::string_view line);

}  // namespace dlp::detail
