// SPDX-License-Identifier: BSL-1.0
#include "examples.hpp"

#include <cmath>
#include <functional>
#include <numbers>
#include <queue>
#include <stdexcept>

namespace scale {
namespace {

// Each of mean 1, from two independent uniform numbers of (0, 1).
auto constant(double, double) -> double { return 1; }
auto exponential(double u, double) -> double { return -std::log(u); }
auto lognormal(double u, double v) -> double {
  constexpr auto sigma = 1.5;
  auto const normal = std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
  return std::exp(sigma * normal - sigma * sigma / 2);
}

auto shape_of(std::string const& kind) {
  if (kind == "constant") return constant;
  if (kind == "exponential") return exponential;
  if (kind == "lognormal") return lognormal;
  throw std::invalid_argument("no such examples: " + kind);
}

/// The finalizer of SplitMix64: it makes neighbouring numbers independent.
/// Source: Steele, Lea & Flood, OOPSLA 2014.
constexpr auto mix(std::uint64_t x) -> std::uint64_t {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

auto uniform(std::uint64_t seed, std::uint64_t number) -> double {
  constexpr auto golden = std::uint64_t{0x9e3779b97f4a7c15};
  auto const bits = mix(mix(seed * golden) + (number + 1) * golden);
  return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
}

}  // namespace

examples::examples(std::string const& kind, double mean_seconds, std::uint64_t seed)
    : shape_(shape_of(kind)), mean_(mean_seconds), seed_(seed) {}

auto examples::cost(std::uint64_t index) const -> double {
  return mean_ * shape_(uniform(seed_, 2 * index), uniform(seed_, 2 * index + 1));
}

auto list_scheduling(std::vector<double> const& costs, std::uint64_t ranks) -> double {
  auto free_at = std::priority_queue<double, std::vector<double>, std::greater<>>();
  auto end = 0.0;
  for (auto const cost : costs) {
    auto begin = 0.0;
    if (free_at.size() == ranks) {
      begin = free_at.top();
      free_at.pop();
    }
    free_at.push(begin + cost);
    end = std::max(end, begin + cost);
  }
  return end;
}

}  // namespace scale
