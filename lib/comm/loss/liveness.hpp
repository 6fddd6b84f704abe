// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <comm/loss/lost_ranks.hpp>

namespace dlp::detail {

/// The instant way to know of a death: each rank has a socket to rank 0 of the world, which the
/// system closes when the process at one end dies, however that comes. A thread sleeps over the
/// sockets, notes in `lost_ranks::known()` who is lost, and tells the others. The death of rank 0
/// ends the job.
///
/// Without it (it is on where `dlp-run` started the job) nobody hears of a death.
namespace liveness {

/// Brings it up. The sockets are bound to the machine itself where all ranks are on one; a stranger
/// does not know what to say to them.
///
/// Collective: every rank of the world. Whoever waits here sleeps.
/// Throws: dlp::error on every rank, where one cannot reach rank 0.
void begin();

/// Whether it is up.
[[nodiscard]] auto is_on() noexcept -> bool;

/// Notes it, and tells the other ranks, where there is a way.
void note(int rank, condition how);

/// From now on a socket that closes is no death. To be followed by a barrier.
///
/// Collective: every rank of the world.
void stop() noexcept;

/// The very last of a process, which ends with this code. Returns when all ranks that live have
/// come here: on rank 0 with all codes in one, as mpiexec makes it.
///
/// Collective: every rank of the world that lives. Whoever waits here sleeps.
[[nodiscard]] auto wait_for_all(int code) -> int;

}  // namespace liveness
}  // namespace dlp::detail
