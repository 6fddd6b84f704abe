// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include <comm/call/call.hpp>
#include <comm/job/open_place.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/pace/fading_mean.hpp>
#include <dispatch/pace/poll_interval.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/shared/attendance.hpp>
#include <dispatch/shared/block_client.hpp>
#include <dispatch/shared/loop_pool.hpp>
#include <dispatch/shared/loop_site.hpp>
#include <dispatch/shared/shared_report.hpp>
#include <dispatch/shared/visit_reporter.hpp>
#include <dispatch/trace/loop_drawing.hpp>
#include <dlp/dispatch/recorder.hpp>

namespace dlp::detail {

/// One rank's part in a loop whose ranks all compute: each claims indices from counters that the
/// ranks of its node share.
///
/// Communicates: nothing on one node, unless a rank is late, leaves before others have come, or
/// fails. Of several nodes one rank each asks the root's for blocks of indices.
class counted_loop {
 public:
  /// `able`: not one that cannot begin. `order`: the indices at its positions, where the loop has a
  /// journal; and at the root, what keeps those that are visited.
  counted_loop(loop_site site, loop_terms terms, std::stop_token stop,
               progress_options const& shown, bool able, std::span<index_t const> order = {},
               std::unique_ptr<recorder> keeps = {});
  counted_loop(counted_loop const&) = delete;
  auto operator=(counted_loop const&) -> counted_loop& = delete;

  /// The next few positions of this rank, which is through with those that it was given before;
  /// empty at the end of the loop, which is then over for all.
  /// Throws: task_error with the failures of all ranks; disagreement.
  [[nodiscard]] auto next() -> index_range;

  /// The range turns out to have `size` examples, where this rank is through with those below
  /// `visited_to` and looks for the next one.
  void range_ends_at(index_t visited_to, index_t size);

  /// See shared_loop.
  void looked(bool finds_none);

  /// This rank leaves the loop, by an exception where there is a failure.
  /// Throws: disagreement.
  void leave(index_t visited_to, std::vector<failure> why);
  /// The ranks disagree, and all know it.
  void give_up() noexcept;

  /// As that of `worker`.
  void tell_moment(loop_moment& now) const noexcept;

  [[nodiscard]] auto is_open() const noexcept -> bool { return open_; }
  [[nodiscard]] auto rank() -> int { return call_.talk().rank(); }
  [[nodiscard]] auto words() const noexcept -> std::string const& { return call_.words(); }

 private:
  using clock = std::chrono::steady_clock;

  void join(std::vector<failure> const& why = {});
  void settle();
  void note_visited(index_range visited, clock::time_point now);
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
  void drop_all();
  [[nodiscard]] auto seconds_of_given() const -> double;
  /// Whether it is known when what was given last began.
  [[nodiscard]] auto is_timed() const noexcept -> bool {
    return adaptive_ || site_.service || reporter_ || drawing_ || report_;
  }
  [[nodiscard]] auto failures_here() const -> std::size_t;
  [[nodiscard]] auto something_is_thrown() const -> bool;
  void show_progress(bool last = false);

  // counted_loop_end.cpp
  [[nodiscard]] auto over() -> bool;
  void note_pace() const;
  void conclude_report(bool is_good);
  [[nodiscard]] auto over_on_this_node() -> std::optional<loop_outcome>;
  [[nodiscard]] auto tries_when_left(index_t visited_to) const -> std::uint32_t;
  void report_last(index_range given, std::vector<failure> const& why, std::uint32_t tries);
  [[nodiscard]] auto what_is_not_kept() -> std::vector<failure>;
  void close() noexcept;

  loop_site site_;
  loop_terms terms_;
  std::stop_token stop_;
  observer observer_;
  call call_;
  loop_pool pool_;
  attendance attendance_;
  std::optional<block_client> client_;      // where there are several nodes
  std::optional<visit_reporter> reporter_;  // where there is a journal
  std::optional<shared_report> report_;     // where there is to be one
  std::unique_ptr<loop_drawing> drawing_;   // where there is a timeline
  std::span<index_t const> order_;
  bool able_;

  index_range given_;  // what has been given, and not been settled
  bool open_ = false;
  bool joined_ = false;
  bool halts_ = false;            // it heard so before it had joined
  bool holds_ = false;            // what is done cannot be kept for now
  bool laid_ = false;             // part of the last claim is where others can take of it
  std::optional<index_t> ended_;  // where this rank found the end of the range

  index_t done_ = 0;
  bool holds_back_ = false;  // one of them, as long as it has to find the end of its range
  index_t visited_ = 0;
  index_t retried_ = 0;      // one past the position that failed on another rank
  std::uint32_t tries_ = 0;  // and how often
  index_t seen_end_ = 0;
  fading_mean example_seconds_;
  index_t earlier_examples_ = 0;  // of the loop that it was measured in at first
  bool adaptive_ = false;
  index_t chunk_ = 0;  // what the schedule said last
  clock::time_point given_at_;

  poll_interval poll_interval_;
  index_t stride_ = 1;      // examples between two looks
  index_t since_look_ = 0;  // and those that have been since the last one
  clock::time_point heard_at_;
  clock::time_point idle_since_;
};

}  // namespace dlp::detail
