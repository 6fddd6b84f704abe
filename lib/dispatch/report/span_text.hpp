// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace dlp::detail {

/// "0.52 µs", "4.1 ms", "38 s", "3 min 07 s": two digits where it is short.
[[nodiscard]] auto span_text(double seconds) -> std::string;

/// "1.2 MB".
[[nodiscard]] auto size_text(double bytes) -> std::string;

/// "0 %", "0.4 %", "12 %".
[[nodiscard]] auto percent_text(double share) -> std::string;

}  // namespace dlp::detail
