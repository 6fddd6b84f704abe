// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace dlp::detail {

/// Ends the whole job: one line on stderr with this process's rank and host in front, a moment for
/// the launcher to carry it, and MPI_Abort with a code that mpiexec does not turn into 0.
[[noreturn]] void end_job(std::string_view why) noexcept;

/// MPI_Abort. Where mpiexec is not reached, as over a cable that has been cut, MPI would wait for
/// its answer for ever: then only this process ends, after 5 s.
void abort_job(int code) noexcept;

/// From now on last words know this rank, MPI or not: call it while MPI is up, or not yet.
void learn_rank() noexcept;

/// Waits where this rank has an error that others have as well: rank 0 speaks for all, and only
/// after a rank that knows more. Where it does not, rank 1 does.
void let_another_speak_first() noexcept;

}  // namespace dlp::detail
