// SPDX-License-Identifier: BSL-1.0
//
// The manager's part in surviving the loss of ranks.
#include <dlp/dispatch/manager.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace dlp::detail {

void manager::look_for_losses() {
  if (!terms_.survive) return;
  if (auto const losses = here_.talk().losses(); losses != losses_seen_) {
    losses_seen_ = losses;
    for (auto rank = 0; rank != here_.talk().size(); ++rank) {
      if (state(rank).is != presence::gone && here_.talk().is_dead(rank)) {
        lose(rank, presence::gone);
      }
    }
  }
  if (terms_.survive->patience.count() > 0) look_for_silence();
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
    if (worker.is != presence::present || worker.chunks.empty()) continue;
    auto rest = index_t{0};
    for (auto const& chunk : worker.chunks) rest += chunk.on ? chunk.on->rest() : 0;
    worker.silence += std::min(since, patience / 8);
    if (std::exchange(worker.rest, rest) != rest) worker.silence = {};
    if (worker.silence < patience) continue;
    lose(rank, presence::silent);
    here_.talk().note_silence(rank, true);
  }
}

void manager::lose(int rank, presence as) {
  auto& worker = state(rank);
  has_lost_ = true;
  if (worker.is == presence::unseen) --unseen_;
  if (worker.is != presence::silent) ++gone_;
  auto const had = std::exchange(worker.is, as) == presence::present && !worker.chunks.empty();
  if (had) forfeit(rank);
  if (as == presence::gone) worker.chunks.clear();
  std::erase(hungry_, rank);
  worker.hungry = false;
  if (has_work()) feed_the_hungry();
}

/// Gives to others what a lost rank has not reported on. What it had not begun is known where it is
/// staked; else it may have begun all, for its report on the first chunk may have been lost.
void manager::forfeit(int rank) {
  auto& worker = state(rank);
  --busy_;
  worker.result_bytes = 0;
  std::ranges::sort(worker.settled);
  auto begun = std::vector<index_range>();
  for (auto& chunk : worker.chunks) {
    auto rest = chunk;
    rest.range.first =
        chunk.on ? chunk.range.first + chunk.on->take_back(0).first : chunk.range.last;
    give_back(rest);
    std::ranges::move(unsettled(worker, {chunk.range.first, rest.range.first}),
                      std::back_inserter(begun));
    chunk = {};
  }
  worker.settled.clear();
  if (auto failed = losses_.book(begun, {rank, worker.host})) {
    failed->index = index_at(failed->index);
    fail(std::move(*failed));
  }
}

/// Those that a lost rank has sent no results of. Beyond the end of the range there are none.
auto manager::unsettled(worker_state const& worker, index_range had) -> std::vector<index_range> {
  auto const size = supply_.size().value_or(had.last);
  had = {std::min(had.first, size), std::min(had.last, size)};
  auto parts = std::vector<index_range>();
  auto const add = [&](index_t end) {
    if (had.first < end) parts.push_back({had.first, end});
  };
  for (auto const position : worker.settled) {
    if (position < had.first || position >= had.last) continue;
    seen_end_ = std::max(seen_end_, position + 1);
    ++done_;
    add(position);
    had.first = position + 1;
  }
  add(had.last);
  return parts;
}

/// Where no rank is left to do the rest, that is a failure; where they have all left by their own
/// will it is none.
void manager::give_up_if_nobody_is_left() {
  if (!has_lost_ || stopping_ || !has_work()) return;
  auto what = unseen_failure(failure::no_index, here_.root());
  what.text = "no rank is left to do the rest";
  if (supply_.size()) {
    what.text += ", " + std::to_string(supply_.remaining() + losses_.size()) + " examples";
  }
  failures_.push_back(std::move(what));
}

/// Others have what this rank speaks of. When it has reported on all of that it is as good as any.
void manager::take_late(worker_state& worker, message const& what) {
  switch (what.what) {
    case word::hello:
      --gone_;
      here_.talk().note_silence(what.source, false);
      take_hello(worker, what);
      break;
    case word::done:
      if (what.flags & range_has_ended) learn_size(what.range.last, what.source);
      worker.chunks.pop_front();
      if (!worker.chunks.empty()) break;
      --gone_;
      worker.is = presence::present;
      here_.talk().note_silence(what.source, false);
      break;
    case word::left:
      worker.is = presence::gone;
      worker.chunks.clear();
      here_.talk().note_silence(what.source, false);
      take_failures_of(what, std::nullopt);
      break;
    default:
      break;
  }
}

/// Notes which positions of its chunk a worker has sent the results of: they need not be run again.
void manager::settle(worker_state& worker, message const& what) {
  auto const& chunk = worker.chunks.front().range;
  for (auto body = byte_reader(what.body); !body.done();) {
    auto const index = body.take<index_t>();
    static_cast<void>(body.take(body.take<std::uint64_t>()));
    auto position = index;
    if (!order_.empty()) {
      position = chunk.first;
      while (position != chunk.last && order_[position] != index) ++position;
    }
    worker.settled.push_back(position);
  }
}

}  // namespace dlp::detail
