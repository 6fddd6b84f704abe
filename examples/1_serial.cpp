// SPDX-License-Identifier: BSL-1.0
//
// How long does a pendulum take to swing to and fro, by the angle it is let go at? A loop as any
// program has one; the next example runs it on many cores.
#include <cstdio>
#include <map>
#include <vector>

#include "pendulum.hpp"

int main() {
  auto const angles = std::vector{10, 30, 60, 90, 120, 150, 170, 179};

  auto periods = std::map<int, double>();
  for (auto const& angle : angles) {
    periods[angle] = swing_from(angle).period;
  }

  for (auto const& [angle, period] : periods) {
    std::printf("%3d degrees: %.4f s\n", angle, period);
  }
}
