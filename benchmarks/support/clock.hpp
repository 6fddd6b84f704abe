// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace benchmark {

/// Seconds on the clock that all processes of a node share.
[[nodiscard]] auto now() -> double;

/// Seconds that this thread has had a core.
[[nodiscard]] auto cpu_time() -> double;

/// The same of all threads of this process.
[[nodiscard]] auto cpu_time_of_process() -> double;

/// Sleeps until `now()` is `moment`, and no longer than the kernel can help. Only this sleep is
/// precise: a rank that waits in the library sleeps as it would in any program.
void sleep_until(double moment);

/// All ranks together: the moment at which they begin, on this rank's `now()`.
///
/// On one node it is the same moment for all, and every rank sleeps until then; on several nodes
/// it is the moment at which this rank left a barrier.
/// Collective: every rank.
[[nodiscard]] auto start_together() -> double;

/// A barrier in which a rank has its core for some 10 us each 2 ms: whoever computes meanwhile has
/// the machine for himself, however the library waits.
/// Collective: every rank.
void meet_asleep();

}  // namespace benchmark
