// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace dlp::detail {

/// How a rank waits: a few free polls, then it yields its core, then it sleeps, the longer the more
/// it has waited, up to a cap; traffic starts it over.
///
/// MPI's own blocking calls spin. Where ranks outnumber cores that takes whole time slices from
/// the ranks that compute, so the library never blocks in MPI and all of it waits here.
/// Threads may share one: they wait as one does.
class backoff {
 public:
  /// `crowded`: this node has more ranks than cores, so that even a free poll is somebody's time.
  explicit backoff(bool crowded) noexcept : crowded_(crowded) {}

  /// Call it after each poll that found nothing.
  void pause() noexcept;

  /// Call it when a poll found something.
  void reset() noexcept {
    polls_.store(0, std::memory_order_relaxed);
    due_.store({}, std::memory_order_relaxed);
  }

  /// Nothing is likely to come for so long: where ranks outnumber cores it sleeps at once then.
  void expect_nothing_for(std::chrono::microseconds due) noexcept {
    due_.store(due, std::memory_order_relaxed);
  }

 private:
  bool crowded_;
  std::atomic<std::uint64_t> polls_ = 0;
  std::atomic<std::chrono::microseconds> waited_ = {};
  std::atomic<std::chrono::microseconds> due_ = {};
};

/// Whether this node runs more ranks than it has cores, as far as the launcher says; `ranks` is
/// taken where it says nothing.
[[nodiscard]] auto more_ranks_than_cores(int ranks) noexcept -> bool;

}  // namespace dlp::detail
