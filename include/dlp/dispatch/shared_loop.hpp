// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include <dlp/comm/call.hpp>
#include <dlp/comm/crash_line.hpp>
#include <dlp/dispatch/fading_mean.hpp>
#include <dlp/dispatch/loop_site.hpp>
#include <dlp/dispatch/loop_terms.hpp>
#include <dlp/dispatch/managed_loop.hpp>
#include <dlp/dispatch/meter.hpp>
#include <dlp/dispatch/pulse.hpp>

namespace dlp::detail {

class block_client;
class loop_pool;
class roll_call;

/// One rank's part in a loop whose ranks all compute: each claims indices from what the ranks of
/// its node share. `next()` and `index()` are all that a range-for needs.
///
/// Its destructor leaves the loop when it has not come to its end: by `break`, or by an exception,
/// which it tells apart by `std::uncaught_exceptions()`.
///
/// Communicates: nothing on one node, unless a rank is late, leaves before others have come, or
/// fails. Of several nodes one rank each asks the root's for blocks of indices.
class shared_loop {
 public:
  /// `order`: where the loop goes by cost, the indices as they go.
  shared_loop(loop_site site, loop_terms terms, std::stop_token stop, meter_options shown,
              std::vector<index_t> order = {});

  /// A loop that a manager serves.
  explicit shared_loop(std::unique_ptr<managed_loop> instead);

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
    return !indices_ ? next_ - 1 : indices_[next_ - 1];
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
  using clock = std::chrono::steady_clock;

  /// `able`: not one that cannot begin.
  shared_loop(loop_site site, loop_terms terms, std::stop_token stop, meter_options shown,
              std::vector<index_t> order, bool able);

  [[nodiscard]] auto refill() -> bool;
  [[nodiscard]] auto refill_alone() -> bool;
  [[nodiscard]] auto refill_managed() -> bool;
  void join(std::vector<failure> const& why = {});
  void settle();
  void learn_size();
  auto ends_agree() -> bool;
  void let_go();
  [[nodiscard]] auto end_to_find() -> index_range;
  [[nodiscard]] auto wait_for_more() -> index_range;
  [[nodiscard]] auto take() -> index_range;
  [[nodiscard]] auto take_some() -> index_range;
  [[nodiscard]] auto chunk_size(index_t claimed, index_t unclaimed, index_t chunks) const
      -> index_t;
  [[nodiscard]] auto in_range(index_range given) -> index_range;
  void publish();
  void look();
  void attend(clock::time_point since);
  void hear();
  void take_in(message const& what);
  void halt();
  [[nodiscard]] auto failures_here() const -> std::size_t;
  void show_progress(bool last = false);

  // shared_loop_end.cpp
  [[nodiscard]] auto over() -> bool;
  [[nodiscard]] auto over_on_this_node() -> bool;
  [[nodiscard]] auto tries_when_left() const -> std::uint32_t;
  void leave(std::vector<failure> why);
  void give_up() noexcept;
  static auto index_in(void const* loop) noexcept -> index_t;
  void close() noexcept;

  index_t next_ = 0;   // one past the current index, or its position where the loop goes by cost
  index_t pause_ = 0;  // where next_ has to stop and think
  index_t from_ = 0;   // where it began after it last did so
  index_t const* indices_ = nullptr;

  loop_site site_;
  loop_terms terms_;
  std::vector<index_t> order_;
  int exceptions_ = 0;  // in flight when the loop began
  std::stop_token stop_;
  meter meter_;
  std::unique_ptr<managed_loop> instead_;

  std::optional<call> call_;
  std::unique_ptr<loop_pool> pool_;
  std::unique_ptr<roll_call> roll_;
  std::unique_ptr<block_client> client_;  // where there are several nodes
  bool able_ = true;
  bool open_ = false;
  bool joined_ = false;
  bool halts_ = false;            // it heard so before it had joined
  bool laid_ = false;             // part of the last claim is where others can take of it
  std::optional<index_t> ended_;  // where this rank found the end of the range

  index_t done_ = 0;
  bool holds_back_ = false;  // one of them, as long as it has to find the end of its range
  index_t visited_ = 0;
  index_t retried_ = 0;      // one past the position that failed on another rank
  std::uint32_t tries_ = 0;  // and how often
  index_t seen_end_ = 0;
  fading_mean example_seconds_;
  bool adaptive_ = false;
  index_t chunk_ = 0;  // what the schedule said last
  clock::time_point given_at_;

  pulse pulse_;
  index_t stride_ = 1;      // examples between two looks
  index_t since_look_ = 0;  // and those that have been since the last one
  clock::time_point heard_at_;
  clock::time_point idle_since_;
  std::optional<in_body_while> lone_body_;
  std::optional<open_place> place_;  // none where a manager serves the loop: that has one
};

}  // namespace dlp::detail
