// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// Where the launcher lets the others go on when a rank dies, as srun does without -K, they would
/// wait for it for ever. Each rank has a socket to rank 0 of the world, which the system closes
/// when the process at one end dies; a thread sleeps over it. The first death ends the job.
///
/// Where `liveness` is on, which lets a job outlive a death, this is not.
namespace death_watch {

/// Brings it up. It waits a second at most for ranks to come in, which then go on to try in the
/// background; one that cannot is not watched.
///
/// Collective: every rank of the world. Whoever waits here sleeps.
/// Throws: dlp::error
void begin(bool on_one_machine);

/// From now on the end of a process is no death. To be followed by a barrier.
///
/// Collective: every rank of the world.
void stop() noexcept;

}  // namespace death_watch
}  // namespace dlp::detail
