// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// From now on this process says in a line on stderr where it is when it gets SIGUSR2, and goes on:
/// which loop and index, and since when. Not where the program has a handler of its own, or ignores
/// the signal; one that it installs later takes its place. Once; later calls do nothing. MPI has to
/// be up.
void answer_status_signals();

}  // namespace dlp::detail
