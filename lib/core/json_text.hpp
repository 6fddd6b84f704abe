// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace dlp::detail {

/// Appends a text between quotes, as JSON wants it.
void append_json(std::string& to, std::string_view text);

}  // namespace dlp::detail
