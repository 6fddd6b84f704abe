// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/watched_visit.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <dispatch/report/span_text.hpp>

namespace dlp::detail {
namespace {

using clock = std::chrono::steady_clock;
using time_in_seconds = std::chrono::duration<double>;

/// So long after `then`, which may be longer than a clock can say.
auto later(clock::time_point then, double time) -> clock::time_point {
  constexpr auto year = 365.0 * 24 * 3'600;
  return then + std::chrono::ceil<clock::duration>(time_in_seconds(std::min(time, year)));
}

/// "10 min", where it is no second more, and "4 s".
auto short_text(double time) -> std::string {
  auto text = span_text(time);
  if (auto const at = text.find(".0 "); at != std::string::npos) text.erase(at, 2);
  for (auto const* const nothing : {" 00 s", " 00 min"})
    if (text.ends_with(nothing)) text.resize(text.size() - std::string_view(nothing).size());
  return text;
}

}  // namespace

watched_visit::watched_visit(std::string of, double after)
    : of_(std::move(of)), after_(after), next_(after) {}

void watched_visit::begins(index_t index, clock::time_point now) noexcept {
  index_.store(index, std::memory_order_release);
  began_.store(now.time_since_epoch().count(), std::memory_order_release);
}

void watched_visit::pauses(clock::time_point now) noexcept {
  auto const began = began_.load(std::memory_order_relaxed);
  if (began == 0) return;
  constexpr auto alone = std::memory_order_relaxed;  // nobody else writes
  spent_.store(spent_.load(alone) + now.time_since_epoch().count() - began, alone);
  done_.store(done_.load(alone) + 1, alone);
  began_.store(0, alone);  // the next index is written after it
}

auto watched_visit::since() const noexcept -> std::optional<clock::time_point> {
  auto const began = began_.load(std::memory_order_relaxed);
  return began == 0 ? std::nullopt : std::optional(clock::time_point(clock::duration(began)));
}

auto watched_visit::look_at(clock::time_point now) -> look {
  auto const began = began_.load(std::memory_order_acquire);
  auto const index = index_.load(std::memory_order_acquire);
  auto const is_same = began != 0 && began_.load(std::memory_order_relaxed) == began;
  if (!is_same) return {later(now, after_)};
  if (std::exchange(seen_, began) != began) next_ = after_;
  auto const then = clock::time_point(clock::duration(began));
  auto const time = time_in_seconds(now - then).count();
  if (time < next_) return {later(then, next_)};
  while (2 * next_ <= time) next_ *= 2;
  auto line = "has been in index " + std::to_string(index) + " of " + of_ + " for " +
              short_text(std::exchange(next_, 2 * next_));
  if (auto const done = done_.load(std::memory_order_relaxed); done != 0) {
    auto const spent = clock::duration(spent_.load(std::memory_order_relaxed));
    line += "; such examples take " +
            short_text(time_in_seconds(spent).count() / static_cast<double>(done));
  }
  return {later(then, next_), std::move(line)};
}

}  // namespace dlp::detail
