// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

#include <dlp/core/error.hpp>

namespace dlp {

/// A map of a pool, or who waits for some of its calls, has waited until the deadline.
class timed_out : public error {
 public:
  using error::error;
};

/// Until when something is waited for: for a duration from now on, until a point of time, or for
/// as long as it takes. However long a duration is, it does not overflow.
class deadline {
 public:
  /// None: for as long as it takes.
  deadline() noexcept = default;
  /// So long from now on; 0 looks once and does not wait.
  template <class Rep, class Period>
  deadline(std::chrono::duration<Rep, Period> time) : at_(after(time)) {}
  /// Until then, by whatever clock.
  template <class Clock, class Duration>
  deadline(std::chrono::time_point<Clock, Duration> when)
      : at_(after(seconds(when.time_since_epoch()) - Clock::now().time_since_epoch())) {}

  /// Whether there is none.
  [[nodiscard]] auto is_never() const noexcept -> bool { return !at_; }
  /// Whether it is past.
  [[nodiscard]] auto is_over() const noexcept -> bool { return at_ && clock::now() >= *at_; }
  /// When it is, where there is one.
  [[nodiscard]] auto when() const noexcept { return at_; }

 private:
  using clock = std::chrono::steady_clock;
  using seconds = std::chrono::duration<double>;

  static auto after(seconds time) -> std::optional<clock::time_point> {
    constexpr auto century = seconds(36'525.0 * 24 * 3600);
    if (time >= century) return std::nullopt;
    return clock::now() + std::chrono::ceil<clock::duration>(std::max(time, seconds(0)));
  }

  std::optional<clock::time_point> at_;
};

}  // namespace dlp
