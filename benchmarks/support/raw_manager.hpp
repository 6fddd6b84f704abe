// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <mpi.h>
#include <sched.h>

#include "tally.hpp"

namespace benchmark {

/// What the manager of a text book sends: 24 bytes there and back for each index.
struct raw_message {
  std::int64_t index;
  std::int64_t worker;
  std::int64_t unused;
};

/// Waits inside MPI, which spins.
struct blocking {
  void operator()(int) const {}
};

/// Looks whether a message is here, and gives its core away while none is.
struct yielding {
  void operator()(int from) const {
    for (auto here = 0;;) {
      MPI_Iprobe(from, 0, MPI_COMM_WORLD, &here, MPI_STATUS_IGNORE);
      if (here) return;
      ::sched_yield();
    }
  }
};

/// A loop of n examples as one would write it by hand: a manager sends one index a message to
/// whoever asks, and workers ask when they have nothing to do. Needs 2 ranks.
template <class Wait, class Body>
[[nodiscard]] auto raw_manager(dlp::index_t n, Wait wait, Body body) -> tally {
  auto const receive = [&](int from) {
    auto message = raw_message();
    wait(from);
    MPI_Recv(&message, sizeof message, MPI_BYTE, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return message;
  };
  auto const send = [](int to, raw_message message) {
    MPI_Send(&message, sizeof message, MPI_BYTE, to, 0, MPI_COMM_WORLD);
  };

  auto rank = 0;
  auto ranks = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  auto visited = tally();
  if (rank == 0) {
    auto const end = static_cast<std::int64_t>(n);
    auto next = std::int64_t{0};
    for (auto working = ranks - 1; working != 0;) {
      auto const worker = receive(MPI_ANY_SOURCE).worker;
      auto const index = next < end ? next++ : -1;
      if (index < 0) --working;
      send(static_cast<int>(worker), {index, worker, 0});
    }
  } else {
    while (true) {
      send(0, {-1, rank, 0});
      auto const index = receive(0).index;
      if (index < 0) break;
      body();
      visited(static_cast<dlp::index_t>(index));
    }
  }
  return visited;
}

}  // namespace benchmark
