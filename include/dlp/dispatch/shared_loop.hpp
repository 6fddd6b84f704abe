// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/managed_loop.hpp>
#include <dlp/dispatch/recorder.hpp>

namespace dlp::detail {

struct loop_moment;
struct loop_site;
struct loop_terms;
struct progress_options;

/// One rank's part in a loop whose ranks all compute, whatever serves it: counters that the ranks
/// of a node share, a manager, or nobody where this rank runs it alone. `next()` and `index()` are
/// all that a range-for needs.
///
/// Its destructor leaves the loop when it has not come to its end: by `break`, or by an exception,
/// which it tells apart by `std::uncaught_exceptions()`.
///
/// Communicates: nothing on one node, unless a rank is late, leaves before others have come, or
/// fails. Of several nodes one rank each asks the root's for blocks of indices.
class shared_loop {
 public:
  /// `order`: where the loop goes by cost, or has a journal, the indices as they go. `keeps`: at
  /// the root, what keeps those that are visited.
  shared_loop(loop_site site, loop_terms terms, std::stop_token stop, progress_options const& shown,
              std::vector<index_t> order = {}, std::unique_ptr<recorder> keeps = {});

  /// A loop that a manager serves.
  explicit shared_loop(std::unique_ptr<managed_loop> managed);

  shared_loop(shared_loop const&) = delete;
  auto operator=(shared_loop const&) -> shared_loop& = delete;
  ~shared_loop();

  /// Steps to the next index of this rank; false at the end of the loop.
  /// Throws: task_error with the failures of all ranks; disagreement.
  [[nodiscard]] auto next() -> bool {
    if (next_ != pause_) [[likely]] {
      ++next_;
      return true;
    }
    return refill();
  }
  [[nodiscard]] auto index() const noexcept -> index_t {
    if (!indices_) [[likely]]
      return next_ - 1;
    return indices_[next_ - 1];
  }

  /// The range has no example at `index()`; it has `size` of them.
  void range_ends_at(index_t size);

  /// What this rank finds where it looks at a range that does not know its size, before the first
  /// `next()`: other ranks may leave it nothing to walk.
  void looked(bool finds_none);

  /// Ends a call for which this rank's part of the loop could not even begin, because an exception
  /// was thrown; call it in the handler.
  static void cannot_begin(loop_site site, loop_terms terms);

 private:
  struct part;

  [[nodiscard]] auto refill() -> bool;

  /// The current index, where there is one.
  static auto index_in(void const* loop) noexcept -> index_t;
  static auto moment_in(void const* loop) noexcept -> loop_moment;

  index_t next_ = 0;   // one past the current index, or its position where the loop goes by cost
  index_t pause_ = 0;  // where next_ has to stop and think
  index_t const* indices_ = nullptr;
  std::unique_ptr<part> part_;
};

}  // namespace dlp::detail
