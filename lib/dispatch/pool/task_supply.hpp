// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <dispatch/ledger/ledger.hpp>
#include <dispatch/pool/item.hpp>
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
  /// wait, of which there are some; `loop` is what is known of the pool.
  [[nodiscard]] auto chunk_size(ledger const& book, loop_progress loop) -> index_t;

  /// Gives the ledger the next chunk of those that wait: at most so many tasks, of one batch, and
  /// with no more than 128 KiB of arguments or one task.
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
  [[nodiscard]] auto item_of(index_t index) const -> given_item { return item_in(at(index).frame); }

  /// Calls this with each result when it arrives, which may be long before it is taken.
  using arrival = std::function<void(index_t index, std::span<std::byte const> packed)>;
  void when_arrived(arrival what) { arrival_ = std::move(what); }
  /// Results have come.
  void arrived(bytes const& results) const;

  /// The pace of those that are like this one; null where nothing is known of it any more.
  [[nodiscard]] auto pace_of(index_t index) noexcept -> pace*;

  /// The result of a task has come, or it will not be done: it is forgotten. Its listener, and its
  /// tag; none where it came before.
  struct heard {
    std::shared_ptr<task_listener> to;
    index_t tag = 0;
  };
  [[nodiscard]] auto settle(index_t index) -> heard;

  /// All that are not done will not be.
  void drop_all(std::exception_ptr const& why);

  /// How many wait alone or are under way.
  [[nodiscard]] auto pending() const noexcept -> index_t { return waiting_.alone() + under_way_; }

 private:
  [[nodiscard]] auto at(index_t index) const -> task const& {
    return handed_[static_cast<std::size_t>(index - first_)];
  }

  task_queue waiting_;
  std::deque<task> handed_;  // from the index first_ on
  index_t first_ = 0;
  index_t under_way_ = 0;
  kept_values values_;
  std::map<std::uint64_t, std::vector<int>> where_values_are_;  // in order of the ranks
  bool closed_ = false;
  bool gives_singly_ = false;
  arrival arrival_;
};

}  // namespace dlp::detail
