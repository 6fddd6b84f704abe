// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/check_mpi.hpp>

#include <boost/mpi/exception.hpp>

namespace dlp::detail {

void check_mpi(int code, char const* routine) {
  if (code != MPI_SUCCESS) throw boost::mpi::exception(routine, code);
}

}  // namespace dlp::detail
