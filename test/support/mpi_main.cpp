// SPDX-License-Identifier: BSL-1.0
#include <boost/mpi/environment.hpp>

#include "mpi_test.hpp"

// In an archive: the linker takes it for a test that has no main of its own.
auto main(int argc, char** argv) -> int {
  boost::mpi::environment const mpi(argc, argv, boost::mpi::threading::multiple);
  return dlp_test::run(argc, argv);
}
