// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/dispatch/recorder.hpp>
#include <dlp/dispatch/result_queue.hpp>

namespace dlp::detail {

class context;
struct compared_loop;
struct loop_moment;
struct loop_terms;
struct managed_part;
struct progress_options;

/// One rank's part in one managed loop, whatever it is: the manager's, a worker's, or all of the
/// loop where this rank runs it alone. `next()` and `index()` are all that a range-for needs.
///
/// Its destructor leaves the loop when it has not come to its end: by `break`, or by an exception,
/// which it tells apart by `std::uncaught_exceptions()`.
class managed_loop {
 public:
  /// Opens the loop. On the manager of a loop without results the first `next()` is all of it.
  /// `talk`: null where this rank runs the loop alone. `order`: where the loop goes by cost, and
  /// this rank hands out, the indices as they go. `keeps`: at the root, what keeps what is done.
  managed_loop(context* talk, loop_terms terms, std::stop_token stop, progress_options const& shown,
               std::vector<index_t> order = {}, std::unique_ptr<recorder> keeps = {});
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
  [[nodiscard]] auto index() const noexcept -> index_t {
    return !indices_ ? next_ - 1 : indices_[next_ - 1 - first_];
  }

  /// The range has no example at `index()`; it has `size` of them.
  void range_ends_at(index_t size);

  /// What this rank finds where it looks at a range that does not know its size, before the first
  /// `next()`, `work()` or `next_result()`. The manager compares what all find: some may come to
  /// walk none of it.
  void looked(bool finds_none);

  /// Whether this rank is the manager of a loop that it does not run alone.
  [[nodiscard]] auto manages() const noexcept -> bool;
  [[nodiscard]] auto alone() const noexcept -> bool;
  [[nodiscard]] auto rank() const noexcept -> int;
  /// The how manieth try at the current index this is, in a loop that is recorded.
  [[nodiscard]] auto attempt() const -> int;

  /// On the manager: the next result, or none at the end of the loop.
  [[nodiscard]] auto next_result() -> std::optional<raw_result>;

  /// On the manager, or where this rank runs the loop alone, before anything else: the next result
  /// of those that an earlier run has left, in order; none after the last one.
  [[nodiscard]] auto next_stored() -> std::optional<raw_result>;

  /// Where this rank runs the loop alone: whether what is done is to be kept.
  [[nodiscard]] auto keeps_alone() const noexcept -> bool;

  /// There: the example at the index is done, with this result. Whether it is kept now: else the
  /// loop ends.
  [[nodiscard]] auto keep_alone(bytes const& packed) -> bool;

  /// On the manager: its body is at the result of `index`, and not at the one that came last.
  void turns_to(index_t index) noexcept { next_ = pause_ = index + 1; }

  /// Where results are taken in order, and the turn is at `index`: whether it failed for good, so
  /// that none comes of it; never on a worker. Those before it are forgotten.
  [[nodiscard]] auto passes_over(index_t index) noexcept -> bool;

  /// The example that was begun last is over: what follows is other code of the program.
  void visited();

  /// On the manager: `hears` is called at each example that fails for good.
  void tell_failures_to(std::function<void(index_t)> hears);

  /// The loop, where its ranks are to compare what they have walked.
  [[nodiscard]] auto to_compare() -> compared_loop;

  /// The loop in words, as errors name it.
  [[nodiscard]] auto words() const noexcept -> std::string const&;

  /// In a handler on the manager, or alone: books a failure of what is done with a result.
  void fail(failure what);

  /// On a worker: calls `body(index, result)` for each of its indices, and sends the results. The
  /// body returns the size of the range when the index lies beyond it.
  void work(std::function<std::optional<index_t>(index_t, bytes&)> const& body);

  /// What a failure at the current index may say of the example itself.
  void describe_example(std::string text);

  /// In a handler, where this rank runs the loop alone: books the body's exception, by the loop's
  /// policy. `next()` throws it at the end.
  void fail_alone();

  /// Ends a call for which this rank's part of the loop could not even begin, because an exception
  /// was thrown; call it in the handler. The exception, as the other ranks hear of it.
  static auto cannot_begin(context* talk, loop_terms const& terms) -> std::vector<failure>;

 private:
  [[nodiscard]] auto refill() -> bool;
  void close() noexcept;

  /// The current index, where there is one.
  static auto index_in(void const* loop) noexcept -> index_t;
  static auto moment_in(void const* loop) noexcept -> loop_moment;

  index_t next_ = 0;   // one past the current index, or its position where the loop goes by cost
  index_t pause_ = 0;  // where next_ has to stop and think
  index_t first_ = 0;  // the position of indices_[0]
  index_t const* indices_ = nullptr;  // where the loop goes by cost, the indices at the positions
  std::unique_ptr<managed_part> part_;
};

}  // namespace dlp::detail
