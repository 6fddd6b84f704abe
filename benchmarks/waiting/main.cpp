// SPDX-License-Identifier: BSL-1.0
//
// What does waiting cost? Of those who compute, whose cores it takes: loops of dlp, of OpenMP and
// of a manager written by hand take turns. And of those who wait: how much of a core each takes.
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include "../support/burner.hpp"
#include "../support/openmp.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"
#include "contenders.hpp"
#include "scenes.hpp"
#include "slow_root.hpp"

using namespace benchmark;

namespace {

struct loop_size {
  dlp::index_t examples;
  double ms;
};

/// "100x9" is 100 examples of 9 ms. Throws: wrong_usage.
auto parse_loops(options const& given) -> std::vector<loop_size> {
  auto loops = std::vector<loop_size>();
  for (auto const& text : given.list("--loops")) {
    auto const parts = split(text, 'x');
    auto loop = loop_size();
    if (parts.size() != 2 || !parse(parts[0], loop.examples) || !parse(parts[1], loop.ms) ||
        loop.examples == 0 || !(loop.ms > 0))
      options::complain("--loops", "needs something like 1000x0.9,100x9");
    loops.push_back(loop);
  }
  return loops;
}

/// The contenders' seconds, and the ratio of each to the last one, OpenMP, in the same round.
void compare(loop_size loop, burner const& burn, int rounds) {
  auto const body = [&] { burn(1e-3 * loop.ms); };
  auto const all = able({managed(body), shared(body), raw_blocking(body), openmp(body)});
  auto const sizes = std::vector(all.size(), loop.examples);
  for (auto const& who : all) static_cast<void>(measure(who, 1));  // threads begin, pages are found
  auto const times = measure_rounds(all, sizes, rounds);
  if (!dlp::is_root()) return;

  auto const size = std::to_string(loop.examples) + " of " + three_digits(loop.ms) + " ms";
  auto titles = table::row{size, "seconds", "least", "most"};
  if (has_openmp) titles.insert(titles.end(), {"to OpenMP", "least", "most"});
  auto results = table(titles);
  for (auto i = std::size_t{0}; i != all.size(); ++i) {
    auto row =
        table::row{all[i].name, fixed(median(times[i]), 3), fixed(std::ranges::min(times[i]), 3),
                   fixed(std::ranges::max(times[i]), 3)};
    if (has_openmp) {
      auto const ratios = paired(times[i], times.back(), std::divides<>());
      for (auto const& ratio : {median(ratios), std::ranges::min(ratios), std::ranges::max(ratios)})
        row.push_back(fixed(ratio, 2));
    }
    results.add(row);
  }
  std::printf("\n");
  results.print();
}

void watch_the_waiting(double seconds) {
  auto results = table({"% of a core while one rank computes", "mean", "most"});
  for (auto const& each : scenes()) {
    auto const shares = cores_taken_by_waiting(each, seconds);
    if (!shares.empty())
      results.add(
          {each.name, fixed(100 * mean(shares), 2), fixed(100 * std::ranges::max(shares), 2)});
  }
  if (!dlp::is_root()) return;
  std::printf("\n");
  results.print();
}

void slow_the_root_down(dlp::index_t results) {
  auto const idle = idle_workers(std::min<dlp::index_t>(results, 100));
  auto const growth = growth_of_the_root(results);
  if (!dlp::is_root()) return;
  std::printf(
      "\nmap_unordered, while the root takes 1 ms a result and a worker %d ms an example:\n"
      "  workers without an example, %% of the time: mean %.2f, most %.2f\n"
      "map_unordered, %llu results of 1 kB, the root slow at first:\n"
      "  the root's memory grows by %ld kB\n",
      dlp::size(), 100 * mean(idle), 100 * std::ranges::max(idle),
      static_cast<unsigned long long>(results), growth);
}

void run(options const& given) {
  auto const loops = parse_loops(given);
  auto const rounds = given.number<int>("--rounds", 1);
  auto const seconds = given.number<double>("--seconds", 0.0);
  auto const results = given.number<dlp::index_t>("--results", 0);
  if (dlp::is_root())
    std::printf("Computing and waiting, ranks: %d, cores: %u, rounds: %d\n", dlp::size(),
                std::thread::hardware_concurrency(), rounds);

  auto const burn = calibrated_burner();
  for (auto const& loop : loops) compare(loop, burn, rounds);
  if (dlp::is_root() && !has_openmp)
    std::printf("\nBuilt without OpenMP: nothing is compared with it.\n");

  if (seconds > 0 && dlp::size() > 1) watch_the_waiting(seconds);
  if (results > 0 && dlp::size() > 1) slow_the_root_down(results);
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(
      argc, argv, "waiting",
      {{"--loops", "NxMS,...", "10000x0.09,1000x0.9,100x9", "examples, and what each computes"},
       {"--rounds", "N", "5", "how often each contender has its turn"},
       {"--seconds", "S", "3", "how long one rank computes while all others wait; or 0"},
       {"--results", "N", "1000000", "of a map whose root is slow; or 0"}},
      run);
}
