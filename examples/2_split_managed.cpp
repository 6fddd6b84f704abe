// SPDX-License-Identifier: BSL-1.0
//
// The loop of 1_serial.cpp, split over the ranks. A manager hands the angles out, one at a time, to
// whoever is free: only their indices travel, since every rank has the vector.
#include <cstdio>
#include <vector>

#include <dlp.hpp>

#include "pendulum.hpp"

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const angles = std::vector{10, 30, 60, 90, 120, 150, 170, 179};

  auto periods = dlp::gathered_map<int, double>();
  for (auto const& angle : dlp::split_managed(angles)) {
    periods[angle] = swing_from(angle).period;
  }

  // What was gathered is on the root, and empty elsewhere: only the root prints.
  for (auto const& [angle, period] : periods.gather()) {
    std::printf("%3d degrees: %.4f s\n", angle, period);
  }
}
