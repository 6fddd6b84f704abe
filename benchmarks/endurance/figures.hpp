// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <dlp/core/index_range.hpp>

namespace benchmark {

/// By rank: what its memory grows by, in kB, in the last nine tenths of so many calls of one pool.
/// Collective: every rank. Throws: wrong_visits.
[[nodiscard]] auto growth_in_calls(dlp::index_t calls) -> std::vector<long>;

/// By rank: what it takes of a core while a pool is open and has nothing to do; and while the root
/// waits for a call that sleeps. 1 is all of it.
/// Collective: every rank.
[[nodiscard]] auto cores_taken_by_open_pool(double seconds) -> std::vector<double>;
[[nodiscard]] auto cores_taken_by_long_call(double seconds) -> std::vector<double>;

/// On the root: how long a result is under way at most, in seconds, of 396 calls that take no time
/// among 4 that take so long.
/// Collective: every rank.
[[nodiscard]] auto latest_result(double seconds_of_long_call) -> double;

}  // namespace benchmark
