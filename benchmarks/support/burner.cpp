// SPDX-License-Identifier: BSL-1.0
#include "burner.hpp"

#include <algorithm>
#include <cstdint>

#include <dlp.hpp>

#include "clock.hpp"

namespace benchmark {
namespace {

void burn(std::uint64_t steps) {
  auto x = std::uint64_t{88172645463325252};
  for (; steps != 0; --steps) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  asm volatile("" : : "r"(x));
}

/// The best of many short tries: whatever else runs on the machine only takes away.
auto steps_per_second() -> double {
  constexpr auto steps = std::uint64_t{1'000'000};
  auto best = 0.0;
  for (auto tries = 0; tries != 100; ++tries) {
    auto const begin = cpu_time();
    burn(steps);
    best = std::max(best, static_cast<double>(steps) / (cpu_time() - begin));
  }
  return best;
}

}  // namespace

void burner::operator()(double seconds) const {
  burn(static_cast<std::uint64_t>(seconds * steps_per_second_));
}

auto calibrated_burner() -> burner {
  auto speed = 0.0;
  if (dlp::is_root()) speed = steps_per_second();
  meet_asleep();
  dlp::broadcast(speed);
  return burner(speed);
}

}  // namespace benchmark
