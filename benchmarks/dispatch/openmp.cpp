// SPDX-License-Identifier: BSL-1.0
#include "../support/openmp.hpp"

#include "contenders.hpp"

auto benchmark::openmp() -> contender {
#ifdef _OPENMP
  return {.name = "OpenMP dynamic,1",
          .loop = [](dlp::index_t n) { return openmp_loop(n, [] {}); },
          .on_root_alone = true};
#else
  return {.name = "OpenMP dynamic,1", .loop = {}};
#endif
}
