// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string_view>

namespace dlp::detail {

/// The seconds that a text like "600", "2.5", "90 s", "10min", "1h" or "500ms" says; none where it
/// is no duration of 0 or more.
[[nodiscard]] auto duration_in(std::string_view text) -> std::optional<double>;

}  // namespace dlp::detail
