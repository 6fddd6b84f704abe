// SPDX-License-Identifier: BSL-1.0
//
// The manager's part in handing out work, and in taking back what has not been begun.
#include <dispatch/managed/manager.hpp>

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <variant>

namespace dlp::detail {

/// Gives a worker its next chunks, as many as it may have.
void manager::feed(int rank) {
  auto& worker = state(rank);
  if (worker.is != presence::present) return;
  auto const& has = ledger_.with(rank);
  if (hands_out() && has.empty() && (is_of_pool() || !has_fresh())) {
    // In a pool first, for there may be no end of what is fresh.
    if (auto const again = ledger_.take_again(rank)) {
      hand_out(rank, *again);
    } else if (!has_fresh()) {
      take_back(false);
    }
  }
  while (hands_out() && has.size() < 2 && has_fresh()) {
    auto const size = size_of_next(worker);
    if (!has.empty() && !looks_ahead(rank, size)) break;
    if (auto const taken = take_fresh(rank, size); !taken.empty()) hand_out(rank, {taken});
  }
  if (auto const probe = ledger_.take_probe(rank)) hand_out(rank, *probe);
  if (has.empty() && !std::exchange(worker.hungry, true)) {
    if (hungry_.empty()) patience_ends_ = clock::now() + patience();
    hungry_.push_back(rank);
  }
}

/// Whether there is something that is nothing special, and need not wait.
auto manager::has_fresh() const -> bool {
  return (ledger_.remaining() != 0 && is_within_reach()) || (tasks_ && tasks_->waiting().front());
}

/// Where results are taken in order: whether the next chunk lies so near to what is not done that
/// the root will keep no more than 64 results for each worker, or two chunks of the size that they
/// have now.
auto manager::is_within_reach() const -> bool {
  constexpr auto most_kept = index_t{64};
  if (!terms_.in_order) return true;
  auto const lowest = ledger_.lowest_open();
  if (!lowest) return true;
  auto const farthest = std::ranges::max_element(workers_, {}, &worker_state::wire_seconds);
  auto const chunk = chunk_size(farthest->wire_seconds);
  return ledger_.next() + chunk <= *lowest + std::max(most_kept, 2 * chunk) * computing();
}

auto manager::has_work() const -> bool { return ledger_.has_work() || has_fresh(); }

/// Whether there is anything that a worker may have now: not all work is within reach. Where there
/// is nothing, those who wait are not gone through at each message.
auto manager::can_feed() const -> bool { return ledger_.has_again() || has_fresh(); }

auto manager::take_fresh(int rank, index_t most) -> index_range {
  if (tasks_ && ledger_.remaining() == 0) tasks_->admit(ledger_, most);
  return ledger_.take(rank, most);
}

/// The one that came last is the first to get something: it has not gone to sleep yet. Who gets
/// nothing keeps its place.
void manager::feed_the_hungry() {
  auto first = hungry_.end();
  while (first != hungry_.begin() && can_feed()) feed(*--first);
  auto const leaves = [this](int rank) {
    auto const waits = ledger_.with(rank).empty();
    state(rank).hungry = waits;
    return !waits;
  };
  hungry_.erase(std::remove_if(first, hungry_.end(), leaves), hungry_.end());
  note_dry();
}

/// Of a rank that is not there any more.
void manager::no_longer_waits(int rank) {
  std::erase(hungry_, rank);
  state(rank).hungry = false;
}

/// While ranks have nothing for long, others have what they have not begun: their examples take
/// longer than the mean says. In a pool, of which there may be no end, not only then.
void manager::relieve() {
  if ((hungry_.empty() && !is_of_pool()) || !hands_out() || clock::now() < patience_ends_) return;
  patience_ends_ = clock::now() + patience();
  if (hungry_.empty()) return take_back_from_stuck();
  take_back(true);
  feed_the_hungry();
}

/// What waits behind a long task goes to whoever asks next, where it was submitted alone: a chunk
/// of a map is as long as its schedule says.
void manager::take_back_from_stuck() {
  if (computing() == 1) return;
  auto const was_alone = [this](auto const& chunk) {
    return chunk.range.empty() || tasks_->was_alone(chunk.range.first);
  };
  for (auto const rank : watched_) {
    auto& worker = state(rank);
    auto const now = std::pair(worker.chunks.count(), worker.chunks.rest());
    if (std::exchange(worker.seen_at, now) != now || worker.chunks.movable() == 0) continue;
    if (!std::ranges::all_of(ledger_.with(rank), was_alone)) continue;
    auto const taken = worker.chunks.take_back();
    ledger_.recall(rank, taken.place, taken.from);
    worker.seen_at.second = worker.chunks.rest();
  }
}

auto manager::patience() const -> clock::duration {
  return std::chrono::milliseconds(1) + 4 * pace_.time_for(last_chunk_);
}

/// Look-ahead begins when there is something to reckon with.
auto manager::looks_ahead(int rank, index_t chunk) const -> bool {
  if (terms_.single_pass || !pace_.is_known() || (tasks_ && tasks_->gives_singly())) return false;
  // Should its rank be lost, nothing else is to be to blame; and the way to the end may be long.
  auto const is = ledger_.with(rank).front().is;
  if (is == ledger::kind::suspect || is == ledger::kind::probe) return false;
  auto const& chunks = state(rank).chunks;
  if (chunks.watched()) return true;
  // Now and then a worker has to wait, so that the round trip stays known; not where chunks have
  // been made so long that none has to.
  auto const wire = state(rank).wire_seconds;
  auto const hides_wire = std::holds_alternative<adaptive>(terms_.schedule);
  if (chunks.count() % 16 == 2 && (!hides_wire || pace_.may_wait(chunk, wire))) return false;
  auto const left = ledger_.remaining() + (tasks_ ? tasks_->to_come() : 0);
  return pace_.looks_ahead(chunk, left, computing(), wire);
}

/// What is tried again is not taken back: it might come to a rank where it failed.
void manager::hand_out(int rank, ledger::chunk what) {
  auto made = make_message(here_.number(), word::work, what.range);
  auto of = tasks_ ? tasks_->pace_of(what.range.first) : nullptr;
  if (state(rank).chunks.add(what.range, what.is == ledger::kind::fresh, std::move(of)))
    made.flags = can_be_stolen;
  if (notes_times_) made.flags |= notes_times;
  if (recording_ && what.is == ledger::kind::failed) {
    auto const failures = recording_->attempt_at(index_at(what.range.first)) - 1;
    made.flags |= std::min(static_cast<std::uint32_t>(failures), most_failures)
                  << failures_from_bit;
  }
  if (tasks_) {
    for (auto const number : tasks_->values_to_send(rank, what.range))
      here_.send(rank, word::keep, tasks_->values().packed(number), {number, number + 1});
    tasks_->append_to(made.body, what.range);
    if (what.range.size() > 1 && tasks_->was_alone(what.range.first)) made.flags |= tells_each;
  }
  if (!order_.empty()) {
    auto const indices = std::span(order_).subspan(what.range.first, what.range.size());
    std::ranges::copy(std::as_bytes(indices), std::back_inserter(made.body));
  }
  if (what.is != ledger::kind::probe) {
    ++chunks_;
    last_chunk_ = what.range.size();
    observer_.handed_out(rank, what.range);
  }
  if (notes_times_) {
    auto const root = here_.talk().in_world(here_.root());
    if (observer_.draws({root, here_.number(), rank, state(rank).chunks.count()}, made.range))
      made.flags |= is_drawn;
    observer_.passed(sizeof(message_head) + made.body.size(), false);
  }
  here_.talk().send(rank, std::move(made));
}

/// Takes back what the rank with the longest rest can spare; its next chunk first.
void manager::take_back(bool trifles_too) {
  auto longest = index_t{0};
  auto from = -1;
  for (auto const rank : watched_) {
    auto const& chunks = state(rank).chunks;
    auto const rest = chunks.rest();
    if (rest > longest && chunks.movable() != 0) {
      longest = rest;
      from = rank;
    }
  }
  if (from == -1 || !(trifles_too || pace_.worth_moving(longest))) return;
  auto const taken = state(from).chunks.take_back();
  ledger_.recall(from, taken.place, taken.from);
}

auto manager::computing() const -> index_t {
  return static_cast<index_t>(std::max(1, ledger_.present()));
}

auto manager::chunk_size(double wire_seconds, bool watched) const -> index_t {
  if (terms_.single_pass) return 1;
  auto const loop = loop_progress{.total = ledger_.size(),
                                  .remaining = ledger_.remaining(),
                                  .chunks = chunks_,
                                  .workers = computing(),
                                  .crowded = here_.talk().crowded(),
                                  .handed_out = earlier_examples_ + ledger_.begun(),
                                  .wire_seconds = wire_seconds};
  return tasks_ ? tasks_->chunk_size(ledger_, loop, watched) : pace_.chunk(terms_.schedule, loop);
}

/// What is left goes at once where it is over before another worker had its part of it: if it is
/// no more than what says so, and in order not behind what is not done, since the root would keep
/// it.
auto manager::size_of_next(worker_state const& worker) const -> index_t {
  auto const size = chunk_size(worker.wire_seconds, worker.chunks.watched());
  auto const left = ledger_.remaining();
  auto const is_like_the_rest = left <= earlier_examples_ + ledger_.begun();
  auto const waits_for_none = !terms_.in_order || !ledger_.lowest_open();
  auto const goes_at_once = goes_by_line_ && ledger_.size() && is_like_the_rest && waits_for_none &&
                            pace_.is_over_at_once(left);
  return goes_at_once ? std::max(size, left) : size;
}

/// Whether its pace may be that of the loop before: if all workers are on this node, so that
/// whatever they have not begun can be taken back, should its examples take longer.
auto manager::goes_by_line() const -> bool {
  if (tasks_ || terms_.single_pass || !std::holds_alternative<adaptive>(terms_.schedule))
    return false;
  for (auto rank = 0; rank != here_.talk().size(); ++rank) {
    if (!here_.talk().stealable_chunks_of(rank, here_.root())) return false;
  }
  return true;
}

}  // namespace dlp::detail
