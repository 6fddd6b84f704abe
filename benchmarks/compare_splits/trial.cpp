// SPDX-License-Identifier: BSL-1.0
#include "trial.hpp"

#include <algorithm>
#include <numeric>

#include <dlp.hpp>

#include "../support/clock.hpp"
#include "../support/program.hpp"
#include "messages.hpp"

namespace benchmark {
namespace {

auto each_once(std::vector<visit> const& visits, std::size_t n) -> bool {
  auto times = std::vector<int>(n);
  for (auto const& visit : visits) {
    if (visit.index >= n) return false;
    ++times[static_cast<std::size_t>(visit.index)];
  }
  return std::ranges::count(times, 1) == static_cast<std::ptrdiff_t>(n);
}

}  // namespace

auto run_trial(strategy const& how, std::vector<double> const& costs, stand_in const& work,
               bool computes) -> trial {
  auto visits = std::vector<visit>();
  visits.reserve(costs.size());
  auto const rank = int{dlp::rank()};
  auto start = 0.0;
  auto const loop = job{costs, [&](dlp::index_t index) {
                          auto const cpu = computes ? cpu_time() : 0;
                          auto const begin = now();
                          work(costs[static_cast<std::size_t>(index)]);
                          auto const end = now();
                          auto const busy = computes ? cpu_time() - cpu : end - begin;
                          visits.push_back({index, rank, begin - start, end - start, busy});
                        }};

  start = start_together();
  auto const before = messages_sent();
  how.run(loop);
  auto const took = now() - start;
  auto const sent = messages_sent() - before;

  auto const messages = dlp::all_gather(sent);
  auto const makespan = std::ranges::max(dlp::all_gather(took));
  auto result =
      trial{dlp::gather_flat(visits), makespan, std::reduce(messages.begin(), messages.end())};
  auto right = true;
  if (dlp::is_root()) right = each_once(result.visits, costs.size());
  dlp::broadcast(right);
  if (!right) throw wrong_visits(how.name + " has not visited each example exactly once");
  return result;
}

}  // namespace benchmark
