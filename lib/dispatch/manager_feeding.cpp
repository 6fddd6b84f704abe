// SPDX-License-Identifier: BSL-1.0
//
// The manager's part in handing out work, and in taking back what has not been begun.
#include <dlp/dispatch/manager.hpp>

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace dlp::detail {

/// Gives a worker its next chunks, as many as it may have.
void manager::feed(int rank) {
  auto& worker = state(rank);
  if (worker.is != presence::present) return;
  if (!stopping_ && worker.chunks.empty() && supply_.remaining() == 0) {
    if (auto const again = take_again(rank)) {
      hand_out(rank, {*again, *again + 1}, kind::failed);
    } else if (auto const had = losses_.take()) {
      hand_out(rank, {*had, *had + 1}, kind::suspect);
    } else {
      take_back(false);
    }
  }
  while (!stopping_ && worker.chunks.size() < 2 && supply_.remaining() != 0) {
    auto const size = chunk_size();
    if (!worker.chunks.empty() && !looks_ahead(worker, size)) break;
    hand_out(rank, supply_.take(size), kind::fresh);
  }
  if (is_to_find_its_end(worker)) {
    hand_out(rank, index_range{*supply_.size(), *supply_.size() + 1}, kind::probe);
  }
  if (worker.chunks.empty() && !std::exchange(worker.hungry, true)) {
    hungry_.push_back(rank);
    patience_ends_ = clock::now() + patience();
  }
}

auto manager::take_again(int rank) -> std::optional<index_t> {
  return retries_.take_for(rank, computing(),
                           [this](int other) { return state(other).is != presence::gone; });
}

void manager::feed_the_hungry() {
  for (auto const rank : std::exchange(hungry_, {})) {
    state(rank).hungry = false;
    feed(rank);
  }
}

/// While ranks have nothing for long, others have what they have not begun: their examples take
/// longer than the mean says.
void manager::relieve() {
  if (hungry_.empty() || stopping_ || clock::now() < patience_ends_) return;
  patience_ends_ = clock::now() + patience();
  take_back(true);
  if (supply_.remaining() != 0) feed_the_hungry();
}

auto manager::patience() const -> clock::duration {
  return std::chrono::milliseconds(1) + 4 * pace_.time_for(last_chunk_);
}

/// In a loop that comes to a good end all workers have found their ranges to end at the same index:
/// one that has nothing to do, and has not come to its own end, goes there now.
auto manager::is_to_find_its_end(worker_state const& worker) const -> bool {
  return !terms_.size && supply_.size() && !worker.told_end && worker.chunks.empty() &&
         !stopping_ && failures_.empty();
}

/// Look-ahead begins when there is something to reckon with.
auto manager::looks_ahead(worker_state const& worker, index_t chunk) const -> bool {
  if (terms_.single_pass || !pace_.is_known()) return false;
  // Should its rank be lost, nothing else is to be to blame; and the way to the end may be long.
  auto const is = worker.chunks.front().is;
  if (is == kind::suspect || is == kind::probe) return false;
  if (worker.stakes) return true;
  // Now and then a worker has to wait, so that the round trip stays known.
  return worker.handed % 16 != 2 && pace_.looks_ahead(chunk, supply_.remaining(), computing());
}

/// What is tried again is not staked: taken back, it might come to a rank where it failed.
void manager::hand_out(int rank, index_range range, kind is) {
  auto& worker = state(rank);
  auto chunk = chunk_state{.range = range, .is = is};
  if (worker.chunks.empty()) {
    ++busy_;
    chunk.asked = clock::now();
  }
  auto made = make_message(here_.number(), word::work, chunk.range);
  if (is == kind::fresh && worker.stakes && chunk.range.size() <= stake::longest) {
    chunk.on = worker.stakes + worker.handed % 2;
    chunk.on->lay(chunk.range.size());
    made.flags = is_staked;
  }
  if (!order_.empty()) {
    auto const indices = std::span(order_).subspan(chunk.range.first, chunk.range.size());
    std::ranges::copy(std::as_bytes(indices), std::back_inserter(made.body));
  }
  worker.chunks.push_back(chunk);
  ++worker.handed;
  if (is != kind::probe) {
    ++chunks_;
    last_chunk_ = chunk.range.size();
  }
  here_.talk().send(rank, std::move(made));
}

/// How much of what a rank has not begun may be taken back: all of its next chunk, half of the one
/// that it is in. It keeps one at least where it may not have heard of that chunk yet: a single
/// example could else go round for ever among ranks that take it from each other.
auto manager::movable(worker_state const& worker, chunk_state const& chunk) -> index_t {
  if (!chunk.on) return 0;
  auto const rest = chunk.on->rest();
  if (&chunk != &worker.chunks.front()) return rest;
  return chunk.on->is_begun() ? divide_up(rest, 2) : rest / 2;
}

/// Takes back what the rank with the longest rest can spare; its next chunk first.
void manager::take_back(bool trifles_too) {
  auto longest = index_t{0};
  auto* from = static_cast<worker_state*>(nullptr);
  for (auto const rank : staked_) {
    auto& worker = state(rank);
    auto rest = index_t{0};
    auto can_spare = index_t{0};
    for (auto const& chunk : worker.chunks) {
      rest += chunk.on ? chunk.on->rest() : 0;
      can_spare += movable(worker, chunk);
    }
    if (can_spare != 0 && rest > longest) {
      longest = rest;
      from = &worker;
    }
  }
  if (!from || !(trifles_too || pace_.worth_moving(longest))) return;
  auto const of_next = movable(*from, from->chunks.back());
  auto& chunk = of_next != 0 ? from->chunks.back() : from->chunks.front();
  auto const rest = chunk.on->rest();
  auto const taken = chunk.on->take_back(rest - std::min(rest, movable(*from, chunk)));
  auto const base = chunk.range.first;
  chunk.range.last = base + taken.first;
  supply_.give_back({base + taken.first, base + taken.last});
}

auto manager::computing() const -> index_t {
  return std::max<index_t>(1, workers_.size() - 1 - static_cast<std::size_t>(gone_));
}

auto manager::chunk_size() const -> index_t {
  if (terms_.single_pass) return 1;
  return pace_.chunk(terms_.schedule, {.total = supply_.size(),
                                       .remaining = supply_.remaining(),
                                       .chunks = chunks_,
                                       .workers = computing(),
                                       .crowded = here_.talk().crowded(),
                                       .handed_out = supply_.begun()});
}

}  // namespace dlp::detail
