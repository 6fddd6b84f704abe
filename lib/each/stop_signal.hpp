// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// From now on SIGTERM, SIGINT and SIGHUP are noted in the place of ending this process, which has
/// children to end before; it outlives a reader of its output that goes away, and can wait for its
/// children whatever it was started with.
void note_stop_signals();

/// The first of them that has come; 0: none.
[[nodiscard]] auto stop_signal() noexcept -> int;

}  // namespace dlp::detail
