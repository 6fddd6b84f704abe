// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What a meter shows.
struct standing {
  index_t done = 0;
  std::optional<index_t> total;
  int busy = 0;   ///< ranks that have work
  int ranks = 0;  ///< ranks that compute
  std::size_t failures = 0;
};

/// Whether to show a meter, and under which title.
struct meter_options {
  bool progress = false;
  std::string label = {};
};

/// "label: 120/1000, 12 %, 40.1/s, 22 s left, 7/7 ranks busy" after `seconds` of work.
[[nodiscard]] auto meter_line(std::string_view label, standing const& now, double seconds)
    -> std::string;

/// Shows on stderr how far a loop has come: one line that is written over on a terminal, else a
/// line every few seconds. Only the root of a loop has one. `DLP_PROGRESS=0` turns all of them off.
class meter {
 public:
  /// Where lines go, and whether they can be written over there.
  struct screen {
    std::function<void(std::string_view)> write;
    bool rewrites = false;
  };

  explicit meter(meter_options options);
  meter(meter_options options, screen out);
  meter(meter const&) = delete;
  auto operator=(meter const&) -> meter& = delete;

  /// Closes the line where one is open.
  ~meter();

  [[nodiscard]] auto on() const noexcept -> bool { return on_; }

  /// Shows `now` where it is time to; cheap to call often.
  void show(standing const& now);

  /// Shows the end, time or not.
  void finish(standing const& now);

 private:
  using clock = std::chrono::steady_clock;
  void write(standing const& now);

  bool on_;
  std::string label_;
  screen out_;
  clock::time_point begun_ = clock::now();
  clock::time_point due_;
  std::size_t open_columns_ = 0;
};

}  // namespace dlp::detail
