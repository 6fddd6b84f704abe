// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <map>
#include <memory>
#include <string_view>

#include <dispatch/ledger/ledger.hpp>
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

  /// Appends the tasks to the body of the message that hands them out.
  void append_to(bytes& body, index_range range) const;

  /// The pace of those that are like this one, which is to be handed out.
  [[nodiscard]] auto pace_of(index_t index) const -> std::shared_ptr<pace>;

  /// The result of a task has come: it is forgotten. Its listener, and its tag; none where it came
  /// before.
  struct heard {
    std::shared_ptr<task_listener> to;
    index_t tag = 0;
  };
  [[nodiscard]] auto settle(index_t index) -> heard;

  /// The task of that index has failed with the ranks that had it, and is not tried again; `pool`
  /// names the pool in what its listener hears.
  void fail(std::string_view pool, failure what);

  /// All that are not done will not be.
  void drop_all(std::exception_ptr const& why);

  /// How many wait alone or are under way.
  [[nodiscard]] auto pending() const noexcept -> index_t {
    return waiting_.alone() + handed_.size();
  }

 private:
  task_queue waiting_;
  std::map<index_t, task> handed_;
  bool closed_ = false;
};

}  // namespace dlp::detail
