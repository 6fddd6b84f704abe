// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include <dlp/comm/call.hpp>
#include <dlp/dispatch/loop_terms.hpp>
#include <dlp/dispatch/manager.hpp>
#include <dlp/dispatch/meter.hpp>
#include <dlp/dispatch/worker.hpp>

namespace dlp::detail {

/// One rank's part in one managed loop, whatever it is: the manager's, a worker's, or all of the
/// loop where this rank runs it alone. `next()` and `index()` are all that a range-for needs.
///
/// Its destructor leaves the loop when it has not come to its end: by `break`, or by an exception,
/// which it tells apart by `std::uncaught_exceptions()`.
class managed_loop {
 public:
  /// Opens the loop. On the manager of a loop without results that is all of it.
  /// `talk`: null where this rank runs the loop alone.
  managed_loop(context* talk, loop_terms terms, std::stop_token stop, meter_options shown);
  managed_loop(managed_loop const&) = delete;
  auto operator=(managed_loop const&) -> managed_loop& = delete;
  ~managed_loop();

  /// Steps to the next index of this rank; false at the end of the loop.
  [[nodiscard]] auto next() -> bool {
    if (next_ != pause_) [[likely]] {
      ++next_;
      return true;
    }
    return refill();
  }
  [[nodiscard]] auto index() const noexcept -> index_t { return next_ - 1; }

  /// The range has no example at `index()`; it has `size` of them.
  void range_ends_at(index_t size);

  /// Whether this rank is the manager of a loop that it does not run alone.
  [[nodiscard]] auto manages() const noexcept -> bool { return manager_.has_value(); }
  [[nodiscard]] auto alone() const noexcept -> bool { return !call_; }
  [[nodiscard]] auto rank() -> int { return call_ ? call_->talk().rank() : 0; }

  /// On the manager: the next result, or none at the end of the loop.
  [[nodiscard]] auto next_result() -> std::optional<raw_result>;

  /// The loop in words, as errors name it.
  [[nodiscard]] auto words() const -> std::string const& { return words_; }

  /// On the manager: books a failure of its own.
  void fail(failure what) { manager_->fail(std::move(what)); }

  /// On a worker: calls `body(index, result)` for each of its indices, and sends the results. The
  /// body returns the size of the range when the index lies beyond it.
  void work(std::function<std::optional<index_t>(index_t, bytes&)> const& body);

  /// Ends a call for which this rank's part of the loop could not even begin, because an exception
  /// was thrown; call it in the handler.
  static void cannot_begin(context* talk, loop_terms const& terms);

 private:
  [[nodiscard]] auto refill() -> bool;
  [[nodiscard]] auto refill_alone() -> bool;
  void close() noexcept;

  index_t next_ = 0;   // one past the current index
  index_t pause_ = 0;  // where next_ has to stop and think
  index_t last_ = 0;   // of a loop that runs alone: its end

  std::string words_;
  int exceptions_ = 0;  // in flight when the loop began
  std::stop_token stop_;
  std::optional<call> call_;
  std::optional<manager> manager_;
  std::optional<worker> worker_;
  std::optional<meter> meter_;
  bool open_ = false;
  bool has_results_ = false;
};

}  // namespace dlp::detail
