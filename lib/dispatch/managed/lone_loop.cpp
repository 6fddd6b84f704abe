// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/lone_loop.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include <comm/call/statement.hpp>
#include <comm/job/interruption.hpp>

namespace dlp::detail {

lone_loop::lone_loop(loop_terms const& terms, std::stop_token stop, progress_options const& shown,
                     recording* kept, std::span<index_t const> order)
    : words_(to_string(terms)),
      on_error_(terms.on_error),
      stop_(std::move(stop)),
      interrupted_(terms.interrupted),
      returns_(terms.returns_at_deadline),
      observer_(shown, title_here(shown.label, terms.name, terms.where)),
      ledger_(terms.size, terms.on_error, 1, 1,
              kept ? kept->done(order) : std::vector<index_range>(), kept ? kept->not_chosen() : 0),
      recording_(kept),
      steps_singly_(kept || stop_.stop_possible() || terms.warn_after),
      in_order_(terms.in_order) {
  if (terms.lone) body_.emplace(*terms.lone);
  if (!observer_.notes_times()) return;
  log_.emplace(most_visits);
  arrived_ = std::chrono::steady_clock::now();
  drawing_ = draw_loop(title_here(shown.label, terms.name, terms.where), arrived_);
  facts_ = {.words = words_,
            .where = line_of(terms.where),
            .rule = terms.schedule,
            .order = {order.begin(), order.end()},
            .has_results = !terms.result.empty(),
            .in_order = terms.in_order,
            .is_kept = kept != nullptr,
            .takes_back = true,
            .ranks = 1,
            .began = in_seconds(arrived_)};
}

auto lone_loop::next(index_t visited_to) -> index_range {
  if (log_) note_visits(visited_to);
  if (stop_.stop_requested()) ledger_.stop();
  observer_.stands([&] { return now(visited_to); });
  auto const goes_on = visited_to != chunk_end_ && !ledger_.stopped() && !ended_ && !tries_again_;
  if (!goes_on) {
    if (!ledger_.with(0).empty()) {
      ledger_.done(0, {given_.first, visited_to}, std::exchange(ended_, false));
    }
    given_ = {};
    tries_again_ = false;
    if (!ledger_.stopped()) {
      auto const again = ledger_.take_again(0);
      given_ = again ? again->range : ledger_.take(0, ledger_.remaining());
    }
    chunk_end_ = given_.last;
    visited_to = given_.first;
  }
  if (given_.empty()) {
    body_.reset();
    static_cast<void>(keep());
    observer_.ended([&] { return now(visited_to); });
    if (log_) conclude_report();
    ledger_.end({.by = interrupted_ ? interrupted_->why() : "",
                 .is_kept = recording_ != nullptr,
                 .has_work = ledger_.has_work(),
                 .of = ledger_.total(),
                 .returns = returns_});
    conclude(words_, on_error_, ledger_.outcome(), true);
    return {};
  }
  auto const given = index_range{visited_to, chunk_end_}.take_front(few());
  if (log_) {
    noted_ = given;
    begun_ = std::chrono::steady_clock::now();
  }
  return given;
}

/// How many examples to begin at once.
auto lone_loop::few() const -> index_t {
  if (steps_singly_) return 1;
  if (log_) return log_->stride();
  return observer_.on() ? 1 : chunk_end_;
}

/// What was given last is done now, up to there.
void lone_loop::note_visits(index_t visited_to) {
  auto const [first, last] = std::exchange(noted_, {});
  if (visited_to <= first || first == last) return;
  auto const now = std::chrono::steady_clock::now();
  log_->add(first, visited_to - first, begun_, now);
  if (drawing_) drawing_->visited(facts_.index_at(first), visited_to - first, begun_, now);
}

void lone_loop::conclude_report() {
  facts_.complete = ledger_.outcome().is_good() && !ledger_.has_work();
  facts_.ended = in_seconds(std::chrono::steady_clock::now());
  drawing_.reset();
  observer_.arrived(0);
  observer_.told_times(log_->take(0, arrived_));
  observer_.concluded(facts_);
}

auto lone_loop::fail(failure what, std::optional<index_t> position,
                     std::optional<example_time> time) -> bool {
  if (position && signal_has_come()) {
    ledger_.cut_short(std::move(what), *position);
    ledger_.stop();
    return false;
  }
  auto const told = what;
  auto const then =
      position ? ledger_.failed(std::move(what), position) : ledger_.broken(std::move(what));
  if (recording_) recording_->failed(told, then != after_failure::again, time);
  if (then == after_failure::again) {
    tries_again_ = true;
  } else {
    if (in_order_) left_out_.add(told.index);
    observer_.failed(told);
  }
  if (then == after_failure::stop) ledger_.stop();
  return then == after_failure::go_on;
}

auto lone_loop::keep(done_example one) -> bool {
  if (!recording_) return true;
  recording_->came(one);
  return keep();
}

/// Whether all that is to be kept is.
auto lone_loop::keep() -> bool {
  if (!recording_) return true;
  try {
    recording_->keep_now();
    return !recording_->given_up();
  } catch (...) {
    break_with_current_exception();
    return false;
  }
}

void lone_loop::break_with_current_exception() {
  static_cast<void>(fail(describe_current_exception(failure::no_index, 0), std::nullopt));
  ledger_.stop();
}

auto lone_loop::now(index_t visited_to) const -> standing {
  auto const busy = given_.empty() ? 0 : 1;
  auto const visits = ledger_.visits() + (visited_to - given_.first);
  return {.done = std::min(visits, ledger_.total().value_or(visits)),
          .total = ledger_.total(),
          .busy = busy,
          .ranks = 1,
          .failures = ledger_.outcome().count()};
}

}  // namespace dlp::detail
