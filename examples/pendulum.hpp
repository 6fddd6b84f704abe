// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the examples compute: how long a pendulum of 1 m takes to swing to and fro. The higher it is
// let go, the longer it takes, and the longer takes the program too: examples of uneven cost.

#include <cmath>
#include <numbers>

struct swing {
  int angle = 0;      // where it is let go, in degrees; 180 is upside down
  double period = 0;  // in seconds
  long steps = 0;     // of the integration
};

// By leapfrog until it hangs straight down, which is a quarter of its way.
inline auto swing_at(double gravity, double degrees) -> swing {
  constexpr auto step = 1e-5;
  auto angle = degrees * std::numbers::pi / 180;
  auto speed = -step / 2 * gravity * std::sin(angle);
  auto steps = 0L;
  for (; angle > 0; ++steps) {
    angle += step * speed;
    speed -= step * gravity * std::sin(angle);
  }
  auto const quarter = static_cast<double>(steps) * step - angle / speed;
  return {static_cast<int>(std::lround(degrees)), 4 * quarter, steps};
}

inline constexpr auto earth = 9.81;
inline constexpr auto moon = 1.62;

inline auto swing_from(int degrees) -> swing { return swing_at(earth, degrees); }
