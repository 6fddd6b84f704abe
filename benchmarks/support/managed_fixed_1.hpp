// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "contender.hpp"

namespace benchmark {

/// An empty loop over [0, n) whose indices travel one by one.
[[nodiscard]] auto managed_fixed_1() -> contender;

}  // namespace benchmark
