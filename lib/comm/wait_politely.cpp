// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/wait_politely.hpp>

#include <dlp/comm/backoff.hpp>
#include <dlp/comm/check_mpi.hpp>

namespace dlp::detail {

void wait_politely(MPI_Request& request) {
  auto waiting = backoff(more_ranks_than_cores(1));
  auto done = 0;
  while (check_mpi(MPI_Test(&request, &done, MPI_STATUS_IGNORE), "MPI_Test"), !done)
    waiting.pause();
}

}  // namespace dlp::detail
