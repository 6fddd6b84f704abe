// SPDX-License-Identifier: BSL-1.0
//
// The workers compute and the root collects: the function runs on the workers, the body of the
// loop on the root, on each result as it arrives.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <numbers>
#include <ranges>

#include <dlp.hpp>

#include "pendulum.hpp"

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const angles = std::views::iota(1, 180);

  auto periods = std::map<int, double>();
  for (auto const& result : dlp::map_unordered(swing_from, angles)) {
    periods[result.angle] = result.period;
  }

  // From where on is the formula for small swings wrong by 1 %? The map is empty but on the root.
  auto const small = 2 * std::numbers::pi * std::sqrt(1 / earth);
  auto const wrong = [&](auto const& entry) { return entry.second > 1.01 * small; };
  if (auto const first = std::ranges::find_if(periods, wrong); first != periods.end()) {
    std::printf("wrong by 1 %% from %d degrees on\n", first->first);
  }

  // All results at once, in the order of the angles, on the root.
  auto const swings = dlp::map(swing_from, angles);
  if (dlp::is_root())
    std::printf("%zu results, the last %.4f s\n", swings.size(), swings.back().period);

  // One value of them all, on every rank. The order of the additions is that of the angles: the
  // sum has the same bits on any number of ranks.
  auto const period = [](int angle) { return swing_from(angle).period; };
  auto const sum = dlp::map_reduce(period, angles, 0.0, std::plus<>());
  if (dlp::is_root()) std::printf("all swings together: %.17g s\n", sum);
}
