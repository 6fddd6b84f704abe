// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ctime>
#include <string>

namespace dlp::detail {

/// A moment as a clock here shows it: "2025-01-31 09:05:00".
[[nodiscard]] auto time_text(std::time_t moment) -> std::string;

}  // namespace dlp::detail
