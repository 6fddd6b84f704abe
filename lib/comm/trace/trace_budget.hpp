// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>

namespace dlp::detail {

/// How much a rank may draw, so that its file stays small however long it runs: what is shorter
/// than a grain is drawn together with its neighbours, or only now and then. The grain doubles with
/// the events that are written, up to an hour.
class trace_budget {
 public:
  using clock = std::chrono::steady_clock;

  [[nodiscard]] auto grain() const noexcept -> clock::duration { return grain_; }

  /// Whether something that is short may be drawn now by itself: so many at once, and one for each
  /// grain that has passed.
  [[nodiscard]] auto allows_short(clock::time_point now) noexcept -> bool;

  /// One more event is written. Whether the grain has become longer by that.
  auto count() noexcept -> bool;

 private:
  static constexpr auto at_first = std::uint64_t{1} << 16;
  static constexpr auto for_each_grain = std::uint64_t{1} << 13;
  static constexpr auto most_at_once = std::int64_t{1024};
  static constexpr auto longest_grain = std::chrono::hours(1);

  clock::duration grain_ = std::chrono::microseconds(100);
  std::uint64_t left_ = at_first;  // until it doubles
  std::int64_t spare_ = most_at_once;
  clock::time_point filled_ = {};  // so far the time has been turned into what is spare
};

}  // namespace dlp::detail
