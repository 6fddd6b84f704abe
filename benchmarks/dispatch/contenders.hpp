// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include "../support/contender.hpp"

namespace benchmark {

// Empty loops over [0, n), by several ranks; each in a file of its name.
[[nodiscard]] auto managed() -> contender;
[[nodiscard]] auto shared() -> contender;
[[nodiscard]] auto raw_blocking() -> contender;
[[nodiscard]] auto raw_yielding() -> contender;
[[nodiscard]] auto openmp() -> contender;

// Empty loops over a vector, again and again until it is n examples, by one rank.
[[nodiscard]] auto vector_bare() -> contender;
[[nodiscard]] auto vector_managed() -> contender;
[[nodiscard]] auto vector_shared() -> contender;

/// The vector: 0, 1, 2, … It fits into a cache.
[[nodiscard]] auto numbers() -> std::vector<dlp::index_t> const&;

}  // namespace benchmark
