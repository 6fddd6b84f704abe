// SPDX-License-Identifier: BSL-1.0
//
// What does it cost to open a loop, to run it and to close it, where there is little in it? Loops
// of a few empty examples; and the loop of a program that goes in steps of time, each a loop of
// examples that take microseconds. Those of dlp take turns with OpenMP and MPI, round by round.
#include <cstdio>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include "../support/burner.hpp"
#include "../support/measured.hpp"
#include "../support/openmp.hpp"
#include "../support/program.hpp"
#include "contenders.hpp"

using namespace benchmark;

namespace {

auto all_of(short_loop const& what) -> std::vector<contender> {
  auto all = loops_of_dlp(what);
  for (auto& one : loops_of_others(what)) all.push_back(std::move(one));
  return able(all);
}

/// Prints the microseconds of a loop, and what dlp's splits take to the others in the same round.
void compare(short_loop const& what, std::vector<measured> all) {
  for (auto& one : all)
    for (auto& cost : one.costs) cost *= 1e-3 * static_cast<double>(what.size);
  print(all, "us per loop");
  auto which = pairs();
  for (auto const* other : {"OpenMP dynamic,1", "raw MPI, blocking", "shares, MPI_Barrier"})
    for (auto const* own : {"split_managed", "split_shared"}) which.emplace_back(own, other);
  print_ratios(all, which);
}

void run(options const& given) {
  auto const rounds = given.number<int>("--rounds", 1);
  auto const seconds = 1e-3 * given.number<double>("--round-ms", 0.1);
  auto const each = given.number<dlp::index_t>("--each", 1);
  auto const examples = given.number<dlp::index_t>("--examples", 1);
  auto const us = given.number<double>("--us", 0.0);
  auto const steps = given.number<dlp::index_t>("--steps", 0);
  if (dlp::is_root())
    std::printf("Short loops, ranks: %d, cores: %u, rounds: %d\n\n%llu empty examples for a rank\n",
                dlp::size(), std::thread::hardware_concurrency(), rounds,
                static_cast<unsigned long long>(each));

  auto const empty =
      short_loop{.size = each * static_cast<dlp::index_t>(dlp::size()), .body = [] {}};
  auto const results = measure_all(all_of(empty), seconds, rounds);
  if (dlp::is_root()) compare(empty, results);

  if (steps != 0) {
    auto const step =
        short_loop{.size = examples, .body = [burn = calibrated_burner(), us] { burn(1e-6 * us); }};
    if (dlp::is_root())
      std::printf("\n%llu steps of %llu examples of %g us\n",
                  static_cast<unsigned long long>(steps), static_cast<unsigned long long>(examples),
                  us);
    auto const stepped = measure_all_of(all_of(step), steps * examples, rounds);
    if (dlp::is_root()) compare(step, stepped);
  }
  if (dlp::is_root() && !has_openmp)
    std::printf("\nBuilt without OpenMP: nothing is compared with it.\n");
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "short_loops",
                     {{"--rounds", "N", "11", "how often each contender has its turn"},
                      {"--round-ms", "MS", "50", "about what a turn of empty examples takes"},
                      {"--each", "N", "8", "empty examples for a rank"},
                      {"--steps", "N", "1000", "steps of time; or 0"},
                      {"--examples", "N", "64", "examples of a step"},
                      {"--us", "US", "5", "what each computes"}},
                     run);
}
