// SPDX-License-Identifier: BSL-1.0
//
// The manager's part in surviving the loss of ranks.
#include <dispatch/managed/manager.hpp>

#include <algorithm>
#include <utility>

namespace dlp::detail {

/// Whether one was lost.
auto manager::look_for_losses() -> bool {
  if (!terms_.survive) return false;
  auto const present = ledger_.present();
  if (auto const losses = here_.talk().losses(); losses != losses_seen_) {
    losses_seen_ = losses;
    for (auto rank = 0; rank != here_.talk().size(); ++rank) {
      if (state(rank).is != presence::gone && here_.talk().is_dead(rank)) {
        lose(rank, presence::gone);
      }
    }
  }
  if (terms_.survive->patience.count() > 0) look_for_silence();
  return ledger_.present() != present;
}

/// A rank's silence counts while this one listens: one that has long had other things to do, and
/// has not taken in what came, must not take the others for lost.
void manager::look_for_silence() {
  auto const patience = std::chrono::duration_cast<clock::duration>(terms_.survive->patience);
  auto const since = clock::now() - looked_;
  if (since < std::min<clock::duration>(patience / 16, std::chrono::milliseconds(10))) return;
  looked_ += since;
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    auto& worker = state(rank);
    if (worker.is != presence::present || ledger_.with(rank).empty()) continue;
    auto const rest = worker.chunks.rest();
    worker.silence += std::min(since, patience / 8);
    if (std::exchange(worker.rest, rest) != rest) worker.silence = {};
    if (worker.silence < patience) continue;
    lose(rank, presence::silent);
    here_.talk().note_silence(rank, true);
  }
}

/// Others get what it has not reported on. What it had not begun is known where that can be seen;
/// else it may have begun all, for its report on the first chunk may have been lost.
void manager::lose(int rank, presence as) {
  auto& worker = state(rank);
  has_lost_ = true;
  if (worker.is == presence::unseen) --unseen_;
  if (worker.is != presence::silent) observer_.lost(rank);
  worker.is = as;
  worker.result_bytes = 0;
  worker.owed = as == presence::silent ? worker.chunks.size() : 0;
  auto const begun_below = worker.chunks.take_all();
  worker.chunks.clear();
  no_longer_waits(rank);
  if (auto failed = ledger_.lost({rank, worker.host}, begun_below)) {
    failed->index = index_at(failed->index);
    if (is_of_pool()) {  // the others are none the worse
      observer_.failed(*failed);
      tasks_->fail(here_.words(), *failed);
    } else {
      if (tasks_) tasks_->give_up(*failed);
      follow(ledger_.spoiled(*failed), *failed);
    }
  }
  feed_the_hungry();
}

/// Where no rank is left to do the rest, that is a failure; where they have all left by their own
/// will it is none.
void manager::give_up_if_nobody_is_left() {
  if (!has_lost_ || ledger_.stopped() || !has_work()) return;
  auto what = unseen_failure(failure::no_index, here_.root());
  what.text = "no rank is left to do the rest";
  auto const left = ledger_.left_over() + (tasks_ ? tasks_->to_come() : 0);
  if (ledger_.size()) what.text += ", " + std::to_string(left) + " examples";
  static_cast<void>(ledger_.broken(std::move(what)));
}

/// Others have what this rank speaks of. When it has reported on all of that it is as good as any.
void manager::take_late(worker_state& worker, message const& what) {
  auto const speaks_again = [&](presence as) {
    worker.is = as;
    here_.talk().note_silence(what.source, false);
    if (as == presence::present) ledger_.returns(what.source);
  };
  switch (what.what) {
    case word::hello:
      speaks_again(presence::present);
      take_hello(worker, what);
      break;
    case word::done:
      if (what.flags & range_has_ended) ledger_.ends_at(what.range.last, what.source);
      if (--worker.owed == 0) speaks_again(presence::present);
      break;
    case word::left: {
      speaks_again(presence::gone);
      auto body = byte_reader(what.body);
      if (body.done()) break;
      for (auto const& one : take_failures(body)) follow(ledger_.spoiled(one), one);
      break;
    }
    default:
      break;
  }
}

/// The results in the message need not be computed again, should this rank be lost.
void manager::settle(int rank, message const& what) {
  auto const chunk = ledger_.with(rank).front().range;
  for (auto body = byte_reader(what.body); !body.done();) {
    auto position = take_result(body).index;
    if (!order_.empty()) {
      auto const found =
          std::find(order_.begin() + static_cast<std::ptrdiff_t>(chunk.first),
                    order_.begin() + static_cast<std::ptrdiff_t>(chunk.last), position);
      position = static_cast<index_t>(found - order_.begin());
    }
    ledger_.settled(rank, position);
  }
}

}  // namespace dlp::detail
