// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "trial.hpp"

namespace benchmark {

/// The machine, as far as a bound depends on it.
struct machine {
  int ranks;
  int cores;      ///< of all nodes
  bool computes;  ///< whether a body takes a core: then more ranks than cores are no help

  /// How many of so many ranks can be at work at the same time.
  [[nodiscard]] auto at_work(int ranks_of_it) const -> int;
};

/// What a trial says about its strategy. Times are seconds. Every bound is made of what the
/// examples did take, not of what they were meant to take: a sleep is some microseconds late, and
/// that is the kernel's doing, not the scheduler's.
struct figures {
  double makespan;
  double efficiency;  ///< max(sum / ranks, longest) / makespan, by all ranks that were started
  double to_list;     ///< makespan / that of a scheduler that takes no time, by those who compute
  double to_bound;    ///< makespan / max(sum / ranks, longest), by those who compute
  std::int64_t messages;
  double idle_least;  ///< without work, of those who compute
  double idle_mean;
  double idle_most;
};

[[nodiscard]] auto figures_of(trial const& seen, strategy const& how, machine const& on) -> figures;

/// No schedule is shorter: the work shared out evenly, or the longest example.
[[nodiscard]] auto lower_bound(std::vector<double> const& costs, int processors) -> double;

/// The makespan when each example in turn goes to the processor that is free first.
[[nodiscard]] auto list_schedule(std::vector<double> const& costs, int processors) -> double;

}  // namespace benchmark
