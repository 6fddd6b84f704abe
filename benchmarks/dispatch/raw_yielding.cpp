// SPDX-License-Identifier: BSL-1.0
#include "../support/raw_manager.hpp"
#include "contenders.hpp"

auto benchmark::raw_yielding() -> contender {
  return {.name = "raw MPI, yielding",
          .loop = [](dlp::index_t n) { return raw_manager(n, yielding(), [] {}); },
          .least_ranks = 2};
}
