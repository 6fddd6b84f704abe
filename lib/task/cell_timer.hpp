// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace dlp::detail {

/// Stops a cell that takes longer than it may, by its stop token. It is up to the body to look at
/// that; a thread of its own looks at the clock.
class cell_timer {
 public:
  explicit cell_timer(std::chrono::duration<double> limit)
      : limit_(std::chrono::ceil<clock::duration>(std::min(limit, longest))) {}
  cell_timer(cell_timer const&) = delete;
  auto operator=(cell_timer const&) -> cell_timer& = delete;

  /// A cell begins, and the one before has ended. Its token.
  [[nodiscard]] auto begin() -> std::stop_token;

 private:
  using clock = std::chrono::steady_clock;
  static constexpr auto longest = std::chrono::duration<double>(1e9);  // 30 years

  void watch(std::stop_token const& ended);

  clock::duration limit_;
  std::mutex in_use_;
  std::condition_variable_any changed_;
  std::stop_source cell_;
  std::optional<clock::time_point> until_;  // none where the cell has been stopped
  std::jthread watching_{[this](std::stop_token const& ended) { watch(ended); }};
};

}  // namespace dlp::detail
