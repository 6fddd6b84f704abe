// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/core_time.hpp>

#include <fstream>

namespace dlp::detail {

/// The second number of the file, in nanoseconds; the first is what the thread has run.
auto seconds_without_core() -> double {
  auto used = 0.0;
  auto queued = 0.0;
  auto file = std::ifstream("/proc/thread-self/schedstat");
  return file >> used >> queued ? queued * 1e-9 : 0;
}

}  // namespace dlp::detail
