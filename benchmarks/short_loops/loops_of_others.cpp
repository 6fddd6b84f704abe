// SPDX-License-Identifier: BSL-1.0
#include <mpi.h>

#include <dlp.hpp>

#include "../support/openmp.hpp"
#include "../support/raw_manager.hpp"
#include "contenders.hpp"

auto benchmark::loops_of_others(short_loop const& what) -> std::vector<contender> {
  auto const [size, body] = what;
  auto all = std::vector<contender>();
#ifdef _OPENMP
  auto threads = repeated("OpenMP dynamic,1", what,
                          [=](tally& visited) { visited = visited + openmp_loop(size, body); });
  threads.on_root_alone = true;
  all.push_back(threads);
#endif
  auto by_hand = repeated("raw MPI, blocking", what, [=](tally& visited) {
    visited = visited + raw_manager(size, blocking(), body);
  });
  by_hand.least_ranks = 2;
  all.push_back(by_hand);
  all.push_back(repeated("shares, MPI_Barrier", what, [=](tally& visited) {
    auto const ranks = static_cast<dlp::index_t>(dlp::size());
    for (auto x = static_cast<dlp::index_t>(dlp::rank()); x < size; x += ranks) {
      body();
      visited(x);
    }
    MPI_Barrier(MPI_COMM_WORLD);
  }));
  return all;
}
