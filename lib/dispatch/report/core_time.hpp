// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// How this thread has got its core so far, in seconds.
struct core_time {
  double used = 0;
  double queued = 0;  ///< it could have run, and others had the core; 0 where Linux does not say
};

[[nodiscard]] auto core_time_now() -> core_time;

}  // namespace dlp::detail
