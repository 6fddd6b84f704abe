// SPDX-License-Identifier: BSL-1.0
#include "../support/raw_manager.hpp"
#include "contenders.hpp"

auto benchmark::raw_blocking() -> contender {
  return {.name = "raw MPI, blocking",
          .loop = [](dlp::index_t n) { return raw_manager(n, blocking(), [] {}); },
          .least_ranks = 2};
}
