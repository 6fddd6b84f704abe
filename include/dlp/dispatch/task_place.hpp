// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace dlp::detail {

/// Where a task waits in a pool's queue.
struct task_place {
  int priority = 0;
  std::uint64_t number = 0;
};

}  // namespace dlp::detail
