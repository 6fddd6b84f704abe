// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/watchdog.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include <comm/call/statement.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/service_thread.hpp>
#include <core/say_line.hpp>
#include <dispatch/progress/terminal.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

using clock = std::chrono::steady_clock;

}  // namespace

/// It begins with the first loop that is watched, and sleeps until something may be to say. It
/// lives as long as the process: exit() may come in the middle of a loop.
class watching_thread {
 public:
  static auto of_process() -> watching_thread& {
    static auto& only = *new watching_thread();
    return only;
  }

  void add(watchdog* loop) {
    auto const lock = std::scoped_lock(in_use_);
    if (!has_begun_) thread_.wake();  // which throws where there is no thread to be had
    has_begun_ = true;
    loops_.push_back(loop);
    if (loop->visit_.look_at(clock::now()).next < wakes_) changed_.notify_one();
  }

  /// When it returns nobody looks at the loop.
  void remove(watchdog* loop) {
    auto const lock = std::scoped_lock(in_use_);
    std::erase(loops_, loop);
  }

 private:
  watching_thread() = default;

  [[noreturn]] void watch() {
    auto lock = std::unique_lock(in_use_);
    while (true) {
      auto const lines = look();
      if (!lines.empty()) {
        lock.unlock();  // who writes may have to wait
        for (auto const& line : lines) {
          clear_rewritten_lines();
          say_line(line);
        }
        lock.lock();
      } else if (wakes_ == clock::time_point::max()) {
        changed_.wait(lock);
      } else {
        changed_.wait_until(lock, wakes_);
      }
    }
  }

  /// What is to be said.
  [[nodiscard]] auto look() -> std::vector<std::string> {
    auto lines = std::vector<std::string>();
    auto const now = clock::now();
    wakes_ = clock::time_point::max();
    for (auto* const loop : loops_) {
      auto const seen = loop->visit_.look_at(now);
      wakes_ = std::min(wakes_, seen.next);
      if (!seen.line.empty()) lines.push_back(loop->rank_ + seen.line);
    }
    return lines;
  }

  std::mutex in_use_;
  std::condition_variable changed_;
  std::vector<watchdog*> loops_;
  clock::time_point wakes_ = clock::time_point::max();
  bool has_begun_ = false;
  service_thread thread_{"the thread that watches loops", [this] { watch(); }};
};

watchdog::watchdog(std::string_view name, std::source_location where, double after)
    : visit_(named_at(name, where), after),
      rank_("dlp: rank " + std::to_string(static_cast<int>(communicator().rank())) + " (" +
            host_name() + ") ") {
  if (!is_child()) watching_thread::of_process().add(this);
}

watchdog::~watchdog() {
  if (!is_child()) watching_thread::of_process().remove(this);
}

}  // namespace dlp::detail
