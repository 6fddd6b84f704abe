// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "strategy.hpp"

namespace benchmark {

/// One example on one rank. Times are seconds since all ranks began.
struct visit {
  dlp::index_t index;
  int rank;
  double begin;
  double end;
  double busy;  ///< asleep, or with a core: what it took of the time between
};

/// What an example does for so many seconds.
using stand_in = std::function<void(double seconds)>;

/// One loop, as the root knows it when it is over.
struct trial {
  std::vector<visit> visits;  ///< of all ranks, rank by rank
  double makespan = 0;        ///< until the last rank has left the loop
  std::int64_t messages = 0;  ///< of all ranks
};

/// Runs a loop in which each example does `work` for its cost; `computes` says whether the work
/// takes a core.
///
/// The result is on the root. Collective: every rank. Throws: wrong_visits.
[[nodiscard]] auto run_trial(strategy const& how, std::vector<double> const& costs,
                             stand_in const& work, bool computes) -> trial;

}  // namespace benchmark
