// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../support/contender.hpp"

namespace benchmark {

// Empty calls with the numbers [0, n) as arguments; each in a file of its name.
[[nodiscard]] auto submit_get() -> contender;  // waits for each before it submits the next
[[nodiscard]] auto burst() -> contender;       // submits all, and then waits for all
[[nodiscard]] auto pool_map() -> contender;
[[nodiscard]] auto tree() -> contender;  // items that make two items each

// An empty loop over [0, n), to compare with.
[[nodiscard]] auto loop_map() -> contender;

}  // namespace benchmark
