// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>

#include "../support/contender.hpp"

namespace benchmark {

// Empty calls with the numbers [0, n) as arguments; each in a file of its name.
[[nodiscard]] auto submit_get() -> contender;  // waits for each before it submits the next
[[nodiscard]] auto burst() -> contender;       // submits all, and then waits for all
[[nodiscard]] auto tree() -> contender;        // items that make two items each

/// What a call does beside being counted; empty for nothing.
using work = std::function<void()>;

// Calls with the numbers [0, n) as arguments, by a pool and by the loop to compare it with.
[[nodiscard]] auto pool_map(work const& body = {}) -> contender;
[[nodiscard]] auto loop_map(work const& body = {}) -> contender;

}  // namespace benchmark
