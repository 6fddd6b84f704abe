// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"

#include <algorithm>

#include <dlp.hpp>

#include "../support/statistics.hpp"
#include "../support/table.hpp"

namespace benchmark {

auto plan::in_words() const -> std::string {
  return std::to_string(examples) + " examples, " + three_digits(1e3 * mean) + " ms on average, " +
         (on.computes ? "computing" : "sleeping") + "; ranks: " + std::to_string(on.ranks) +
         (on.computes ? ", cores: " + std::to_string(on.cores) : "") + "; the median of " +
         std::to_string(repeats);
}

auto compare(plan const& what, workload const& kind) -> comparison {
  auto const costs = costs_of(kind, what.examples, what.mean, what.seed);
  auto trials = std::vector<std::vector<trial>>(what.strategies.size());
  for (auto repeat = 0; repeat != what.repeats; ++repeat)
    for (auto i = std::size_t{0}; i != trials.size(); ++i)
      trials[i].push_back(run_trial(what.strategies[i], costs, what.work, what.on.computes));

  auto all = comparison{kind, costs, {}};
  if (!dlp::is_root()) return all;
  for (auto i = std::size_t{0}; i != trials.size(); ++i) {
    auto const [fastest, slowest] = std::ranges::minmax(trials[i], {}, &trial::makespan);
    auto const middle = median(trials[i], &trial::makespan);
    all.results.push_back({figures_of(middle, what.strategies[i], what.on), middle,
                           fastest.makespan, slowest.makespan});
  }
  return all;
}

}  // namespace benchmark
