// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// Whether the ranks are to compare what their ranges contain: `DLP_CHECK=1` in the environment.
/// Throws: usage_error where `DLP_CHECK` is neither 0 nor 1.
[[nodiscard]] auto ranges_are_compared() -> bool;

}  // namespace dlp::detail
