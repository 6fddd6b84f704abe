// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <mpi.h>

namespace dlp::detail {

/// The ranks of the world that are in `comm`, in its order; -1 for one of another world.
[[nodiscard]] auto world_ranks_of(MPI_Comm comm) -> std::vector<int>;

}  // namespace dlp::detail
