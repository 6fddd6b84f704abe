// SPDX-License-Identifier: BSL-1.0
//
// One managed loop after the other over examples that sleep in simulated time; for each, the root
// writes a line of the table that ./run prints.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <numeric>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <dlp.hpp>

#include "arguments.hpp"
#include "examples.hpp"
#include "simulated.hpp"

namespace {

/// What one rank saw of one loop.
struct part {
  double begin = 0;  // simulated seconds
  double end = 0;
  std::uint64_t received = 0;  // messages
  std::uint64_t sent = 0;
};

/// How a loop is told to hand out its examples.
struct manner {
  std::string name;
  dlp::managed_options options = {};
};

auto manner_of(std::string const& name, scale::examples const& of) -> manner {
  auto made = manner{name};
  if (name == "fixed{1}") made.options.schedule = dlp::fixed{1};
  if (name == "factoring") made.options.schedule = dlp::factoring{};
  if (name == "guided") made.options.schedule = dlp::guided{};
  if (name == "trapezoid") made.options.schedule = dlp::trapezoid{};
  if (name == "cost") made.options.cost = [of](dlp::index_t index) { return of.cost(index); };
  return made;
}

void run(scale::arguments const& asked, std::string const& kind, double mean, std::uint64_t seed,
         std::string const& name) {
  auto const of = scale::examples(kind, mean, seed);
  auto const ranks = static_cast<std::uint64_t>(dlp::size());
  auto const count = asked.per_rank * ranks;
  auto const how = manner_of(name, of);
  auto visited = std::vector<dlp::index_t>();

  dlp::barrier();
  auto const before = simulated::account_so_far();
  auto mine = part{.begin = simulated::now()};
  for (auto index : std::views::iota(dlp::index_t{0}, count) | dlp::split_managed(how.options)) {
    simulated::compute(of.cost(index));
    visited.push_back(index);
  }
  mine.end = simulated::now();
  auto const after = simulated::account_so_far();
  mine.received = after.received - before.received;
  mine.sent = after.sent - before.sent;

  auto const parts = dlp::gather(mine);
  auto all = dlp::gather_flat(visited);
  if (!dlp::is_root()) return;

  auto costs = std::vector<double>(count);
  for (auto index = std::uint64_t{0}; index != count; ++index) costs[index] = of.cost(index);
  auto const sum = std::reduce(costs.begin(), costs.end());
  auto const longest = std::ranges::max(costs);
  if (name == "cost") std::ranges::sort(costs, std::greater());
  auto const listed = scale::list_scheduling(costs, ranks - 1);
  auto const makespan =
      std::ranges::max(parts, {}, &part::end).end - std::ranges::min(parts, {}, &part::begin).begin;
  auto const bound = std::max(sum / static_cast<double>(ranks), longest);
  std::ranges::sort(all);
  auto const once = std::ranges::equal(all, std::views::iota(dlp::index_t{0}, count));
  auto const messages = parts[0].received + parts[0].sent;
  std::printf("%6llu %-12s %8g %5llu %-10s %10.3f %9.3f %11.3f %9.3f %10llu %9.0f  %s\n",
              static_cast<unsigned long long>(ranks), kind.c_str(), 1e3 * mean,
              static_cast<unsigned long long>(seed), name.c_str(), makespan, longest / makespan,
              bound / makespan, makespan / listed, static_cast<unsigned long long>(messages),
              static_cast<double>(messages) / makespan, once ? "yes" : "NO");
  std::fflush(stdout);
  if (!once) throw std::runtime_error("an index was not visited exactly once");
}

}  // namespace

int main(int argc, char** argv) {
  auto const env = dlp::environment(argc, argv);
  auto const asked = scale::arguments(argc, argv);
  simulated::set_costs({.message = asked.message_us * 1e-6});
  for (auto const& kind : asked.kinds)
    for (auto const mean : asked.means_ms)
      for (auto const seed : asked.seeds)
        for (auto const& name : asked.schedules) run(asked, kind, mean * 1e-3, seed, name);
}
