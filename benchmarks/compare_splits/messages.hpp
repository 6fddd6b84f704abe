// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace benchmark {

/// How many messages this process has sent, by any thread: two-sided ones, and one-sided operations
/// on another rank's memory. A collective call is not counted.
[[nodiscard]] auto messages_sent() -> std::int64_t;

}  // namespace benchmark
