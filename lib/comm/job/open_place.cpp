// SPDX-License-Identifier: BSL-1.0
//
// What is called in a signal's handler takes no memory, and waits for no lock that the thread may
// hold which the signal interrupts.
#include <comm/job/open_place.hpp>

#include <atomic>
#include <csignal>
#include <optional>

#include <pthread.h>

#include <comm/job/alternate_stack.hpp>
#include <comm/job/child_process.hpp>

namespace dlp::detail {

auto this_thread() noexcept -> std::uintptr_t {
  return reinterpret_cast<std::uintptr_t>(::pthread_self());
}

/// Those that are open, the latest first.
struct open_places {
  static void open(open_place& one) noexcept {
    auto const held = lock();
    one.outer_ = latest.load(std::memory_order_relaxed);
    latest.store(&one, std::memory_order_release);
  }

  static void close(open_place& one) noexcept {
    auto const held = lock();
    auto* const first = latest.load(std::memory_order_relaxed);
    if (first == &one) return latest.store(one.outer_, std::memory_order_release);
    for (auto* at = first; at; at = at->outer_) {
      if (at->outer_ == &one) at->outer_ = one.outer_;
    }
  }

  static auto of_crash() noexcept -> open_place const* {
    auto const* any = static_cast<open_place const*>(nullptr);
    auto left = 100;  // other threads may be at it
    for (auto* at = latest.load(std::memory_order_acquire); at && left != 0;
         at = at->outer_, --left) {
      if (!at->is_loop()) continue;
      if (at->thread_ == this_thread()) return at;
      if (!any) any = at;
    }
    return any;
  }

  /// Shows `see` all, the latest first.
  static void look(auto see) noexcept {
    auto const held = lock();
    show(see);
  }

  /// The same, and what is to be done before any can close, unless somebody is at it for longer
  /// than a moment: that may be the thread that is interrupted. Whether it has.
  static auto look_in_handler(auto see, auto then) noexcept -> bool {
    constexpr auto moment = 100'000;
    for (auto tries = moment; taken.test_and_set(std::memory_order_acquire); --tries) {
      if (tries == 0) return false;
    }
    show(see);
    then();
    taken.clear(std::memory_order_release);
    return true;
  }

 private:
  struct lock {
    lock() noexcept {
      while (taken.test_and_set(std::memory_order_acquire)) {
      }
    }
    ~lock() { taken.clear(std::memory_order_release); }
  };

  static void show(auto& see) noexcept {
    for (auto* at = latest.load(std::memory_order_relaxed); at; at = at->outer_) see(*at);
  }

  static inline auto taken = std::atomic_flag();
  static inline std::atomic<open_place*> latest = nullptr;
};

open_place::open_place(char const* name, std::source_location where, void const* loop,
                       index_reader reads_index, moment_reader reads_moment) noexcept
    : name_(name),
      where_(where),
      loop_(loop),
      index_(reads_index),
      moment_(reads_moment),
      thread_(this_thread()) {
  try {
    give_this_thread_an_alternate_stack();
  } catch (...) {  // without one an overflow is silent
  }
  open_places::open(*this);
}

void open_place::close() noexcept {
  if (!open_) return;
  open_ = false;
  if (!is_child()) open_places::close(*this);  // another thread of its parent's may hold the list
}

auto open_place::now() const noexcept -> loop_moment {
  auto now = loop_moment();
  if (moment_) {
    now = moment_(loop_);
  } else if (is_loop()) {
    now.index = index();
  } else {
    now = {.what = activity::calling, .is_exact = true};
  }
  if (!now.since) now.since = opened_;
  return now;
}

auto operator<<(signal_line& said, open_place const& one) noexcept -> signal_line& {
  auto const name = std::string_view(one.name_);
  said << name.substr(0, one.is_loop() ? name.find_first_of(" ,") : name.rfind(", root "));
  if (one.where_.line() == 0) return said;
  auto const path = std::string_view(one.where_.file_name());
  return said << " at " << path.substr(path.rfind('/') + 1) << ":"
              << std::uint64_t{one.where_.line()};
}

void append_index(signal_line& said, index_t index, open_place const& place) noexcept {
  if (index != failure::no_index) said << "index " << index << " of ";
  said << place;
}

auto place_of_crash() noexcept -> open_place const* { return open_places::of_crash(); }

namespace {

void append_count(signal_line& said, loop_moment const& now) {
  if (!now.done) return;
  said << ", " << *now.done;
  if (now.total) said << " of " << *now.total;
  said << " done";
}

void append_time(signal_line& said, loop_moment const& now) {
  auto const time = std::chrono::steady_clock::now() - *now.since;
  auto const seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  said << " for ";
  append_duration(said, seconds < 0 ? 0 : static_cast<std::uint64_t>(seconds));
  if (!now.is_exact) said << " at most";
}

void append_place(signal_line& said, open_place const& place) {
  auto const now = place.now();
  switch (now.what) {
    case activity::body:
    case activity::calling:
      append_index(said << "in ", now.index, place);
      return append_time(said, now);
    case activity::result:
      append_index(said << "at the result of ", now.index, place);
      return append_count(said, now);
    case activity::waiting:
      return append_time(said << "waits for work in " << place, now);
    case activity::serving:
      return append_count(said << "hands out in " << place, now);
    case activity::holding:
      return append_count(said << "in no call, has open " << place, now);
  }
}

}  // namespace

auto where_this_thread_is(int signal) noexcept -> said_where {
  auto said = said_where();
  auto other = std::optional<std::uintptr_t>();
  auto const see = [&](open_place const& one) {
    if (one.thread() != this_thread()) {
      if (!other) other = one.thread();
      return;
    }
    if (!said.text.text().empty()) said.text << ", ";
    append_place(said.text, one);
  };
  auto const hand_on = [&] {  // that thread lives, as long as its place is open
    if (!other || !said.text.text().empty()) return;
    said.is_handed_on = ::pthread_kill(reinterpret_cast<pthread_t>(*other), signal) == 0;
  };
  if (!open_places::look_in_handler(see, hand_on)) {
    said.text << "at the beginning or the end of a loop";
  }
  return said;
}

auto open_loops() -> std::string {
  auto said = signal_line();
  open_places::look([&](open_place const& one) {
    if (one.thread() != this_thread() || !one.is_loop()) return;
    if (!said.text().empty()) said << ", in ";
    append_index(said, one.index(), one);
  });
  return std::string(said.text());
}

}  // namespace dlp::detail
