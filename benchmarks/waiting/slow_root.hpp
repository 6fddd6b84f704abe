// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <dlp/core/index_range.hpp>

namespace benchmark {

/// A `map_unordered` whose root takes a millisecond for each result, and whose workers sleep for as
/// many milliseconds for each example as there are ranks: what part of the time each worker is
/// without one. Collective: every rank; the root has the result.
[[nodiscard]] auto idle_workers(dlp::index_t examples_per_worker) -> std::vector<double>;

/// A `map_unordered` over so many examples with results of 1 kB, of whose first 300 the root takes
/// 10 ms for each: by how many kB its memory grows, at the most.
/// Collective: every rank; the root has the result.
[[nodiscard]] auto growth_of_the_root(dlp::index_t examples) -> long;

}  // namespace benchmark
