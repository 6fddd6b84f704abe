// SPDX-License-Identifier: BSL-1.0
#include "../support/raw_manager.hpp"
#include "contenders.hpp"

auto benchmark::raw_blocking(work body) -> contender {
  return {.name = "raw MPI, blocking",
          .loop = [body](dlp::index_t n) { return raw_manager(n, blocking(), body); },
          .least_ranks = 2};
}
