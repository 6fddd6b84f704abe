// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <comm/job/launch.hpp>

namespace dlp::detail {

/// Whether this rank's standard input is one that never ends: MPICH's mpiexec gives each rank a
/// pipe, and writes what it reads itself to that of rank 0 alone. The others would wait for ever.
/// `DLP_STDIN=keep` leaves all pipes where they are.
/// Throws: usage_error where `DLP_STDIN` says anything else, but for nothing.
[[nodiscard]] auto waits_for_nobody(lookup const& variable, int file) -> bool;

/// Gives this rank, and what it starts, an empty standard input in the place of such a one. A
/// terminal, a file, and what srun gives to all ranks stay as they are. Once; later calls do
/// nothing.
void settle_standard_input();

}  // namespace dlp::detail
