// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/replay.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <limits>
#include <queue>
#include <utility>
#include <variant>

#include <dispatch/ledger/supply.hpp>
#include <dispatch/pace/pace.hpp>
#include <dlp/schedule/block.hpp>

namespace dlp::detail {
namespace {

constexpr auto most_messages = 200'000;

/// As long as results wait on a worker before they are sent.
constexpr auto between_results = 10e-3;

class simulation {
 public:
  simulation(cost_profile const& costs, replay_terms const& terms)
      : costs_(costs),
        terms_(terms),
        supply_(costs.examples()),
        pace_(terms.has_results),
        workers_(terms.starts.size()),
        now_(terms.root_from) {
    for (auto who = std::size_t{0}; who != workers_.size(); ++who) {
      workers_[who].free = terms.starts[who];
      inbox_.push({terms.starts[who] + terms.trip / 2, what::hello, who, 0, 0});
    }
  }

  auto run() -> std::optional<double> {
    while (true) {
      auto const piles_up = queue_.size() > workers_.size();
      if (!piles_up && !inbox_.empty() && inbox_.top().at <= now_) {
        if (++messages_ > most_messages) return std::nullopt;
        auto const next = inbox_.top();
        inbox_.pop();
        take(next);
      } else if (!queue_.empty()) {
        done_ = now_ += terms_.body;
        if (--queue_.front() == 0) queue_.pop_front();
      } else if (!inbox_.empty()) {
        now_ = std::max(now_, inbox_.top().at);
      } else {
        return done_;
      }
    }
  }

 private:
  enum class what { hello, results, done, relief };
  struct event {
    double at;
    what is;
    std::size_t who;
    std::size_t chunk;
    index_t count;  // of results
    auto operator>(event const& other) const noexcept -> bool { return at > other.at; }
  };
  struct chunk {
    index_range range;
    std::size_t id;
    double begin;
    double end;
    bool waited;        // its worker had nothing else
    double sent;        // by the root
    index_t given = 0;  // results of it that have been sent
  };
  struct worker {
    std::deque<chunk> chunks = {};
    double free = 0;
    std::size_t handed = 0;
    bool is_hungry = false;
  };

  void take(event const& one) {
    if (one.is == what::relief) return relieve();
    if (one.is != what::hello) {
      auto& its = workers_[one.who];
      if (its.chunks.empty() || its.chunks.front().id != one.chunk) return;
      now_ += terms_.serve;
      if (one.is == what::results) {
        its.chunks.front().given += one.count;
        return come(one.count);
      }
      take_done(its);
    } else {
      now_ += terms_.serve;
    }
    done_ = std::max(done_, now_);
    feed(one.who);
    feed_the_hungry();
  }

  void take_done(worker& its) {
    auto const of = its.chunks.front();
    its.chunks.pop_front();
    auto const count = of.range.size();
    if (count != 0) {
      pace_.add_examples(count, of.end - of.begin);
      if (terms_.has_results)
        pace_.add_results(
            count, static_cast<std::size_t>(terms_.result_bytes * static_cast<double>(count)));
    }
    if (of.waited) pace_.add_round_trip(std::max(0.0, now_ - of.sent - (of.end - of.begin)));
    come(count - std::min(count, of.given));
  }

  void come(index_t results) {
    if (terms_.has_results && terms_.body > 0 && results != 0) queue_.push_back(results);
  }

  void feed(std::size_t who) {
    auto& its = workers_[who];
    if (its.chunks.empty() && !has_fresh()) take_back(false);
    while (its.chunks.size() < 2 && has_fresh()) {
      auto const size = chunk_size();
      if (!its.chunks.empty() && !looks_ahead(its, size)) break;
      hand_out(who, supply_.take(size));
    }
    if (!its.chunks.empty() || std::exchange(its.is_hungry, true)) return;
    hungry_.push_back(who);
    if (hungry_.size() == 1) await_relief();
  }

  void feed_the_hungry() {
    for (auto at = hungry_.size(); at-- > 0 && has_fresh();) feed(hungry_[at]);
    std::erase_if(hungry_, [this](std::size_t who) {
      auto& its = workers_[who];
      return !(its.is_hungry = its.chunks.empty());
    });
  }

  void await_relief() {
    if (!terms_.takes_back) return;
    auto const waits_for =
        1e-3 + 4 * std::chrono::duration<double>(pace_.time_for(last_chunk_)).count();
    inbox_.push({now_ + waits_for, what::relief, 0, 0, 0});
  }

  void relieve() {
    if (hungry_.empty()) return;
    take_back(true);
    feed_the_hungry();
    auto has_rest = false;
    for (auto who = std::size_t{0}; who != workers_.size(); ++who) has_rest |= movable(who) != 0;
    if (!hungry_.empty() && has_rest) await_relief();
  }

  [[nodiscard]] auto has_fresh() const -> bool {
    if (supply_.remaining() == 0) return false;
    if (!terms_.in_order) return true;
    auto lowest = std::numeric_limits<index_t>::max();
    for (auto const& its : workers_)
      for (auto const& one : its.chunks) lowest = std::min(lowest, one.range.first);
    auto const size = chunk_size();
    return lowest == std::numeric_limits<index_t>::max() ||
           supply_.next() + size <=
               lowest + std::max<index_t>(64, 2 * size) * static_cast<index_t>(workers_.size());
  }

  [[nodiscard]] auto chunk_size() const -> index_t {
    return pace_.chunk(terms_.rule, {.total = supply_.size(),
                                     .remaining = supply_.remaining(),
                                     .chunks = chunks_,
                                     .workers = static_cast<index_t>(workers_.size()),
                                     .crowded = terms_.crowded,
                                     .handed_out = supply_.begun(),
                                     .wire_seconds = wire()});
  }

  /// Of the manager's own node it knows none.
  [[nodiscard]] auto wire() const noexcept -> double { return terms_.takes_back ? 0 : terms_.trip; }

  [[nodiscard]] auto looks_ahead(worker const& its, index_t size) const -> bool {
    if (!pace_.is_known()) return false;
    if (terms_.takes_back) return true;
    auto const hides_wire = std::holds_alternative<adaptive>(terms_.rule);
    if (its.handed % 16 == 2 && (!hides_wire || pace_.may_wait(size, wire()))) return false;
    return pace_.looks_ahead(size, supply_.remaining(), static_cast<index_t>(workers_.size()),
                             wire());
  }

  void hand_out(std::size_t who, index_range range) {
    auto& its = workers_[who];
    auto made = chunk{.range = range,
                      .id = next_id_++,
                      .begin = std::max(now_ + terms_.trip / 2, its.free),
                      .end = 0,
                      .waited = its.chunks.empty(),
                      .sent = now_};
    made.end = its.free = made.begin + terms_.slowness[who] * costs_.seconds(range);
    last_chunk_ = range.size();
    ++its.handed;
    ++chunks_;
    its.chunks.push_back(made);
    announce(who, made);
  }

  /// What its worker will say of a chunk, as it stands.
  void announce(std::size_t who, chunk const& of) {
    auto const pays = terms_.has_results && terms_.body > 0 && of.range.size() > 1;
    auto const each =
        (of.end - of.begin) / static_cast<double>(std::max<index_t>(of.range.size(), 1));
    auto const step = std::max(between_results, each);
    auto told = of.range.first + of.given;
    for (auto at = std::max(of.begin, now_) + step; pays && at < of.end; at += step) {
      if (inbox_.size() > most_messages) break;  // it is given up
      auto const to = costs_.begun_after((at - of.begin) / terms_.slowness[who], of.range);
      if (to <= told + 1) continue;
      inbox_.push({at + terms_.trip / 2, what::results, who, of.id, to - 1 - told});
      told = to - 1;
    }
    inbox_.push({of.end + terms_.trip / 2, what::done, who, of.id, 0});
  }

  /// What of the last chunk of a worker is not begun now.
  [[nodiscard]] auto rest_of(std::size_t who) const -> index_range {
    auto const& chunks = workers_[who].chunks;
    if (chunks.empty()) return {};
    auto const& [range, id, begin, end, waited, sent, given] = chunks.back();
    if (now_ <= begin) return range;
    return {costs_.begun_after((now_ - begin) / terms_.slowness[who], range), range.last};
  }

  /// What may be taken back: all of a chunk that waits, half of the one that the worker is in.
  [[nodiscard]] auto movable(std::size_t who) const -> index_t {
    auto const rest = rest_of(who).size();
    auto const& chunks = workers_[who].chunks;
    if (chunks.empty()) return 0;
    auto const is_begun = now_ > chunks.back().begin;
    if (chunks.size() > 1 && !is_begun) return rest;
    return is_begun ? divide_up(rest, 2) : rest / 2;
  }

  void take_back(bool trifles_too) {
    if (!terms_.takes_back) return;
    auto longest = index_t{0};
    auto from = std::size_t{0};
    for (auto who = std::size_t{0}; who != workers_.size(); ++who) {
      auto const rest = rest_of(who).size();
      if (rest <= longest || movable(who) == 0) continue;
      longest = rest;
      from = who;
    }
    if (longest == 0 || !(trifles_too || pace_.worth_moving(longest))) return;
    auto& its = workers_[from];
    auto& last = its.chunks.back();
    auto const kept = last.range.last - movable(from);
    supply_.give_back({kept, last.range.last});
    last.range.last = kept;
    last.end = its.free = last.begin + terms_.slowness[from] * costs_.seconds(last.range);
    last.id = next_id_++;
    if (last.range.empty() && its.chunks.size() > 1)
      its.chunks.pop_back();
    else
      announce(from, last);
  }

  cost_profile const& costs_;
  replay_terms const& terms_;
  supply supply_;
  pace pace_;
  std::vector<worker> workers_;
  std::vector<std::size_t> hungry_;
  std::priority_queue<event, std::vector<event>, std::greater<>> inbox_;
  std::deque<index_t> queue_;  // results that wait for the root, by message
  double now_;                 // on the root
  double done_ = 0;
  std::size_t next_id_ = 0;
  index_t chunks_ = 0;
  index_t last_chunk_ = 0;
  int messages_ = 0;
};

}  // namespace

auto replay(cost_profile const& costs, replay_terms const& terms) -> std::optional<double> {
  return simulation(costs, terms).run();
}

/// Of a piece that is long every rank has its part.
auto replay_round_robin(cost_profile const& costs, int ranks) -> double {
  auto sums = std::vector<double>(static_cast<std::size_t>(ranks));
  auto at = std::size_t{0};
  for (auto const& piece : costs.pieces()) {
    auto const rounds = piece.count / sums.size();
    for (auto& sum : sums) sum += static_cast<double>(rounds) * piece.each;
    for (auto rest = piece.count % sums.size(); rest != 0; --rest) {
      sums[at] += piece.each;
      at = (at + 1) % sums.size();
    }
  }
  return std::ranges::max(sums);
}

auto replay_block(cost_profile const& costs, int ranks) -> double {
  auto longest = 0.0;
  for (auto rank = 0; rank != ranks; ++rank)
    longest = std::max(longest, costs.seconds(block_share(costs.examples(), rank, ranks)));
  return longest;
}

}  // namespace dlp::detail
