// SPDX-License-Identifier: BSL-1.0
//
// How a counted loop ends: for all, or for the rank that leaves it.
#include <dispatch/shared/counted_loop.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include <comm/wire/backoff.hpp>
#include <dispatch/pace/earlier_pace.hpp>

namespace dlp::detail {
namespace {
using presence = loop_pool::presence;
}

auto counted_loop::over() -> bool {
  auto how = client_ ? client_->over([this] { attend(idle_since_); }) : over_on_this_node();
  if (!how) return false;
  if (reporter_) {
    auto lost = what_is_not_kept();
    if (!lost.empty()) how->interrupted.clear();  // a journal that fails says more
    std::ranges::move(lost, std::back_inserter(how->failures));
  }
  note_pace();
  if (report_) conclude_report(how->is_good());
  conclude(call_.words(), terms_.on_error, std::move(*how), call_.at_root());
  return true;
}

/// The root asks who has come to the end, and waits for what they have noted.
void counted_loop::conclude_report(bool is_good) {
  auto const ended = clock::now();
  auto waiting = backoff(site_.talk->crowded());
  for (report_->ends(); hear(), !report_->has_all();) waiting.pause();
  auto const all = report_->conclude();
  for (auto const& its : all) {
    observer_.arrived(its.rank);
    observer_.told_times(its);
  }
  if (all.empty()) return;
  observer_.concluded({.words = call_.words(),
                       .where = call_.where(),
                       .rule = terms_.schedule,
                       .order = {order_.begin(), order_.end()},
                       .is_kept = reporter_.has_value(),
                       .takes_back = true,
                       .crowded = site_.talk->crowded(),
                       .shared = true,
                       .complete = is_good && !pool_.is_cut(),
                       .ranks = site_.talk->size(),
                       .root = call_.root(),
                       .began = in_seconds(report_->arrived()),
                       .ended = in_seconds(ended)});
}

/// For the next loop on this line of the program.
void counted_loop::note_pace() const {
  if (!adaptive_ || site_.service) return;
  auto its = pace(false);
  if (example_seconds_.value() > 0) its.add_examples(1, example_seconds_.value());
  note_pace_at(terms_.where, false, its, pool_.visited());
}

auto counted_loop::over_on_this_node() -> std::optional<loop_outcome> {
  if (!pool_.all_here() || !pool_.all_done()) return std::nullopt;
  if (!ends_agree()) return std::nullopt;  // who was the first to see it is telling all
  auto failures = attendance_.failures();
  if (!failures) return std::nullopt;  // a text is still on its way
  show_progress(true);
  auto how = loop_outcome();
  for (auto& one : *failures) how.add(std::move(one), terms_.on_error);
  if (pool_.is_interrupted() && pool_.is_cut() && how.failures.empty())
    how.interrupted =
        interrupted_after(by_some_rank, terms_.finished + pool_.visited(),
                          terms_.size ? *terms_.size + terms_.finished : pool_.size());
  return how;
}

/// How often the example has failed at which this rank leaves, if another is to try it again; 0 if
/// none is.
auto counted_loop::tries_when_left(index_t visited_to) const -> std::uint32_t {
  if (visited_to == given_.first || pool_.halted()) return 0;
  if (auto const size = pool_.size(); size && visited_to > *size) return 0;
  auto const tries = retried_ == visited_to ? tries_ + 1 : 1;
  return after(terms_.on_error, tries) == after_failure::again ? tries : 0;
}

/// What keeps the journal from having all that was visited, once each rank has said its last. Of
/// those that have left the loop nobody waits here.
auto counted_loop::what_is_not_kept() -> std::vector<failure> {
  reporter_->end(true);
  auto waiting = backoff(site_.talk->crowded());
  while (hear(), !reporter_->answer()) {
    static_cast<void>(site_.keeper->flushed());
    waiting.pause();
  }
  return *reporter_->answer();
}

/// The last that a rank says that leaves: it has visited these, and may have failed in the last
/// one, or in the one behind them that others try again.
void counted_loop::report_last(index_range given, std::vector<failure> const& why,
                               std::uint32_t tries) {
  auto const seconds = seconds_of_given();
  if (tries != 0) reporter_->tried(given.last, tries);
  if (!why.empty() && tries == 0 && !given.empty()) --given.last;
  if (!given.empty()) reporter_->visited(given, seconds);
  if (!why.empty() && tries == 0) reporter_->failed(why.front());
  reporter_->end(false);
  while (!site_.keeper->flushed()) site_.talk->pause();
}

void counted_loop::leave(index_t visited_to, std::vector<failure> why) {
  if (!joined_) join(why);
  if (!joined_) {  // nobody is there any more
    if (reporter_) report_last({}, {}, 0);
    close();
    return;
  }
  let_go();
  if (given_.empty()) visited_to = given_.first;
  note_visited({given_.first, visited_to}, clock::now());
  if (report_) report_->leaves();
  auto const tries = why.empty() ? 0 : tries_when_left(visited_to);
  auto const told = why;
  if (tries != 0) {
    why.clear();
    --visited_to;
  }
  if (reporter_) report_last({given_.first, visited_to}, told, tries);
  if (visited_to != given_.first) {  // the example at which it leaves has been visited
    done_ += visited_to - given_.first;
    visited_ += visited_to - given_.first;
    seen_end_ = std::max(seen_end_, visited_to);
  }
  auto const rest = index_range{visited_to, given_.last};
  auto const drops = !why.empty() && ends_loop(terms_.on_error);
  if (!drops && !rest.empty()) pool_.give_back(rest, tries);
  if (why.empty()) {
    pool_.be(presence::gone);
  } else {
    pool_.fail_at(why.front().index);
    pool_.be(able_ ? presence::failed : presence::unable);
  }
  if (drops) {
    pool_.halt();
    done_ += rest.size() + pool_.drop_all();
  }
  publish();
  if (!able_) attendance_.tell_why_unable(why);
  if (client_) client_->leave(why);
  // What tells others where this rank is is not waited for: who comes by the counters, and leaves
  // too, may never listen.
  able_ ? attendance_.tell_the_missing() : call_.talk().flush();
  show_progress(true);
  close();
}

/// The ranks disagree, and all know it.
void counted_loop::give_up() noexcept {
  if (joined_) pool_.kill();
  if (client_) client_->forget();
  if (reporter_) reporter_->forget();
  close();
}

void counted_loop::close() noexcept {
  drawing_.reset();
  if (joined_) pool_.leave();
  open_ = false;
  call_.talk().in_body(false);
  call_.close();
}

}  // namespace dlp::detail
