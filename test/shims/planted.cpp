// SPDX-License-Identifier: BSL-1.0
//
// For two ranks: says what a shim is seen by. Whether a small message has gone out before its
// receiver takes it, and how long calls take that do nothing.
#include <mpi.h>

#include <chrono>
#include <cstdio>

namespace {

using clock_type = std::chrono::steady_clock;

auto milliseconds_since(clock_type::time_point begin) -> long long {
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock_type::now() - begin).count();
}

}  // namespace

auto main(int argc, char** argv) -> int {
  MPI_Init(&argc, &argv);
  auto rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  auto value = 0;
  if (rank == 0) {
    auto request = MPI_REQUEST_NULL;
    auto gone = 0;
    MPI_Isend(&value, 1, MPI_INT, 1, 0, MPI_COMM_WORLD, &request);
    auto const begin = clock_type::now();
    while (!gone && milliseconds_since(begin) < 300) MPI_Test(&request, &gone, MPI_STATUS_IGNORE);
    std::puts(gone ? "goes out at once" : "waits to be taken");
    MPI_Barrier(MPI_COMM_WORLD);
    MPI_Wait(&request, MPI_STATUS_IGNORE);
    auto const probing = clock_type::now();
    for (auto probes = 0; probes != 2000; ++probes) {
      auto here = 0;
      MPI_Iprobe(1, 1, MPI_COMM_WORLD, &here, MPI_STATUS_IGNORE);
    }
    std::puts(milliseconds_since(probing) > 100 ? "sleeps in probes" : "probes at once");
  } else {
    MPI_Barrier(MPI_COMM_WORLD);
    MPI_Recv(&value, 1, MPI_INT, 0, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  }
  MPI_Finalize();
}
