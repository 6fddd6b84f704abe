// SPDX-License-Identifier: BSL-1.0
#include "figures.hpp"

#include <algorithm>
#include <functional>
#include <queue>

#include "../support/statistics.hpp"

namespace benchmark {
namespace {

auto costs_seen(trial const& seen) -> std::vector<double> {
  auto costs = std::vector<double>(seen.visits.size());
  for (auto const& visit : seen.visits) costs[static_cast<std::size_t>(visit.index)] = visit.busy;
  return costs;
}

/// Seconds without an example, of each rank that computes; the last ranks are those who do.
auto idle_times(trial const& seen, int ranks, int computing) -> std::vector<double> {
  auto idle = std::vector<double>(static_cast<std::size_t>(ranks), seen.makespan);
  for (auto const& visit : seen.visits)
    idle[static_cast<std::size_t>(visit.rank)] -= visit.end - visit.begin;
  idle.erase(idle.begin(), idle.end() - computing);
  return idle;
}

}  // namespace

auto machine::at_work(int ranks_of_it) const -> int {
  return computes ? std::min(ranks_of_it, cores) : ranks_of_it;
}

auto lower_bound(std::vector<double> const& costs, int processors) -> double {
  return std::max(sum(costs) / processors, std::ranges::max(costs));
}

auto list_schedule(std::vector<double> const& costs, int processors) -> double {
  auto free_at = std::priority_queue<double, std::vector<double>, std::greater<>>();
  for (auto i = 0; i != processors; ++i) free_at.push(0);
  auto makespan = 0.0;
  for (auto const cost : costs) {
    auto const end = free_at.top() + cost;
    free_at.pop();
    free_at.push(end);
    makespan = std::max(makespan, end);
  }
  return makespan;
}

auto figures_of(trial const& seen, strategy const& how, machine const& on) -> figures {
  auto const computing = how.computing(on.ranks);
  auto const workers = on.at_work(computing);
  auto costs = costs_seen(seen);
  if (how.costliest_first) std::ranges::stable_sort(costs, std::greater<>());
  auto const idle = idle_times(seen, on.ranks, computing);
  return {seen.makespan,
          lower_bound(costs, on.at_work(on.ranks)) / seen.makespan,
          seen.makespan / list_schedule(costs, workers),
          seen.makespan / lower_bound(costs, workers),
          seen.messages,
          std::ranges::min(idle),
          mean(idle),
          std::ranges::max(idle)};
}

}  // namespace benchmark
