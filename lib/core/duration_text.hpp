// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace dlp::detail {

/// "12 s", "3 min 07 s", "2 h 05 min".
[[nodiscard]] auto duration_text(double seconds) -> std::string;

}  // namespace dlp::detail
