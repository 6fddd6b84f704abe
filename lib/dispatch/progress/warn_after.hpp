// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace dlp::detail {

/// After how many seconds an example is said to take long: as `DLP_WARN_AFTER` says, else as the
/// option does; none where nobody wants to hear of it. `call`: the word that the user typed.
/// Throws: usage_error where one of them is no time, or the option is none above 0.
[[nodiscard]] auto warn_after_of(std::optional<std::chrono::duration<double>> option,
                                 std::string_view call) -> std::optional<double>;

}  // namespace dlp::detail
