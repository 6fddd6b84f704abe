// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <mutex>

namespace dlp::detail {

/// A lock that the program's thread shares with one that helps it. A mutex goes to whoever is
/// awake, which is who has had it just now; here the helper waits while the program wants it. Who
/// has it may take it again.
class program_first_mutex {
 public:
  using lock = std::unique_lock<std::recursive_mutex>;

  [[nodiscard]] auto for_program() -> lock {
    is_wanted_ = true;
    auto got = lock(mutex_);
    is_wanted_ = false;
    is_wanted_.notify_one();
    return got;
  }

  [[nodiscard]] auto for_helper() -> lock {
    is_wanted_.wait(true);
    return lock(mutex_);
  }

 private:
  std::recursive_mutex mutex_;
  std::atomic<bool> is_wanted_ = false;
};

}  // namespace dlp::detail
