// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include <dispatch/pool/task_chunk.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/dispatch/kept_values.hpp>
#include <dlp/dispatch/task_listener.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp::detail {

struct task {
  bytes frame;
  std::shared_ptr<task_listener> to;
  index_t tag = failure::no_index;  // of a series: which one
  std::stop_token stop = {};        // cancels it while it waits
  kept_tokens uses = {};            // values that have to be where it is done
  std::shared_ptr<task_batch> of = {};
};

/// Tasks that wait to be handed out: those of the highest priority first, and of one priority those
/// that came first.
class task_queue {
 public:
  auto push(task one, int priority) -> task_place;
  void push(std::shared_ptr<task_series> many, schedule const& rule, int priority);

  /// Takes one out that was pushed alone; none where it has gone.
  auto take_out(task_place where) -> std::optional<task>;

  /// The batch of the task that goes next; null where none can go now.
  [[nodiscard]] auto front() -> task_batch*;

  /// The next task of a batch that is at the front; none where it cannot be made, or there is none.
  [[nodiscard]] auto pop(task_batch const& from) -> std::optional<task>;

  /// The next tasks of one batch, at most so many, to the one by which they reach so many bytes;
  /// none where none can go now.
  [[nodiscard]] auto take(index_t most, std::size_t most_bytes) -> task_chunk;

  /// Takes out what has ended by itself: tasks that were stopped, and series that are over. Whether
  /// there were any.
  auto take_out_ended() -> bool;

  /// Whether nothing waits, nor will come of a series.
  [[nodiscard]] auto empty() -> bool;

  /// From now on, or no more, nothing is called that belongs to the program: series and those that
  /// were stopped wait.
  void call_nobody(bool is) noexcept { calls_nobody_ = is; }
  [[nodiscard]] auto calls_nobody() const noexcept -> bool { return calls_nobody_; }

  /// No series waits any more for who takes its results.
  void hurry() noexcept;

  /// How many of those that wait were pushed alone.
  [[nodiscard]] auto alone() const noexcept -> index_t { return alone_; }

  /// All that wait will not be done: their listeners hear why.
  void drop_all(std::exception_ptr const& why);

 private:
  /// Called in the thread that requests the stop.
  struct note_stop {
    std::atomic<bool>* has_stopped;
    void operator()() const noexcept { *has_stopped = true; }
  };
  struct entry {
    std::uint64_t number;
    task one;  // without a listener where it was taken out; of a series, without a frame
    std::unique_ptr<std::stop_callback<note_stop>> on_stop = {};
  };
  using entries = std::deque<entry>;

  [[nodiscard]] auto look_at(entry& what) -> task_series::readiness;

  /// The first entry that can go, with those removed that are gone or over.
  [[nodiscard]] auto find() -> std::pair<entries*, entries::iterator>;

  auto take_at(entries& line, entries::iterator at) -> task;

  std::atomic<bool> has_stopped_ = false;             // a stop of some that wait was requested
  std::map<int, entries, std::greater<>> lines_;      // by priority
  std::vector<std::shared_ptr<task_series>> series_;  // those in lines_ that are not over
  std::shared_ptr<task_batch> singles_ = std::make_shared<task_batch>();
  std::uint64_t pushed_ = 0;
  index_t alone_ = 0;
  bool calls_nobody_ = false;
};

}  // namespace dlp::detail
