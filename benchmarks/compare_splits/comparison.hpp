// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "figures.hpp"
#include "strategy.hpp"
#include "workload.hpp"

namespace benchmark {

/// What is compared, and how.
struct plan {
  std::vector<strategy> strategies;
  std::vector<workload> workloads;
  std::size_t examples;
  double mean;  ///< seconds
  std::uint64_t seed;
  int repeats;
  machine on;
  stand_in work;

  /// "512 examples of 5 ms on average, sleeping, on 8 ranks; the median of 3"
  [[nodiscard]] auto in_words() const -> std::string;
};

/// The trial with the middle one of the makespans, and what it says.
struct result {
  figures said;
  trial seen;
  double fastest;  ///< the other makespans
  double slowest;
};

/// The results under one workload, by strategy.
struct comparison {
  workload kind;
  std::vector<double> costs;  ///< as they were meant to be
  std::vector<result> results;
};

/// Runs every strategy on one workload, in turns. On the root: the results.
/// Collective: every rank. Throws: wrong_visits.
[[nodiscard]] auto compare(plan const& what, workload const& kind) -> comparison;

}  // namespace benchmark
