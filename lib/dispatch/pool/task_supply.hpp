// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <dispatch/ledger/ledger.hpp>
#include <dispatch/pool/handed_tasks.hpp>
#include <dispatch/pool/item_frame.hpp>
#include <dispatch/pool/task_queue.hpp>
#include <dlp/schedule/progress.hpp>

namespace dlp::detail {

/// The tasks of a pool, as its manager sees them: those that wait, and those that have an index in
/// the ledger, and are kept until their results have come. A task gets its index when it is first
/// handed out.
class task_supply {
 public:
  [[nodiscard]] auto waiting() noexcept -> task_queue& { return waiting_; }

  /// No more tasks are submitted.
  void close() noexcept { closed_ = true; }
  /// Whether there may be more than the ledger knows.
  [[nodiscard]] auto has_more() -> bool { return !closed_ || !waiting_.empty(); }

  /// How large the next chunk is, of those that have come back to the ledger, or else of those that
  /// wait, of which there are some; `loop` is what is known of the pool. Those that were submitted
  /// one by one go together only where they `may`.
  [[nodiscard]] auto chunk_size(ledger const& book, loop_progress loop, bool may) -> index_t;

  /// Gives the ledger the next chunk of those that wait: at most so many tasks, of one batch; it
  /// ends with the task by which it reaches 128 KiB of arguments.
  void admit(ledger& book, index_t most);

  /// A worker gets one at a time: with two, twice as many might come to wait.
  void give_singly() noexcept { gives_singly_ = true; }
  [[nodiscard]] auto gives_singly() const noexcept -> bool { return gives_singly_; }

  /// The values that tasks use.
  [[nodiscard]] auto values() noexcept -> kept_values& { return values_; }
  /// Those that a rank needs for these tasks and does not have; it has them then.
  [[nodiscard]] auto values_to_send(int rank, index_range range) -> std::vector<std::uint64_t>;
  /// Nobody needs a value any more. Which ranks have it.
  auto drop_value(std::uint64_t number) -> std::vector<int>;

  /// Appends the tasks to the body of the message that hands them out.
  void append_to(bytes& body, index_range range) const;

  /// A task that is under way, as the item that it is.
  [[nodiscard]] auto item_of(index_t index) const -> given_item {
    return item_in(handed_.frame_of(index));
  }

  /// The same, which will not be done: it is forgotten, and the failure says which it was.
  void give_up(failure& what);

  /// Whether tasks make tasks.
  [[nodiscard]] auto makes_tasks() const noexcept -> bool { return arrival_ != nullptr; }

  /// Calls this with each result when it arrives, which may be long before it is taken.
  using arrival = std::function<void(index_t index, std::span<std::byte const> packed)>;
  void when_arrived(arrival what) { arrival_ = std::move(what); }
  /// Results have come.
  void arrived(bytes const& results) const;

  /// Whether one that is under way was submitted alone: its result waits for no other one.
  [[nodiscard]] auto was_alone(index_t index) const -> bool {
    return handed_.has(index) && !handed_.batch_of(index)->series;
  }

  /// The pace of those that are like this one, which is to be handed out.
  [[nodiscard]] auto pace_of(index_t index) const -> std::shared_ptr<pace>;

  /// The result of a task has come: it is forgotten.
  using heard = handed_tasks::heard;
  [[nodiscard]] auto settle(index_t index) -> heard { return handed_.settle(index); }

  /// The task of that index has failed with the ranks that had it, and is not tried again; `pool`
  /// names the pool in what its listener hears.
  void fail(std::string_view pool, failure what);

  /// All that are not done will not be.
  void drop_all(std::exception_ptr const& why);

  /// How many wait to be handed out, as far as that is known.
  [[nodiscard]] auto to_come() -> index_t;

  /// Tells the listeners of tasks that have failed while nobody was to be called. Whether any had.
  auto tell_of_failed() -> bool;

  /// How many wait alone, are under way, or have failed and nobody knows it.
  [[nodiscard]] auto pending() const noexcept -> index_t {
    return waiting_.alone() + handed_.size() + failed_.size();
  }

 private:
  task_queue waiting_;
  kept_values values_;
  std::map<std::uint64_t, std::vector<int>> where_values_are_;  // in order of the ranks
  handed_tasks handed_;
  void add_value(kept_token const& token, int rank, std::vector<std::uint64_t>& missing);

  struct failed {
    heard who;
    std::exception_ptr why;
  };
  std::vector<failed> failed_;  // whose listeners do not know it yet
  bool closed_ = false;
  bool gives_singly_ = false;
  arrival arrival_;
};

}  // namespace dlp::detail
