// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// From now on `tell_launcher` has a line to MPICH's mpiexec, where that started this process, and
/// a death ends the job.
void find_launcher_line() noexcept;

/// Has mpiexec end the job with this code, as MPI_Abort does, and returns: this process is about to
/// end. mpiexec itself may take a death for a good end (mpich.hpp). With a code of 0, in a
/// child, once MPI is down, or without a line it does nothing. A signal handler may call it.
void tell_launcher(int code) noexcept;

/// Has mpiexec take the end of this process for a good one, though it does not call MPI_Finalize;
/// false where that is not to be had: it has no line, or mpiexec does not answer.
[[nodiscard]] auto takes_leave_of_launcher() noexcept -> bool;

/// Whether the death of this process by a signal leaves a file, or a program reads its memory: who
/// tells the launcher has that cut off.
[[nodiscard]] auto leaves_core() noexcept -> bool;

}  // namespace dlp::detail
