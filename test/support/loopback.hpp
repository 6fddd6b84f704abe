// SPDX-License-Identifier: BSL-1.0
//
// Ranks, a network and a clock inside one process, for tests of everything that speaks through a
// `dlp::detail::channel`. A seed decides all that is left to chance between real processes: who
// goes on when, how long a message travels, how fast time passes. The same seed is the same run.
#pragma once

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <comm/call/context.hpp>
#include <comm/wire/channel.hpp>
#include <comm/wire/stealable_chunk.hpp>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "soaked.hpp"

namespace dlp_test {

/// What the library's clock shows; a test moves it on.
inline std::chrono::nanoseconds simulated_time = std::chrono::hours(1);

}  // namespace dlp_test

// In the place of libstdc++'s: a run that looks at the real clock is not the same run again. The
// linker allows it once, so that a test is one source file.
auto std::chrono::steady_clock::now() noexcept -> time_point {
  return time_point(dlp_test::simulated_time);
}

namespace dlp_test {

using namespace dlp::detail;
using dlp::index_t;

/// The choices that a seed makes.
class dice {
 public:
  explicit dice(std::uint64_t seed) : generator_(seed) {}

  /// One of 0, 1, …, n - 1.
  auto below(std::uint64_t n) -> std::uint64_t { return generator_() % n; }
  auto below(int n) -> int { return static_cast<int>(below(static_cast<std::uint64_t>(n))); }
  auto chance(double probability) -> bool {
    return static_cast<double>(below(std::uint64_t{1} << 30)) < probability * (1 << 30);
  }
  template <class T>
  auto one_of(std::vector<T> const& values) -> T {
    return values[below(values.size())];
  }
  auto one_of_all(auto& things) -> auto& { return things[below(things.size())]; }

 private:
  std::mt19937_64 generator_;
};

/// Which ranks are on one node, and see each other's stealable_chunks.
enum class nodes { one, one_for_each, some };

struct network_options {
  std::uint64_t seed = 0;
  double delayed = 0.25;    ///< the share of messages that travel for long
  bool rendezvous = false;  ///< a message has gone out only when its receiver has taken it
  nodes shared = nodes::one_for_each;
  /// Who waits looks again after so long, though nothing has come; 0: then it waits for ever, which
  /// is a deadlock where all do.
  std::chrono::nanoseconds wakes_after = {};
  std::function<bool(int from, int to, message const&)> loses = {};  ///< a broken network
};

/// One message, as someone at the sender's door sees it.
struct sent_message {
  int to;
  word what;
  std::size_t bytes;
  dlp::index_range range;
  std::vector<index_t> indices;  ///< that a chunk lists
  std::chrono::nanoseconds at;
};

inline auto indices_in(message const& what) -> std::vector<index_t> {
  auto indices = std::vector<index_t>();
  auto const has_tasks = what.body.size() % sizeof(index_t) != 0;  // for certain
  if (what.what != word::work || has_tasks) return indices;
  for (auto body = byte_reader(what.body); !body.done();) indices.push_back(body.take<index_t>());
  return indices;
}

/// What became of a run.
struct run_report {
  bool deadlocked = false;
  std::vector<std::exception_ptr> thrown;       ///< by rank: what its body threw
  std::vector<std::vector<sent_message>> sent;  ///< by rank, in the order of sending

  [[nodiscard]] auto count(int from, word what) const -> std::size_t {
    return static_cast<std::size_t>(
        std::ranges::count(sent[static_cast<std::size_t>(from)], what, &sent_message::what));
  }
  [[nodiscard]] auto bytes_from(int rank) const -> std::size_t {
    auto sum = std::size_t{0};
    for (auto const& one : sent[static_cast<std::size_t>(rank)]) sum += one.bytes;
    return sum;
  }
};

/// Thrown where a rank would wait for ever. No std::exception, so that nobody takes it for an error
/// of the program and goes on.
struct deadlock {};

/// Thrown where a rank dies. No std::exception either; and its channel is deaf and mute by then.
struct death {};

/// The ranks take turns: only the one that has the baton runs, and it may have to pass it on
/// wherever it uses its channel.
class network {
 public:
  network(int ranks, network_options options)
      : options_(std::move(options)),
        dice_(options_.seed),
        ranks_(static_cast<std::size_t>(ranks)) {
    for (auto& rank : ranks_) {
      rank.inbox.resize(ranks_.size());
      rank.weight = std::uint64_t{1} << dice_.below(5);  // some ranks are far slower than others
      rank.node = options_.shared == nodes::some ? dice_.below(2) : 0;
    }
  }

  [[nodiscard]] auto size() const noexcept -> int { return static_cast<int>(ranks_.size()); }

  void send(int from, int to, message what) {
    what.source = from;
    what.body_size = what.body.size();
    at(from).sent.push_back({to, what.what, sizeof(message_head) + what.body.size(), what.range,
                             indices_in(what), simulated_time});
    auto const lost = options_.loses && options_.loses(from, to, what);
    if (!deadlocked_ && !at(to).finished && !at(from).dead && !lost) {
      auto& way = inbox(from, to);
      way.last_due = std::max(way.last_due, simulated_time + travel_time());
      way.messages.push_back({way.last_due, std::move(what)});
      asked_again_ = false;
    }
    step(from);
  }

  auto try_receive(int rank) -> std::optional<message> {
    if (at(rank).dead) throw death();
    step(rank);
    auto ready = std::vector<int>();
    for (auto from = 0; from != size(); ++from) {
      if (is_here(inbox(from, rank))) ready.push_back(from);
    }
    if (ready.empty()) return std::nullopt;
    auto const from = dice_.one_of(ready);
    auto& way = inbox(from, rank);
    auto what = std::move(way.messages.front().what);
    way.messages.pop_front();
    at(from).waiting = false;  // it may wait for just this
    asked_again_ = false;
    return what;
  }

  auto flushed(int rank) -> bool {
    at(rank).flushing =
        options_.rendezvous && !at(rank).dead && !deadlocked_ && has_sent_what_nobody_took(rank);
    return !at(rank).flushing;
  }

  /// Ends a rank where it stands. What it has sent arrives; others know of it a little later.
  /// Throws: death.
  [[noreturn]] void die(int rank) {
    at(rank).dead = true;
    asked_again_ = false;
    at(rank).known_dead = simulated_time + travel_time();
    throw death();
  }
  [[nodiscard]] auto is_dead(int rank) const noexcept -> bool {
    auto const& one = ranks_[static_cast<std::size_t>(rank)];
    return one.dead && one.known_dead <= simulated_time;
  }
  [[nodiscard]] auto is_lost(int rank) const noexcept -> bool {
    return is_dead(rank) || ranks_[static_cast<std::size_t>(rank)].silent;
  }
  [[nodiscard]] auto losses() const noexcept -> std::uint64_t {
    auto dead = std::uint64_t{0};
    for (auto rank = 0; rank != size(); ++rank) dead += is_dead(rank) ? 1 : 0;
    return dead + silences_;
  }
  void note_silence(int rank, bool is_silent) {
    if (std::exchange(at(rank).silent, is_silent) != is_silent) ++silences_;
  }

  auto stealable_chunks_of(int worker, int manager) -> stealable_chunk* {
    auto const here = options_.shared != nodes::one_for_each && at(worker).node == at(manager).node;
    return here ? at(worker).stealable_chunks[manager].data() : nullptr;
  }

  /// Keeps a rank busy for so long, in which the others go on.
  /// Throws: deadlock; death, where somebody has caught the first.
  void compute(int rank, std::chrono::nanoseconds how_long) {
    if (at(rank).dead) throw death();
    at(rank).busy_until = simulated_time + how_long;
    count_step();
    if (how_long != std::chrono::nanoseconds::zero()) pass_on(rank);
    if (deadlocked_) throw deadlock();
  }

  /// Throws: deadlock; but not in a flush, which destructors do: that one just ends.
  void pause(int rank) {
    if (options_.wakes_after.count() != 0) return compute(rank, options_.wakes_after);
    at(rank).waiting = true;
    at(rank).deaf = std::ranges::any_of(at(rank).inbox, is_here);
    count_step();
    pass_on(rank);
    if (deadlocked_ && !at(rank).flushing) throw deadlock();
  }

  /// Runs `body` on every rank.
  auto run(std::function<void(context&)> const& body) -> run_report;

 private:
  struct travelling {
    std::chrono::nanoseconds due;
    message what;
  };
  struct one_way {  // from one rank to one other, where nothing overtakes
    std::deque<travelling> messages;
    std::chrono::nanoseconds last_due = {};
  };
  struct rank_state {
    std::binary_semaphore turn{0};
    std::vector<one_way> inbox;  // by sender
    std::vector<sent_message> sent;
    std::exception_ptr thrown;
    std::map<int, std::array<stealable_chunk, 2>> stealable_chunks;  // by manager
    int node = 0;
    std::uint64_t weight = 1;
    std::chrono::nanoseconds busy_until = {};
    bool waiting = false;   // has polled in vain
    bool flushing = false;  // for its own messages to go out
    bool deaf = false;      // and does not look at those that are here
    bool finished = false;
    bool dead = false;
    std::chrono::nanoseconds known_dead = {};  // from then on
    bool silent = false;
  };

  // Far more than any test needs: ranks that talk for ever are as stuck as ranks that wait.
  static constexpr auto most_steps = 2'000'000;

  [[nodiscard]] auto at(int rank) -> rank_state& { return ranks_[static_cast<std::size_t>(rank)]; }
  [[nodiscard]] auto inbox(int from, int to) -> one_way& {
    return at(to).inbox[static_cast<std::size_t>(from)];
  }
  [[nodiscard]] static auto is_here(one_way const& from) -> bool {
    return !from.messages.empty() && from.messages.front().due <= simulated_time;
  }
  [[nodiscard]] auto has_sent_what_nobody_took(int rank) -> bool {
    for (auto to = 0; to != size(); ++to) {
      if (!inbox(rank, to).messages.empty() && !is_lost(to)) return true;
    }
    return false;
  }

  auto travel_time() -> std::chrono::nanoseconds {
    auto const longest = tick_ * (dice_.chance(options_.delayed) ? 200 : 4);
    return std::chrono::nanoseconds(dice_.below(longest));
  }

  void step(int rank) {
    simulated_time += std::chrono::nanoseconds(dice_.below(tick_));
    count_step();
    if (dice_.chance(restlessness_)) pass_on(rank);
  }

  void count_step() {
    if (++steps_ > most_steps) deadlocked_ = true;
  }

  void pass_on(int rank) {
    auto const next = pick();
    if (next == rank) return;
    at(next).turn.release();
    at(rank).turn.acquire();
  }

  /// Who goes on: one that has something to do, and now and then one that has not.
  auto pick() -> int {
    while (true) {
      auto tickets = std::vector<int>();
      for (auto rank = 0; rank != size(); ++rank) {
        auto const& one = at(rank);
        auto const is_called = !one.deaf && std::ranges::any_of(one.inbox, is_here);
        auto const has_to = deadlocked_ || !one.waiting || is_called;
        auto const can = !one.finished && (deadlocked_ || one.busy_until <= simulated_time);
        if (!can || (!has_to && !dice_.chance(0.01))) continue;
        tickets.insert(tickets.end(), one.weight, rank);
      }
      if (!tickets.empty()) {
        auto const next = dice_.one_of(tickets);
        at(next).waiting = false;
        return next;
      }
      wait_for_something();
    }
  }

  /// All wait or compute: until a message arrives or a body ends, or for ever. Those who wait look
  /// around now and then.
  void wait_for_something() {
    auto next = std::chrono::nanoseconds::max();
    for (auto const& rank : ranks_) {
      if (rank.dead && rank.known_dead > simulated_time) next = std::min(next, rank.known_dead);
      if (!rank.finished && rank.busy_until > simulated_time)
        next = std::min(next, rank.busy_until);
      for (auto const& from : rank.inbox) {
        if (!from.messages.empty() && !is_here(from)) {
          next = std::min(next, from.messages.front().due);
        }
      }
    }
    if (next != std::chrono::nanoseconds::max()) {
      auto const look_around = simulated_time + std::chrono::milliseconds(2);
      simulated_time = std::min(next, look_around);
      if (next > look_around) dice_.one_of_all(ranks_).waiting = false;
      for (auto const& rank : ranks_) {
        if (rank.dead && rank.known_dead == simulated_time) wake_all();
      }
    } else if (!std::exchange(asked_again_, true)) {
      wake_all();  // what they wait for may be no message
    } else {
      deadlocked_ = true;
    }
  }

  void finish(int rank) {
    at(rank).finished = true;
    for (auto& from : at(rank).inbox) from.messages.clear();
    wake_all();
    if (!std::ranges::all_of(ranks_, &rank_state::finished)) at(pick()).turn.release();
  }

  void wake_all() {
    for (auto& rank : ranks_) rank.waiting = false;
  }

  network_options options_;
  dice dice_;
  std::deque<rank_state> ranks_;
  double restlessness_ = dice_.one_of<double>({0.05, 0.3, 1});
  std::uint64_t tick_ = std::uint64_t{100} << dice_.below(12);  // 100 ns to 200 us
  int steps_ = 0;
  std::uint64_t silences_ = 0;
  bool asked_again_ = false;
  bool deadlocked_ = false;
};

class loopback_channel final : public channel {
 public:
  loopback_channel(network& net, int rank) : net_(net), rank_(rank) {}

  [[nodiscard]] auto rank() const noexcept -> int override { return rank_; }
  [[nodiscard]] auto size() const noexcept -> int override { return net_.size(); }
  void send(int to, message what) override { net_.send(rank_, to, std::move(what)); }
  [[nodiscard]] auto try_receive() -> std::optional<message> override {
    return net_.try_receive(rank_);
  }
  [[nodiscard]] auto stealable_chunks_of(int worker, int manager) noexcept
      -> stealable_chunk* override {
    return net_.stealable_chunks_of(worker, manager);
  }
  [[nodiscard]] auto is_lost(int rank) const noexcept -> bool override {
    return net_.is_lost(rank);
  }
  [[nodiscard]] auto is_dead(int rank) const noexcept -> bool override {
    return net_.is_dead(rank);
  }
  [[nodiscard]] auto losses() const noexcept -> std::uint64_t override { return net_.losses(); }
  void note_silence(int rank, bool is_silent) override { net_.note_silence(rank, is_silent); }
  [[nodiscard]] auto flushed() -> bool override { return net_.flushed(rank_); }
  void pause() override { net_.pause(rank_); }

 private:
  network& net_;
  int rank_;
};

/// The rank that this thread runs.
struct running_rank {
  network* net = nullptr;
  int rank = 0;
};
inline thread_local running_rank this_rank;

/// Spends so long in the body of a loop; the other ranks go on meanwhile.
inline void compute_for(std::chrono::nanoseconds how_long) {
  this_rank.net->compute(this_rank.rank, how_long);
}

/// Dies in the body of a loop, as by a signal.
[[noreturn]] inline void die() { this_rank.net->die(this_rank.rank); }

inline auto network::run(std::function<void(context&)> const& body) -> run_report {
  auto const run_rank = [&](int rank) {
    this_rank = {this, rank};
    at(rank).turn.acquire();
    try {
      auto talk = context(std::make_unique<loopback_channel>(*this, rank));
      body(talk);
    } catch (deadlock const&) {
    } catch (death const&) {
    } catch (...) {
      at(rank).thrown = std::current_exception();
    }
    finish(rank);
  };
  auto threads = std::vector<std::thread>();
  for (auto rank = 0; rank != size(); ++rank) threads.emplace_back(run_rank, rank);
  at(pick()).turn.release();
  for (auto& thread : threads) thread.join();

  auto report = run_report{.deadlocked = deadlocked_, .thrown = {}, .sent = {}};
  for (auto& rank : ranks_) {
    report.thrown.push_back(rank.thrown);
    report.sent.push_back(std::move(rank.sent));
  }
  return report;
}

/// Runs `body` once on each of `ranks` ranks.
inline auto run_ranks(int ranks, network_options options, std::function<void(context&)> const& body)
    -> run_report {
  return network(ranks, std::move(options)).run(body);
}

/// The same, where nothing may go wrong: it fails the test for a deadlock and for what bodies
/// throw.
inline auto run_ranks_well(int ranks, network_options options,
                           std::function<void(context&)> const& body) -> run_report {
  auto report = run_ranks(ranks, std::move(options), body);
  BOOST_TEST(!report.deadlocked, "a deadlock");
  for (auto const& thrown : report.thrown) {
    if (!thrown) continue;
    auto const what = [&] {
      try {
        std::rethrow_exception(thrown);
      } catch (...) {
        return to_string(describe_current_exception(dlp::failure::no_index, 0));
      }
    }();
    BOOST_ERROR("a body threw: " + what);
  }
  return report;
}

/// Calls `body(seed)` for so many seeds, and names the seed where a check fails. DLP_TEST_SEED=n
/// runs that one alone; DLP_TEST_SOAK=x runs x times as many, but no fewer than 500 where
/// there are so many.
template <class Body>
void for_each_seed(std::uint64_t count, Body body) {
  auto const* const only = std::getenv("DLP_TEST_SEED");
  auto const first = only ? std::strtoull(only, nullptr, 10) : 0;
  auto const last = only ? first + 1 : soaked(count, std::min<std::uint64_t>(count, 500));
  for (auto seed = first; seed != last; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) { body(seed); }
  }
}

}  // namespace dlp_test
