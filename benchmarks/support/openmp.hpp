// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>

#include "tally.hpp"

#ifdef _OPENMP
#include <omp.h>
#endif

namespace benchmark {

#ifdef _OPENMP
inline constexpr auto has_openmp = true;

/// A loop of n examples by threads of this process, one on each core: what a shared counter in one
/// address space can do.
template <class Body>
[[nodiscard]] auto openmp_loop(dlp::index_t n, Body body) -> tally {
  auto count = dlp::index_t{0};
  auto sum = dlp::index_t{0};
#pragma omp parallel num_threads(omp_get_num_procs()) reduction(+ : count, sum)
  {
    auto visited = tally();
#pragma omp for schedule(dynamic, 1) nowait
    for (auto i = dlp::index_t{0}; i < n; ++i) {
      body();
      visited(i);
    }
    count += visited.count;
    sum += visited.sum;
  }
  return {count, sum};
}
#else
inline constexpr auto has_openmp = false;
#endif

}  // namespace benchmark
