// SPDX-License-Identifier: BSL-1.0
//
// The index of an example: to seed its random numbers, and to put its result in its place.
#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

#include <dlp.hpp>

#include "pendulum.hpp"

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const angles = std::vector{10, 30, 60, 90, 120, 150, 170};

  // Nobody lets a pendulum go at an exact angle: some noise. The index is the seed, not the rank,
  // so that the numbers are the same on any number of ranks.
  auto periods = dlp::gathered_map<dlp::index_t, double>();
  for (auto const& [index, angle] : angles | dlp::enumerate | dlp::split_managed) {
    auto random = std::mt19937_64(index);
    auto noise = std::normal_distribution(0.0, 2.0);
    periods[index] = swing_at(earth, angle + noise(random)).period;
  }
  for (auto const& [index, period] : periods.gather()) {
    std::printf("%ju: %3d degrees: %.4f s\n", std::uintmax_t{index}, angles[index], period);
  }

  // Results that arrive in any order know the index of their example.
  auto steps = std::vector<long>(angles.size());
  auto results = dlp::map_unordered(swing_from, angles);
  for (auto it = results.begin(); it != results.end(); ++it) steps[it.index()] = it->steps;
  if (dlp::is_root())
    std::printf("%ld steps for the first, %ld for the last\n", steps.front(), steps.back());
}
