// SPDX-License-Identifier: BSL-1.0
//
// An ensemble sampler as emcee is one: walkers step through the values that mean and spread of some
// data may have. The root moves the walkers, the workers compute how probable each new place is.
// Every rank has the data; what travels is the places.
#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include <dlp/pool.hpp>

using place = std::array<double, 2>;  // the mean, and the logarithm of the spread

// 100 values around 5.
auto measure() -> std::vector<double> {
  auto values = std::vector<double>();
  for (auto i = 0; i != 100; ++i) values.push_back(5 + (i - 49.5) / 29);
  return values;
}

auto log_probability(std::vector<double> const& data, place const& at) -> double {
  auto const [mean, log_spread] = at;
  auto sum = 0.0;
  for (auto const value : data) {
    auto const off = (value - mean) / std::exp(log_spread);
    sum -= off * off / 2 + log_spread;
  }
  return sum;
}

// From 0 to 1.
auto uniform(std::mt19937& random) -> double {
  return static_cast<double>(random()) / std::mt19937::max();
}

struct walker {
  place at;
  double log_p;
};
using walkers = std::vector<walker>;

// Each walker of a team tries a step along the line to a walker of the other one (Goodman and Weare
// 2010). `log_p` computes for a vector of places how probable they are.
void step(walkers& moving, walkers const& others, std::mt19937& random, auto const& log_p) {
  auto stretches = std::vector<double>();
  auto proposals = std::vector<place>();
  for (auto const& one : moving) {
    auto const& other = others[random() % others.size()].at;
    auto const stretch = std::pow(1 + uniform(random), 2) / 2;
    stretches.push_back(stretch);
    proposals.push_back(
        {other[0] + stretch * (one.at[0] - other[0]), other[1] + stretch * (one.at[1] - other[1])});
  }
  auto const found = log_p(proposals);
  for (auto i = 0U; i != moving.size(); ++i) {
    auto const gain = std::log(stretches[i]) + found[i] - moving[i].log_p;
    if (std::log(uniform(random)) < gain) moving[i] = {proposals[i], found[i]};
  }
}

// The mean of all places where the walkers have been, but for the way there.
auto sample(auto const& log_p) -> place {
  auto random = std::mt19937(42);
  auto teams = std::array<walkers, 2>();
  for (auto& team : teams) {
    auto begin = std::vector<place>(20);
    for (auto& at : begin) at = {4 + 2 * uniform(random), uniform(random) - 0.5};
    auto const found = log_p(begin);
    for (auto i = 0U; i != begin.size(); ++i) team.push_back({begin[i], found[i]});
  }

  constexpr auto steps = 200;
  constexpr auto way = 50;
  auto sum = place();
  auto count = 0;
  for (auto i = 0; i != steps; ++i) {
    step(teams[0], teams[1], random, log_p);
    step(teams[1], teams[0], random, log_p);
    if (i < way) continue;
    for (auto const& team : teams) {
      for (auto const& one : team) {
        sum[0] += one.at[0];
        sum[1] += one.at[1];
        ++count;
      }
    }
  }
  return {sum[0] / count, sum[1] / count};
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const data = measure();

  // The function is made on each rank, and may capture what is there.
  auto pool =
      dlp::function_pool<double(place)>([&](place const& at) { return log_probability(data, at); });
  if (pool.is_root()) {
    // The numbers are drawn on the root, so the result is the same on any number of ranks.
    auto const [mean, log_spread] =
        sample([&](std::vector<place> const& places) { return pool.map(places); });
    std::printf("mean %.1f, spread %.1f\n", mean, std::exp(log_spread));
  }
  pool.shutdown();
}
