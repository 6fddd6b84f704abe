// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/check_mpi.hpp>

#include <mpi.h>
#include <boost/mpi/exception.hpp>

namespace dlp::detail {

void check_mpi(int code, char const* routine) {
  if (code != MPI_SUCCESS) throw boost::mpi::exception(routine, code);
}

auto mpi_is_up() noexcept -> bool {
  auto up = 0;
  auto down = 0;
  MPI_Initialized(&up);
  MPI_Finalized(&down);
  return up && !down;
}

}  // namespace dlp::detail
