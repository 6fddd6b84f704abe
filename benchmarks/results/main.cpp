// SPDX-License-Identifier: BSL-1.0
//
// What does it cost to bring values to the root, from it, or to all? The calls of dlp, of raw MPI,
// which is told all sizes, and of Boost.MPI take turns, round by round.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <mpi.h>

#include <dlp.hpp>

#include "../support/clock.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"
#include "contenders.hpp"
#include "memory.hpp"

using namespace benchmark;

namespace {

/// What one way took: the seconds of each turn, until the last rank was through with it, and the
/// root's memory.
struct cost {
  std::vector<double> seconds;
  double peak = 0;
  double faults = 0;
};

auto seconds_of(way const& one, double mark) -> double {
  one.prepare();
  MPI_Barrier(MPI_COMM_WORLD);
  auto const begin = now();
  auto const found = one.call();
  auto const taken = now() - begin;
  if (found != mark) throw wrong_visits(one.name + " has not brought what it was given");
  return taken;
}

/// Adds a round: so many turns, of which each is until the last rank is through.
void measure(way const& one, double mark, std::size_t turns, cost& result) {
  auto mine = std::vector<double>();
  auto const memory = memory_watch();
  while (mine.size() != turns) mine.push_back(seconds_of(one, mark));
  result.peak = memory.peak();
  result.faults = static_cast<double>(memory.page_faults()) / static_cast<double>(turns);
  MPI_Allreduce(MPI_IN_PLACE, mine.data(), static_cast<int>(turns), MPI_DOUBLE, MPI_MAX,
                MPI_COMM_WORLD);
  result.seconds.insert(result.seconds.end(), mine.begin(), mine.end());
}

/// Of each call with so many MB on each rank.
void compare(comparison const& of, double mb, int rounds, table& results) {
  auto const turns = static_cast<std::size_t>(std::clamp(10 / mb, 1.0, 1000.0));
  auto const mark = of.ways[1].call();  // what raw MPI brings
  auto costs = std::vector<cost>(of.ways.size());
  for (auto round = 0; round != rounds; ++round) {
    for (auto i = std::size_t{0}; i != costs.size(); ++i)
      measure(of.ways[i], mark, turns, costs[i]);
  }
  auto const& raw = costs[1].seconds;
  for (auto i = std::size_t{0}; i != costs.size(); ++i) {
    auto const& one = costs[i].seconds;
    auto const least = std::ranges::min(one);
    auto const middle = median(one);
    results.add({i == 0 ? of.name + ", " + three_digits(mb) + " MB" : "", of.ways[i].name,
                 three_digits(1e6 * middle), fixed(middle / median(raw), 2),
                 three_digits(1e6 * least), fixed(least / std::ranges::min(raw), 2),
                 fixed(costs[i].peak, 1), fixed(costs[i].faults, 1)});
  }
}

void run(options const& given) {
  auto const rounds = given.number<int>("--rounds", 1);
  auto const known =
      std::map<std::string, comparison (*)(std::size_t)>{{"gather", gathers},
                                                         {"gather_flat", flat_gathers},
                                                         {"all_gather", all_gathers},
                                                         {"broadcast", broadcasts}};
  auto results = table(
      {"", "", "median, us", "to raw MPI", "least, us", "to raw MPI", "peak, MB", "page faults"});
  for (auto const& name : given.list("--calls")) {
    auto const call = known.find(name);
    if (call == known.end()) options::complain("--calls", "knows no " + name);
    for (auto const& size : given.list("--mb")) {
      auto mb = 0.0;
      if (!parse(size, mb) || !(mb >= 8e-6)) options::complain("--mb", "needs sizes in MB");
      compare(call->second(static_cast<std::size_t>(mb * 1e6 / sizeof(double))), mb, rounds,
              results);
    }
  }
  if (dlp::is_root()) results.print();
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "results",
                     {{"--calls", "A,B,...", "gather,gather_flat,all_gather,broadcast", "which"},
                      {"--mb", "MB,...", "0.001,1,100", "of each rank"},
                      {"--rounds", "N", "11", "how often each has its turn"}},
                     run);
}
