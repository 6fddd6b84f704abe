// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include <comm/call/context.hpp>
#include <dispatch/ledger/ledger.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/managed/left_out.hpp>
#include <dispatch/managed/recording.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/report/loop_facts.hpp>
#include <dispatch/report/visit_log.hpp>
#include <dispatch/trace/loop_drawing.hpp>

namespace dlp::detail {

/// All of a loop where one rank runs it alone.
class lone_loop {
 public:
  /// `kept`: where what is done is kept, one by one. `order`: where the loop goes by cost, the
  /// indices at its positions.
  lone_loop(loop_terms const& terms, std::stop_token stop, progress_options const& shown,
            recording* kept = nullptr, std::span<index_t const> order = {});

  /// The positions to visit next: all that there are, or a few of them; what was given before is
  /// visited up to `visited_to`. Empty at the end.
  /// Throws: task_error with what failed.
  [[nodiscard]] auto next(index_t visited_to) -> index_range;

  /// The range has no example where this one asks for it: what was given is visited up to there.
  void range_ends() noexcept { ended_ = true; }

  /// An example is done. Whether it is kept, where that is to be: else the loop ends.
  auto keep(done_example one) -> bool;

  /// In a handler: what is to be kept cannot be, or not be read, and the loop ends.
  void break_with_current_exception();

  /// The body threw at a position, or what is done with its result, which is not tried again.
  /// Whether the loop goes on with what it was given; else it asks for what is next.
  auto fail(failure what, std::optional<index_t> position, std::optional<example_time> time = {})
      -> bool;

  /// As the manager's.
  [[nodiscard]] auto passes_over(index_t index) noexcept -> bool {
    return left_out_.passes_over(index);
  }

  /// The loop is left before its end: what was given is visited up to there.
  void leave(index_t visited_to) {
    if (log_) note_visits(visited_to);
  }

 private:
  [[nodiscard]] auto keep() -> bool;
  [[nodiscard]] auto now(index_t visited_to) const -> standing;
  [[nodiscard]] auto few() const -> index_t;
  void note_visits(index_t visited_to);
  void conclude_report();

  std::string words_;
  error_policy on_error_;
  std::stop_token stop_;
  interruption const* interrupted_;
  bool returns_;  // what is done, where it is stopped
  observer observer_;
  ledger ledger_;
  recording* recording_;
  bool steps_singly_;
  bool in_order_;
  left_out left_out_;  // where results are taken in order
  index_range given_;  // of the chunk in hand, what has been given to be visited, as a whole
  index_t chunk_end_ = 0;
  bool ended_ = false;        // the range
  bool tries_again_ = false;  // at once, before the rest
  std::optional<in_body_while> body_;

  // Of a loop of which there is to be a report, or a timeline.
  loop_facts facts_;
  std::chrono::steady_clock::time_point arrived_;
  std::optional<visit_log> log_;
  std::unique_ptr<loop_drawing> drawing_;
  index_range noted_;  // what was given last
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace dlp::detail
