// SPDX-License-Identifier: BSL-1.0
//
// What does it cost to hand out an example that takes no time at all? Loops of dlp, of OpenMP and
// of a manager written by hand take turns, round by round.
#include <cstdio>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include "../support/managed_fixed_1.hpp"
#include "../support/measured.hpp"
#include "../support/openmp.hpp"
#include "../support/program.hpp"
#include "contenders.hpp"

using namespace benchmark;

namespace {

void compare_alone(std::vector<measured> const& all) {
  print_differences(all, {{"split_managed", "bare loop"}, {"split_shared", "bare loop"}});
}

void compare(std::vector<measured> const& all) {
  print_ratios(all, {{"split_managed", "OpenMP dynamic,1"},
                     {"split_shared", "OpenMP dynamic,1"},
                     {"split_managed fixed{1}", "raw MPI, blocking"},
                     {"split_managed fixed{1}", "raw MPI, yielding"}});
  if (!has_openmp) std::printf("\nBuilt without OpenMP: nothing is compared with it.\n");
}

void run(options const& given) {
  auto const rounds = given.number<int>("--rounds", 1);
  auto const seconds = 1e-3 * given.number<double>("--round-ms", 0.1);
  auto const alone = dlp::size() == 1;
  auto const all = able(alone ? std::vector{vector_bare(), vector_managed(), vector_shared()}
                              : std::vector{managed(), managed_fixed_1(), shared(), raw_blocking(),
                                            raw_yielding(), openmp()});
  if (dlp::is_root())
    std::printf("Empty examples, %s, ranks: %d, cores: %u, rounds: %d\n\n",
                alone ? "over a vector" : "by index", dlp::size(),
                std::thread::hardware_concurrency(), rounds);

  auto const results = measure_all(all, seconds, rounds);
  if (dlp::is_root()) print(results);
  if (dlp::is_root()) alone ? compare_alone(results) : compare(results);
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "dispatch",
                     {{"--rounds", "N", "11", "how often each contender has its turn"},
                      {"--round-ms", "MS", "100", "about what a turn takes"}},
                     run);
}
