// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include <mpi.h>

namespace dlp_test {

/// Whether something holds on every rank of the world. Collective.
inline auto on_all_ranks(bool here) -> bool {
  auto mine = here ? 1 : 0;
  auto all = 0;
  MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return all == 1;
}

/// Whether every rank of the world has the same text, and not an empty one. Collective.
inline auto same_on_all_ranks(std::string const& text) -> bool {
  auto of_root = text;
  auto size = std::uint64_t{text.size()};
  MPI_Bcast(&size, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
  of_root.resize(size);
  MPI_Bcast(of_root.data(), static_cast<int>(size), MPI_CHAR, 0, MPI_COMM_WORLD);
  return on_all_ranks(!text.empty() && text == of_root);
}

}  // namespace dlp_test
