// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// Whether a person may be watching what this process writes to stderr. mpiexec takes a rank's
/// stderr through pipes: then its own stderr decides, where it runs on this machine.
[[nodiscard]] auto stderr_reaches_a_terminal() -> bool;

}  // namespace dlp::detail
