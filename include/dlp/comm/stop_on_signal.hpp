// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <chrono>

namespace dlp {

/// What `stop_on_signal` goes by besides signals.
struct stop_on_signal_options {
  /// So long before the end of a job of Slurm that tells it, in `SLURM_JOB_END_TIME`: what runs
  /// then is to end by itself in this time.
  std::chrono::duration<double> before_end = std::chrono::minutes(1);
};

/// From now on SIGTERM, SIGINT and SIGUSR1, and the approaching end of a job of Slurm, stop loops
/// instead of the program: nothing more is handed out, examples that run end, what has come is
/// kept in the journal, and every rank throws `dlp::stopped`; so does each loop that begins later.
/// A pool, whose root or whose worker gets one, cancels what has not been done.
/// What the body of a `for_each` or a map throws after such a signal on its rank is no failure of
/// its example, which has not been done: children of the body may have been ended by the same
/// signal. Loops with a `feeder` do not do so.
/// A second SIGINT or SIGTERM, half a second after the first of its kind or later, ends the program
/// at once. Under `dlp-run`, but not under srun, SIGUSR1 stops nothing: mpiexec says by it that a
/// rank died.
///
/// Parallel: a thread of its own waits for signals. Communicates: nothing.
/// Collective: every rank that may get a signal calls it, once, before its loops.
void stop_on_signal(stop_on_signal_options const& options = {});

}  // namespace dlp
