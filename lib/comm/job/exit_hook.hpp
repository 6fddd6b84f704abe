// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// From now on this process says so when it ends by `_exit`, `_Exit` or `quick_exit` before MPI is
/// finalized, and its code is not 0 then: with 0 some launchers take a job for a good one that they
/// had to end, because the other ranks were waiting. Children of this process may end as they like.
void watch_for_early_exit(int rank, int ranks) noexcept;

}  // namespace dlp::detail
