// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/core_time.hpp>

#include <fstream>

namespace dlp::detail {

/// The first two numbers of the file are nanoseconds.
auto core_time_now() -> core_time {
  auto time = core_time();
  auto file = std::ifstream("/proc/thread-self/schedstat");
  if (!(file >> time.used >> time.queued)) return {};
  return {time.used * 1e-9, time.queued * 1e-9};
}

}  // namespace dlp::detail
