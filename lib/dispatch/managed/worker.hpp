// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include <comm/call/call.hpp>
#include <comm/job/interruption.hpp>
#include <comm/job/open_place.hpp>
#include <dispatch/ledger/outcome.hpp>
#include <dispatch/pace/poll_interval.hpp>
#include <dispatch/report/visit_log.hpp>
#include <dispatch/trace/loop_drawing.hpp>
#include <dlp/dispatch/kept_values.hpp>
#include <dlp/dispatch/on_error.hpp>
#include <dlp/dispatch/recorder.hpp>

namespace dlp::detail {

/// A worker's part in a managed loop: it asks for indices and reports what became of them.
///
/// Communicates: one hello, then one message with the results for each chunk, to the root.
class worker {
 public:
  /// Says hello to the manager; and, of a range without a size where it has looked, whether that is
  /// empty here. It may never come to walk it. `steps_singly`: `next()` gives one at a time.
  /// `title`: of the loop in a timeline.
  worker(call& here, std::stop_token stop, error_policy on_error = {},
         std::optional<bool> finds_none = {}, interruption const* interrupted = nullptr,
         bool steps_singly = false, std::string title = {});
  worker(worker const&) = delete;
  auto operator=(worker const&) -> worker& = delete;

  /// The next indices to visit, once those given before are done: all, or the first few, of what
  /// is left of a chunk. Empty at the end of the loop, which is then over for all.
  /// Throws: task_error with the failures of all ranks; disagreement.
  auto next() -> index_range;

  /// Where the loop goes by cost, `next()` gives positions, and this is the index at one of them.
  [[nodiscard]] auto indices() const noexcept -> index_t const* {
    if (chunks_.empty() || chunks_.front().body.empty()) return nullptr;
    return reinterpret_cast<index_t const*>(chunks_.front().body.data()) + given_from_;
  }

  /// The how manieth try at an index the open chunk is, where the loop is recorded.
  [[nodiscard]] auto attempt() const noexcept -> int {
    return chunks_.empty() ? 1 : chunks_.front().failures + 1;
  }

  /// Whether it waits for work, or since when it is in what it was given. A signal's handler may
  /// ask.
  void tell_moment(loop_moment& now) const noexcept;

  /// In a pool: the bytes of the next task of those that `next()` gave.
  [[nodiscard]] auto take_task() -> std::span<std::byte const>;

  /// In a pool: the values that tasks use.
  [[nodiscard]] auto kept() noexcept -> kept_values& { return kept_; }

  /// The range has no example beyond `size`, though the indices given last reach further.
  void range_ends_at(index_t size);

  /// Adds the packed result of an index to the next report.
  void deliver(index_t index, bytes const& packed);
  /// The same, with the time that it took.
  void deliver(index_t index, bytes const& packed, example_time const& time);

  /// In a pool: sends what an item has made, before it is done.
  void send_added(index_t index, bytes const& packed);

  /// Reports that the body of the loop threw at `position`. Whether the loop goes on: else it
  /// visits nothing more of what it was given.
  auto fail(failure const& what, index_t position, std::optional<example_time> time = {}) -> bool;

  /// Takes nothing more: what was given and not begun goes to others. `visited_to` is one past the
  /// last index that was visited. Returns when the manager is sure to hear of it.
  void leave(index_t visited_to, std::vector<failure> const& why);

 private:
  using clock = std::chrono::steady_clock;

  [[nodiscard]] auto flags_of_stop() const -> std::uint32_t;
  void report(word what, index_t visited_to, std::uint32_t flags = 0);
  void send_results();
  void send_if_enough();
  [[nodiscard]] auto open_chunk(clock::time_point now) -> bool;
  [[nodiscard]] auto begin(index_t most) -> index_range;
  [[nodiscard]] auto few(clock::time_point now) -> index_t;
  [[nodiscard]] auto index_at(index_t position) const -> index_t;
  void note_visits(clock::time_point now);
  void send_times(bool left_early);
  void look(clock::time_point now);
  void hear(message what);

  struct chunk {
    index_range range;
    bytes body = {};                // the indices at the positions, or the tasks
    std::size_t taken = 0;          // of the body, in tasks
    stealable_chunk* on = nullptr;  // where to begin what may be taken back
    int failures = 0;               // of what is tried again
    bool tells_each = false;        // results do not wait for each other
    std::uint64_t drawn_as = 0;     // its number, where the root has drawn it
  };

  call& here_;
  std::stop_token stop_;
  interruption const* interrupted_;
  bool steps_singly_;
  error_policy on_error_;
  poll_interval poll_interval_;

  std::deque<chunk> chunks_;  // the first one is open when `open_` says so
  std::uint64_t heard_ = 0;   // chunks in all
  index_t given_from_ = 0;    // the place in the open chunk of what was given last
  bool gives_one_ = false;    // at once
  bool open_ = false;
  index_t given_to_ = 0;  // of the open chunk, the indices below have been given to the loop
  std::optional<index_t> size_;
  bool halted_ = false;
  bool ended_ = false;
  loop_outcome outcome_;

  kept_values kept_;
  bytes results_;
  clock::time_point opened_;
  clock::time_point given_at_;
  clock::time_point sent_;
  clock::time_point looked_;

  // Of a loop of which there is to be a report, or a timeline.
  clock::time_point arrived_;
  std::string title_;
  std::optional<visit_log> log_;
  std::unique_ptr<loop_drawing> drawing_;
  clock::time_point begun_;  // what was given last
};

}  // namespace dlp::detail
