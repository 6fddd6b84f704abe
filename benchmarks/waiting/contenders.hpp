// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>

#include "../support/contender.hpp"

namespace benchmark {

/// What every example computes.
using work = std::function<void()>;

// Loops over [0, n) that do `body` for each index; each in a file of its name.
[[nodiscard]] auto managed(work body) -> contender;
[[nodiscard]] auto shared(work body) -> contender;
[[nodiscard]] auto raw_blocking(work body) -> contender;
[[nodiscard]] auto openmp(work body) -> contender;

}  // namespace benchmark
