// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <comm/trace/trace_budget.hpp>
#include <comm/trace/trace_part.hpp>

namespace dlp::detail {

/// What one rank does when, as events of the trace event format: a process for each rank, in it a
/// row for each thread. Points of time are microseconds since the year 2026 began, by the clock of
/// the host, with which its steady clock is compared once. Threads may draw at once. In the child
/// of a rank nothing happens: the file is its parent's, and so is what another thread held at the
/// fork.
class timeline {
 public:
  using clock = std::chrono::steady_clock;
  using time_point = clock::time_point;

  /// Times are drawn in steps of this. A viewer reckons in floating point, and in it the sum of
  /// such numbers is exact, so that what ends and what begins then do not overlap.
  static constexpr auto tick = std::chrono::nanoseconds(125);

  /// Less than any clock is behind another.
  static constexpr auto no_least = std::chrono::nanoseconds::min() / 2;

  /// Throws: std::system_error where the file cannot be made.
  timeline(std::filesystem::path const& part, int rank, std::string_view host);

  /// Something that lasted. A `name` of whatever bytes is drawn as printable_text. `arguments`: the
  /// members of a JSON object.
  void span(std::string_view kind, std::string_view name, time_point from, time_point to,
            std::string_view arguments = {});

  /// The same, where it may be too short to be drawn; then it is counted.
  void span_if_allowed(std::string_view kind, std::string_view name, time_point from,
                       time_point to);

  /// Something that happened; it is counted where too much does.
  void instant(std::string_view kind, std::string_view name);

  /// An arrow begins, or ends, in the innermost span that is drawn at this time; where one span
  /// ends and the next begins, viewers take the one or the other. `id` is that of the arrow.
  void arrow_leaves(std::uint64_t id, time_point at) { arrow('s', id, at); }
  void arrow_comes(std::uint64_t id, time_point at) { arrow('f', id, at); }

  /// What is at least, and at most, to be added to times of a host so that they are times of this
  /// one, as steady clocks go. It is written where it says more than what was written before.
  void clock_of(std::string_view host, std::chrono::nanoseconds least,
                std::chrono::nanoseconds most);

  /// See trace_budget.
  [[nodiscard]] auto grain() const -> clock::duration;
  [[nodiscard]] auto allows_short(time_point now) -> bool;

  /// What is drawn goes to the file. Where another thread is drawing, nothing happens.
  void flush() noexcept;

  /// The same, and what is drawn from now on goes nowhere.
  void end() noexcept;

 private:
  struct clock_bounds {
    std::chrono::nanoseconds least;
    std::chrono::nanoseconds most;
  };

  void begin_event(char phase, time_point at);
  void end_event(time_point now);
  void arrow(char phase, std::uint64_t id, time_point at);
  void add_event(char phase, std::string_view kind, std::string_view name, time_point at);
  void say_grain(time_point now);

  mutable std::mutex mutex_;
  trace_part part_;
  trace_budget budget_;
  std::string rank_;
  std::chrono::nanoseconds shift_;  // from the steady clock to that of the file, in ticks
  std::uint64_t left_out_ = 0;      // too short, so far
  std::map<std::string, clock_bounds, std::less<>> clocks_;  // of other hosts, as they were told
};

}  // namespace dlp::detail
