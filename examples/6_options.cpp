// SPDX-License-Identifier: BSL-1.0
//
// The options of a loop; those that are not named have their defaults.
#include <algorithm>
#include <cstdio>
#include <map>
#include <ranges>
#include <stop_token>
#include <vector>

#include <dlp.hpp>

#include "pendulum.hpp"

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const angles = std::views::iota(1, 180);

  // schedule: many angles at once in the beginning, few at the end, and so fewer messages.
  // progress, label: a meter on the root's stderr, for loops that take longer than this one.
  auto longest = 0.0;
  for (auto angle : dlp::split_managed(
           angles, {.schedule = dlp::factoring{}, .progress = true, .label = "swings"})) {
    longest = std::max(longest, swing_from(angle).period);
  }
  auto const longests = dlp::gather(longest);
  if (dlp::is_root()) std::printf("the longest: %.4f s\n", std::ranges::max(longests));

  // stop: ends the loop for all ranks. Whoever finds what is looked for asks for it; angles that
  // nobody has begun with stay undone.
  auto enough = std::stop_source();
  for (auto const& result :
       dlp::map_unordered(swing_from, angles | std::views::reverse, {.stop = enough.get_token()})) {
    if (result.period > 7.5) {
      std::printf("takes more than 7.5 s: %d degrees\n", result.angle);
      enough.request_stop();
    }
  }

  // root: who manages, and has the results.
  auto const last = dlp::size() - 1;
  auto swings = dlp::map(swing_from, std::vector{45, 90, 135}, {.root = last});
  dlp::broadcast(swings, {.root = last});
  if (dlp::is_root()) std::printf("from 90 degrees: %.4f s\n", swings[1].period);

  // comm: who shares the work. Two halves of the ranks, each with a planet of its own and a loop
  // of its own, at the same time; a rank that is alone does both, one after the other.
  auto const world = dlp::communicator();
  auto const halves = std::min(world.size(), 2);
  auto const half = world.split(world.rank() % halves);
  auto periods = dlp::gathered_map<int, double>();
  for (auto planet = world.rank() % halves; planet < 2; planet += halves) {
    auto const gravity = planet == 0 ? earth : moon;
    for (auto angle : dlp::split_managed(std::vector{90}, {.comm = half})) {
      periods[planet] = swing_at(gravity, angle).period;
    }
  }
  for (auto const& [planet, period] : periods.gather()) {
    std::printf("on the %s: %.4f s\n", planet == 0 ? "earth" : "moon", period);
  }
}
