// SPDX-License-Identifier: BSL-1.0
//
// The manager's part in a report: how long examples took, which workers say at the end.
#include <dispatch/managed/manager.hpp>

#include <algorithm>
#include <utility>

namespace dlp::detail {

/// Takes a message, which has been coming in since then, and says so where that is noted.
void manager::take_in(message what, clock::time_point since) {
  if (!notes_times_) return take(std::move(what));
  auto const brings_results = what.what == word::done || what.what == word::results;
  observer_.passed(sizeof(message_head) + what.body.size(), brings_results);
  take(std::move(what));
  observer_.root_was(root_work::serving, since, clock::now());
}

void manager::take_times(message const& what) {
  state(what.source).times_due = false;
  auto body = byte_reader(what.body);
  observer_.told_times(take_rank_times(body));
}

/// After the end: waits for those that have noted something, and are neither dead nor silent. A
/// worker may have left in the same moment.
void manager::collect_times() {
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    auto& worker = state(rank);
    if (worker.is == presence::present) worker.times_due = worker.chunks.count() != 0;
  }
  auto const patience = terms_.survive ? terms_.survive->patience.count() : 0.0;
  auto since = clock::now();
  while (std::ranges::any_of(workers_, &worker_state::times_due)) {
    if (auto what = here_.try_receive()) {
      since = clock::now();
      if (what->what == word::times) take_times(*what);
      if (what->what == word::left)
        state(what->source).times_due = (what->flags & notes_times) != 0;
      continue;
    }
    for (auto rank = 0; rank != here_.talk().size(); ++rank)
      if (here_.talk().is_dead(rank)) state(rank).times_due = false;
    if (patience > 0 && std::chrono::duration<double>(clock::now() - since).count() > patience)
      return;
    here_.talk().pause();
  }
}

/// From where the program was.
void manager::is_back() {
  if (notes_times_ && went_ != clock::time_point())
    observer_.root_was(root_work::its_own, std::exchange(went_, {}), clock::now());
}

/// To where the program is; what a pool lacks meanwhile it lacks because nothing is submitted.
void manager::goes() {
  if (notes_times_ && ran_dry_ == clock::time_point()) went_ = clock::now();
}

/// Of a pool: a worker that has nothing gets what there is, so that nothing is where one waits.
void manager::note_dry() {
  if (!notes_times_ || !is_of_pool()) return;
  auto const was_dry = ran_dry_ != clock::time_point();
  if (hungry_.empty() == !was_dry) return;
  if (was_dry) {
    observer_.root_was(root_work::holding, std::exchange(ran_dry_, {}), clock::now());
  } else {
    ran_dry_ = clock::now();
  }
}

void manager::finish() {
  auto const reports = observer_.explains();
  hungry_.clear();
  note_dry();
  auto how = loop_outcome();
  how.left_out = ledger_.outcome().left_out;
  end(how, reports ? notes_times : no_flag);
  if (reports) conclude_report();
}

void manager::conclude_report() {
  collect_times();
  observer_.concluded({.words = here_.words(),
                       .where = here_.where(),
                       .rule = terms_.schedule,
                       .order = order_,
                       .has_results = !terms_.result.empty(),
                       .in_order = terms_.in_order,
                       .is_kept = recording_ != nullptr,
                       .takes_back = !is_far_ && !terms_.single_pass,
                       .crowded = here_.talk().crowded(),
                       .is_pool = is_of_pool(),
                       .grows = tasks_ && tasks_->makes_tasks(),
                       .complete = ledger_.outcome().is_good() && !has_work() && !has_lost_,
                       .ranks = here_.talk().size(),
                       .root = here_.root(),
                       .began = in_seconds(began_),
                       .ended = in_seconds(ended_)});
}

}  // namespace dlp::detail
