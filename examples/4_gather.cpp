// SPDX-License-Identifier: BSL-1.0
//
// From one rank to all, and from all to one.
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include <dlp.hpp>

#include "pendulum.hpp"

// A struct of what can travel can travel.
struct note {
  int angle = 0;
  std::string text;
};

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  // Runs on the root alone, as reading a file should; everyone gets the value.
  auto const angles =
      dlp::call_on_root([] { return std::vector{10, 30, 60, 90, 120, 150, 170, 179}; });

  // The other way to say it: what the root has set, everyone gets.
  auto gravity = 0.0;
  if (dlp::is_root()) gravity = moon;
  dlp::broadcast(gravity);

  // Each rank fills lists of its own.
  auto steps = 0L;
  auto swings = std::vector<swing>();
  auto notes = dlp::gathered_list<note>();
  auto periods = dlp::gathered_map<std::string, double>();
  for (auto const& angle : dlp::split_round_robin(angles)) {
    auto const result = swing_at(gravity, angle);
    steps += result.steps;
    swings.push_back(result);
    if (result.period > 10) notes.push_back({angle, "takes its time"});
    periods["from " + std::to_string(angle)] = result.period;  // each key once, over all ranks
  }

  // One value from each rank, on every rank.
  auto const everyones_steps = dlp::all_gather(steps);
  auto const all_steps = std::accumulate(everyones_steps.begin(), everyones_steps.end(), 0L);

  // The rest is on the root, and empty elsewhere.
  auto const counts = dlp::gather(swings.size());  // one value from each rank, by rank
  auto all_swings = dlp::gather_flat(swings);      // every rank's values, in the order of the ranks
  auto all_notes = notes.gather();                 // the same, for a list that is written only
  auto const all_periods = periods.gather();       // a std::map

  if (!dlp::is_root()) return 0;
  std::printf("%zu swings in %ld steps\n",
              std::accumulate(counts.begin(), counts.end(), std::size_t{0}), all_steps);
  std::ranges::sort(all_swings, {}, &swing::angle);
  for (auto const& [angle, period, n] : all_swings)
    std::printf("%3d degrees: %.4f s\n", angle, period);
  std::ranges::sort(all_notes, {}, &note::angle);
  for (auto const& [angle, text] : all_notes) std::printf("%3d degrees: %s\n", angle, text.c_str());
  std::printf("from 90: %.4f s\n", all_periods.at("from 90"));
}
