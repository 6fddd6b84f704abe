// SPDX-License-Identifier: BSL-1.0
//
// What does a call of a pool cost that takes no time at all? Calls that are waited for one by one,
// all submitted at once, or mapped, and items that make items, take turns with the loops of dlp.
// And what does a map of calls that take their time lose against the loop?
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include "../support/burner.hpp"
#include "../support/managed_fixed_1.hpp"
#include "../support/measured.hpp"
#include "../support/program.hpp"
#include "contenders.hpp"

using namespace benchmark;

namespace {

void print_head(std::string const& calls, int rounds) {
  if (dlp::is_root())
    std::printf("%s, ranks: %d, cores: %u, rounds: %d\n\n", calls.c_str(), dlp::size(),
                std::thread::hardware_concurrency(), rounds);
}

void run_empty(double seconds, int rounds) {
  print_head("Empty calls", rounds);
  auto const all = able({managed_fixed_1(), submit_get(), burst(), tree(), loop_map(), pool_map()});
  auto const results = measure_all(all, seconds, rounds);
  if (dlp::is_root()) {
    print(results);
    print_ratios(results, {{"submit, get", "split_managed fixed{1}"},
                           {"submit all", "split_managed fixed{1}"},
                           {"for_each, tree", "split_managed fixed{1}"},
                           {"pool.map", "dlp::map"}});
  }
}

void run_full(dlp::index_t calls, std::string const& us, double seconds, int rounds) {
  print_head(std::to_string(calls) + " calls of " + us + " µs", rounds);
  auto const body = [burn = calibrated_burner(), seconds] { burn(seconds); };
  auto const results = measure_all_of({loop_map(body), pool_map(body)}, calls, rounds);
  if (!dlp::is_root()) return;
  print(results);
  print_ratios(results, {{"pool.map", "dlp::map"}});
}

void run(options const& given) {
  auto const rounds = given.number<int>("--rounds", 1);
  auto const seconds = 1e-3 * given.number<double>("--round-ms", 0.1);
  auto const calls = given.number<dlp::index_t>("--calls", 1);
  auto const us = given.number<double>("--body-us", 0.0);
  us == 0.0 ? run_empty(seconds, rounds)
            : run_full(calls, given.text("--body-us"), 1e-6 * us, rounds);
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "pools",
                     {{"--rounds", "N", "11", "how often each contender has its turn"},
                      {"--round-ms", "MS", "100", "about what a turn of empty calls takes"},
                      {"--body-us", "US", "0", "what a call takes, in the maps alone"},
                      {"--calls", "N", "4000", "so many calls that take as long"}},
                     run);
}
