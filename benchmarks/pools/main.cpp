// SPDX-License-Identifier: BSL-1.0
//
// What does a call of a pool cost that takes no time at all? Calls that are waited for one by one,
// all submitted at once, or mapped, and items that make items, take turns with the loops of dlp.
#include <cstdio>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include "../support/managed_fixed_1.hpp"
#include "../support/measured.hpp"
#include "../support/program.hpp"
#include "contenders.hpp"

using namespace benchmark;

namespace {

void run(options const& given) {
  auto const rounds = given.number<int>("--rounds", 1);
  auto const seconds = 1e-3 * given.number<double>("--round-ms", 0.1);
  if (dlp::is_root())
    std::printf("Empty calls, ranks: %d, cores: %u, rounds: %d\n\n", dlp::size(),
                std::thread::hardware_concurrency(), rounds);
  auto const all = able({managed_fixed_1(), submit_get(), burst(), tree(), loop_map(), pool_map()});
  auto const results = measure_all(all, seconds, rounds);
  if (dlp::is_root()) {
    print(results);
    print_ratios(results, {{"submit, get", "split_managed fixed{1}"},
                           {"submit all", "split_managed fixed{1}"},
                           {"for_each, tree", "split_managed fixed{1}"},
                           {"pool.map", "dlp::map"}});
  }
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "pools",
                     {{"--rounds", "N", "11", "how often each contender has its turn"},
                      {"--round-ms", "MS", "100", "about what a turn takes"}},
                     run);
}
