// SPDX-License-Identifier: BSL-1.0
#include "measured.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>

#include "statistics.hpp"
#include "table.hpp"

namespace benchmark {
namespace {

template <class Op>
void print_pairs(char const* title, std::vector<measured> const& all, pairs const& which,
                 std::string const& sign, Op op) {
  auto results = table({title, "median", "least", "most"});
  for (auto const& [a, b] : which) {
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

auto measure_sizes(std::vector<contender> const& all, std::vector<dlp::index_t> const& sizes,
                   int rounds) -> std::vector<measured> {
  auto results = std::vector<measured>();
  for (auto& times : measure_rounds(all, sizes, rounds)) {
    auto const i = results.size();
    for (auto& time : times) time *= 1e9 / static_cast<double>(sizes[i]);
    results.push_back({all[i].name, sizes[i], std::move(times)});
  }
  return results;
}

}  // namespace

auto measure_all(std::vector<contender> const& all, double seconds, int rounds)
    -> std::vector<measured> {
  auto sizes = std::vector<dlp::index_t>();
  for (auto const& who : all) sizes.push_back(size_that_takes(seconds, who));
  return measure_sizes(all, sizes, rounds);
}

auto measure_all_of(std::vector<contender> const& all, dlp::index_t size, int rounds)
    -> std::vector<measured> {
  return measure_sizes(all, std::vector(all.size(), size), rounds);
}

void print(std::vector<measured> const& all, std::string const& title) {
  auto results = table({title, "median", "least", "most", "examples a round"});
  for (auto const& [name, size, costs] : all)
    results.add({name, three_digits(median(costs)), three_digits(std::ranges::min(costs)),
                 three_digits(std::ranges::max(costs)), std::to_string(size)});
  results.print();
}

void print_differences(std::vector<measured> const& all, pairs const& which) {
  print_pairs("ns more, in the same round", all, which, " - ", std::minus<>());
}

void print_ratios(std::vector<measured> const& all, pairs const& which) {
  print_pairs("ratio, in the same round", all, which, " / ", std::divides<>());
}

}  // namespace benchmark
