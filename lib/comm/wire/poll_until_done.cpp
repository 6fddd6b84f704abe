// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/poll_until_done.hpp>

#include <comm/wire/backoff.hpp>
#include <comm/wire/check_mpi.hpp>

namespace dlp::detail {

void poll_until_done(MPI_Request& request) {
  auto waiting = backoff(more_ranks_than_cores(1));
  auto done = 0;
  while (check_mpi(MPI_Test(&request, &done, MPI_STATUS_IGNORE), "MPI_Test"), !done)
    waiting.pause();
}

}  // namespace dlp::detail
