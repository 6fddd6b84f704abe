// SPDX-License-Identifier: BSL-1.0
//
// What does it cost to hand out an example that takes no time at all? Loops of dlp, of OpenMP and
// of a manager written by hand take turns, round by round.
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <dlp.hpp>

#include "../support/openmp.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"
#include "contenders.hpp"

using namespace benchmark;

namespace {

/// Nanoseconds per example, by round.
struct measured {
  std::string name;
  dlp::index_t size;
  std::vector<double> costs;
};

auto measure_all(std::vector<contender> const& all, double seconds, int rounds)
    -> std::vector<measured> {
  auto sizes = std::vector<dlp::index_t>();
  for (auto const& who : all) sizes.push_back(size_that_takes(seconds, who));

  auto results = std::vector<measured>();
  for (auto& times : measure_rounds(all, sizes, rounds)) {
    auto const i = results.size();
    for (auto& time : times) time *= 1e9 / static_cast<double>(sizes[i]);
    results.push_back({all[i].name, sizes[i], std::move(times)});
  }
  return results;
}

void print(std::vector<measured> const& all) {
  auto results = table({"ns per example", "median", "least", "most", "examples a round"});
  for (auto const& [name, size, costs] : all)
    results.add({name, three_digits(median(costs)), three_digits(std::ranges::min(costs)),
                 three_digits(std::ranges::max(costs)), std::to_string(size)});
  results.print();
}

/// One line for each pair of which both were measured.
template <class Op>
void print_pairs(char const* title, std::vector<measured> const& all,
                 std::vector<std::pair<std::string_view, std::string_view>> const& pairs,
                 std::string const& sign, Op op) {
  auto results = table({title, "median", "least", "most"});
  for (auto const& [a, b] : pairs) {
    auto const first = std::ranges::find(all, a, &measured::name);
    auto const second = std::ranges::find(all, b, &measured::name);
    if (first == all.end() || second == all.end()) continue;
    auto const values = paired(first->costs, second->costs, op);
    results.add({std::string(a) + sign + std::string(b), three_digits(median(values)),
                 three_digits(std::ranges::min(values)), three_digits(std::ranges::max(values))});
  }
  std::printf("\n");
  results.print();
}

void print_differences(std::vector<measured> const& all) {
  print_pairs("ns more, in the same round", all,
              {{"split_managed", "bare loop"}, {"split_shared", "bare loop"}}, " - ",
              std::minus<>());
}

void print_ratios(std::vector<measured> const& all) {
  print_pairs("ratio, in the same round", all,
              {{"split_managed", "OpenMP dynamic,1"},
               {"split_shared", "OpenMP dynamic,1"},
               {"split_managed fixed{1}", "raw MPI, blocking"},
               {"split_managed fixed{1}", "raw MPI, yielding"}},
              " / ", std::divides<>());
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
  if (dlp::is_root()) alone ? print_differences(results) : print_ratios(results);
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "dispatch",
                     {{"--rounds", "N", "11", "how often each contender has its turn"},
                      {"--round-ms", "MS", "100", "about what a turn takes"}},
                     run);
}
