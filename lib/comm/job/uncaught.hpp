// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// From now on an exception that nobody catches, on any rank and in any thread, ends the job with
/// its type and text. Where every rank throws the same error, one rank speaks for all.
void end_job_on_uncaught_exceptions() noexcept;

}  // namespace dlp::detail
