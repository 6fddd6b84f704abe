// SPDX-License-Identifier: BSL-1.0
#include "workload.hpp"

#include <algorithm>
#include <random>

#include "../support/statistics.hpp"

namespace benchmark {
namespace {

template <class Distribution>
auto draw(std::size_t n, std::uint64_t seed, Distribution distribution) -> std::vector<double> {
  auto random = std::mt19937_64(seed);
  auto costs = std::vector<double>(n);
  for (auto& cost : costs) cost = distribution(random);
  return costs;
}

auto constant(std::size_t n, std::uint64_t) -> std::vector<double> {
  return std::vector<double>(n, 1.0);
}

auto uniform(std::size_t n, std::uint64_t seed) -> std::vector<double> {
  return draw(n, seed, std::uniform_real_distribution(0.0, 2.0));
}

auto exponential(std::size_t n, std::uint64_t seed) -> std::vector<double> {
  return draw(n, seed, std::exponential_distribution(1.0));
}

auto lognormal(std::size_t n, std::uint64_t seed) -> std::vector<double> {
  return draw(n, seed, std::lognormal_distribution(0.0, 1.5));
}

auto increasing(std::size_t n, std::uint64_t) -> std::vector<double> {
  auto costs = std::vector<double>();
  while (costs.size() != n) costs.push_back(static_cast<double>(costs.size()) + 0.5);
  return costs;
}

auto decreasing(std::size_t n, std::uint64_t seed) -> std::vector<double> {
  auto costs = increasing(n, seed);
  std::ranges::reverse(costs);
  return costs;
}

auto bimodal(std::size_t n, std::uint64_t seed) -> std::vector<double> {
  auto costs = std::vector<double>();
  for (auto const heavy : draw(n, seed, std::bernoulli_distribution(0.1)))
    costs.push_back(heavy != 0 ? 11.0 : 1.0);
  return costs;
}

}  // namespace

auto workloads() -> std::vector<workload> {
  return {{"constant", "all the same", constant},
          {"uniform", "anything from 0 to twice the mean", uniform},
          {"exponential", "many short ones, few long ones", exponential},
          {"lognormal", "sigma 1.5: a few are very long", lognormal},
          {"increasing", "in a straight line from 0 to twice the mean", increasing},
          {"decreasing", "the same, from the end", decreasing},
          {"bimodal", "one in ten takes eleven times as long as the others", bimodal}};
}

auto costs_of(workload const& kind, std::size_t n, double mean_seconds, std::uint64_t seed)
    -> std::vector<double> {
  auto costs = kind.shape(n, seed);
  auto const scale = mean_seconds / mean(costs);
  for (auto& cost : costs) cost *= scale;
  return costs;
}

}  // namespace benchmark
