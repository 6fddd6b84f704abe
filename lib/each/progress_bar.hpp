// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <dispatch/progress/terminal.hpp>

namespace dlp::detail {

/// "40% 4:6=12s": a share of jobs that have ended, how many, how many not, and the seconds that
/// these will take, by those that have ended since, which `left_out` have not.
[[nodiscard]] auto bar_text(std::uint64_t done, std::uint64_t left_out, std::uint64_t total,
                            std::chrono::duration<double> since) -> std::string;

/// Shows it on stderr: on a terminal in one line, else in a line every three seconds.
class progress_bar {
 public:
  explicit progress_bar(std::uint64_t total);

  /// `left_out` of those that are done were so before.
  void show(std::uint64_t done, std::uint64_t left_out);
  /// What follows is written to stream 1 or 2.
  void clear(int stream);

 private:
  using clock = std::chrono::steady_clock;

  std::uint64_t total_;
  clock::time_point began_ = clock::now();
  clock::time_point due_ = began_;
  std::optional<std::uint64_t> shown_;
  std::optional<rewritten_line> line_;
};

}  // namespace dlp::detail
