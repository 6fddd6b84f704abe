// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// How long this thread could have run so far, and others had its core; 0 where Linux does not say.
[[nodiscard]] auto seconds_without_core() -> double;

}  // namespace dlp::detail
