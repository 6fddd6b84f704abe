// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>

#include <comm/trace/timeline.hpp>

namespace dlp::detail {

/// Whether this process draws a timeline, as `mark.hpp` declares it for programs.
extern std::atomic<bool> is_traced;

/// The timeline of this process, which begins with the first question once MPI is up; null where
/// it does not draw, in the child of a rank, and where the file of this rank cannot be made, of
/// which a line on stderr says so. It lives to the end of the process.
[[nodiscard]] auto timeline_here() noexcept -> timeline*;

/// What this process has drawn goes to its file.
void flush_trace() noexcept;

/// It draws nothing more, and its file is complete.
void end_trace_here() noexcept;

/// On rank 0 of the world, when all ranks have said that: the files of all become the one that
/// `DLP_TRACE` names. Ranks whose files are not here are named in a line on stderr. At the end of
/// another environment of the process nothing happens.
void merge_trace_of_job() noexcept;

}  // namespace dlp::detail
