// SPDX-License-Identifier: BSL-1.0
//
// The ranks of one node as threads of one process: what they share is memory in both.
#include <dispatch/shared/counted_loop.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <numeric>
#include <random>
#include <set>
#include <source_location>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/shared/loop_pool.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/shared_loop.hpp>

#include "../support/cpu_seconds.hpp"
#include "../support/every.hpp"
#include "../support/exactly_once.hpp"
#include "../support/standard_error.hpp"

BOOST_AUTO_TEST_SUITE(counted_loop_test)

using namespace dlp::detail;
using dlp::index_t;
using dlp_test::at_most_once;
using dlp_test::exactly_once;

namespace {

using namespace std::chrono_literals;

/// Carries the messages, and counts them.
struct post_office {
  explicit post_office(int ranks) : boxes(static_cast<std::size_t>(ranks)) {}

  std::mutex mutex;
  std::vector<std::deque<message>> boxes;
  int sent = 0;
};

class memory_channel final : public channel {
 public:
  memory_channel(post_office& office, int rank) : office_(office), rank_(rank) {}

  [[nodiscard]] auto rank() const noexcept -> int override { return rank_; }
  [[nodiscard]] auto size() const noexcept -> int override {
    return static_cast<int>(office_.boxes.size());
  }
  [[nodiscard]] auto crowded() const noexcept -> bool override { return true; }
  void send(int to, message what) override {
    auto const lock = std::scoped_lock(office_.mutex);
    what.source = rank_;
    office_.boxes[static_cast<std::size_t>(to)].push_back(std::move(what));
    ++office_.sent;
  }
  [[nodiscard]] auto try_receive() -> std::optional<message> override {
    auto const lock = std::scoped_lock(office_.mutex);
    auto& box = office_.boxes[static_cast<std::size_t>(rank_)];
    if (box.empty()) return std::nullopt;
    auto what = std::move(box.front());
    box.pop_front();
    return what;
  }
  [[nodiscard]] auto flushed() -> bool override { return true; }
  void pause() override { std::this_thread::sleep_for(20us); }

 private:
  post_office& office_;
  int rank_;
};

/// What all ranks have, put together.
template <class T>
class collected {
 public:
  void add(T one) {
    auto const lock = std::scoped_lock(mutex_);
    all_.push_back(std::move(one));
  }
  [[nodiscard]] auto all() const -> std::vector<T> const& { return all_; }
  [[nodiscard]] auto take() -> std::vector<T> { return std::exchange(all_, {}); }

 private:
  std::mutex mutex_;
  std::vector<T> all_;
};

/// What is wrong on some rank: Boost.Test may be used by one thread only.
collected<std::string> wrong;

void expect(bool is, std::string const& what) {
  if (!is) wrong.add(what);
}

/// Runs `body(site)` on each of so many ranks of one node. How many messages they sent.
auto run_ranks(int ranks, std::function<void(loop_site)> const& body) -> int {
  auto const size = counters_size(ranks);
  auto room = std::vector<std::byte>(size + 64);
  void* begin = room.data();
  auto space = room.size();
  auto const memory = std::span(static_cast<std::byte*>(std::align(64, size, begin, space)), size);
  auto here = std::vector<int>(static_cast<std::size_t>(ranks));
  std::iota(here.begin(), here.end(), 0);
  auto office = post_office(ranks);
  auto threads = std::vector<std::thread>();
  for (auto rank = 0; rank != ranks; ++rank) {
    threads.emplace_back([&, rank] {
      auto talk = context(std::make_unique<memory_channel>(office, rank));
      body({&talk, memory, here, nullptr});
    });
  }
  for (auto& thread : threads) thread.join();
  for (auto const& sentence : wrong.take()) BOOST_ERROR(sentence);
  return office.sent;
}

auto terms_of(std::optional<index_t> size, dlp::schedule schedule = dlp::fixed{}) -> loop_terms {
  auto terms = loop_terms();
  terms.name = "split_shared";
  terms.size = size;
  terms.schedule = schedule;
  return terms;
}

/// What a rank's part of a loop threw: "task_error 3", the text of another error, or "".
auto outcome(std::function<void()> const& part) -> std::string {
  try {
    part();
  } catch (dlp::task_error const& thrown) {
    auto text = std::string("task_error");
    for (auto const& one : thrown.failures()) {
      text += " " + std::to_string(one.index) + "@" + std::to_string(one.rank);
      if (!one.type.empty()) text += one.text;
    }
    return text;
  } catch (std::exception const& thrown) {
    return thrown.what();
  }
  return "";
}

auto const schedules = dlp_test::every<dlp::schedule>({dlp::fixed{7}});

}  // namespace

// contract: S1
BOOST_AUTO_TEST_CASE(a_loop_that_goes_well_sends_nothing) {
  for (auto const& schedule : schedules) {
    auto visited = collected<index_t>();
    auto const sent = run_ranks(3, [&](loop_site site) {
      for (auto round = 0; round != 20; ++round) {
        auto loop = shared_loop(site, terms_of(100, schedule), {}, {});
        while (loop.next()) visited.add(100 * static_cast<index_t>(round) + loop.index());
        expect(!site.talk->in_body(), "a body that does not end");
      }
    });
    BOOST_TEST(exactly_once(visited.all(), 2000) == "", to_string(schedule));
    BOOST_TEST(sent <= 40);  // a thread may well be 5 ms late now and then
  }
}

// contract: S8
BOOST_AUTO_TEST_CASE(with_an_order_the_indices_are_those_of_the_order) {
  auto order = std::vector<index_t>(50);
  std::iota(order.rbegin(), order.rend(), index_t{0});
  auto visited = collected<index_t>();
  run_ranks(2, [&](loop_site site) {
    auto own = std::vector<index_t>();
    auto loop = shared_loop(site, terms_of(50), {}, {}, order);
    while (loop.next()) {
      own.push_back(loop.index());
      visited.add(loop.index());
    }
    expect(std::ranges::is_sorted(own, std::greater()), "an order that is another");
  });
  BOOST_TEST(exactly_once(visited.all(), 50) == "");
}

namespace {

/// In how many chunks the ranks claimed the indices of the loop that is in this memory.
auto chunks_in(std::span<std::byte> memory) -> index_t {
  auto most = index_t{0};
  for (auto call = std::uint64_t{0}; call != 4; ++call) {
    static_cast<void>(loop_pool(memory, call, 0, 1).claim([&](auto, auto, index_t chunks) {
      most = std::max(most, chunks);
      return index_t{0};
    }));
  }
  return most;
}

}  // namespace

// contract: S8
BOOST_AUTO_TEST_CASE(adaptive_chunks_grow_as_fast_on_one_node_of_several_as_on_one_alone) {
  auto fewest = index_t{1000};  // of five: a thread that is interrupted takes its examples for long
  run_ranks(8, [&](loop_site site) {
    if (site.talk->rank() != 0) return;
    site.ranks = site.ranks.first(1);
    for (auto round = 0; round != 5; ++round) {
      auto loop = shared_loop(site, terms_of(1'000'000, dlp::adaptive{}), {}, {});
      while (loop.next() && loop.index() != 2000) {
      }
      fewest = std::min(fewest, chunks_in(site.memory));
    }
  });
  // Of 1, 1, 2, 4...; where each is an eighth of what was they are 55.
  if (dlp_test::time_is_the_programs_own) BOOST_TEST(fewest < 30);
}

BOOST_AUTO_TEST_CASE(a_loop_goes_by_the_pace_of_the_one_that_was_run_on_the_same_line) {
  auto terms = terms_of(1'000, dlp::adaptive{});
  terms.where = std::source_location::current();
  auto chunks = std::vector<index_t>();
  run_ranks(1, [&](loop_site site) {
    for (auto round = 0; round != 6; ++round) {
      std::ranges::fill(site.memory, std::byte{0});
      auto loop = shared_loop(site, terms, {}, {});
      while (loop.next()) {
        if (loop.index() == 980) chunks.push_back(chunks_in(site.memory));
      }
    }
  });
  BOOST_TEST(chunks.front() >= 14u);  // 1, 1, 2, 4… up to half of what is left
  if (dlp_test::time_is_the_programs_own)
    BOOST_TEST(*std::ranges::min_element(chunks) < 10u);  // 500, 250, 125…
}

// contract: S4
BOOST_AUTO_TEST_CASE(of_a_chunk_whose_rank_is_in_a_long_body_the_others_do_the_rest) {
  auto visited = collected<index_t>();
  run_ranks(3, [&](loop_site site) {
    auto const sleeper = site.talk->rank() == 0;
    auto own = 0;
    auto loop = shared_loop(site, terms_of(60, dlp::fixed{20}), {}, {});
    while (loop.next()) {
      visited.add(loop.index());
      std::this_thread::sleep_for(sleeper ? 300ms : 1ms);
      ++own;
    }
    expect(!sleeper || own == 1, "the sleeper has more to do");
  });
  BOOST_TEST(exactly_once(visited.all(), 60) == "");
}

// contract: E1
BOOST_AUTO_TEST_CASE(who_cannot_begin_tells_the_others_why) {
  for (auto const unable : {0, 2}) {
    auto seen = collected<std::string>();
    run_ranks(3, [&](loop_site site) {
      for (auto round = 0; round != 20; ++round) {
        if (site.talk->rank() == unable) {
          try {
            throw std::runtime_error(" no size");
          } catch (...) {
            shared_loop::cannot_begin(site, terms_of({}));
          }
          continue;
        }
        seen.add(outcome([&] {
          auto loop = shared_loop(site, terms_of(5), {}, {});
          while (loop.next()) {
          }
        }));
      }
    });
    auto const expected = "task_error " + std::to_string(dlp::failure::no_index) + "@" +
                          std::to_string(unable) + " no size";
    BOOST_TEST(seen.all().size() == 40);
    for (auto const& one : seen.all()) BOOST_TEST(one == expected);
  }
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_that_disagree_all_say_the_same_and_go_on) {
  auto seen = collected<std::string>();
  auto visited = collected<index_t>();
  run_ranks(3, [&](loop_site site) {
    auto const odd = site.talk->rank() == 1;
    for (auto round = index_t{0}; round != 30; ++round) {
      if (odd && round % 3 == 0) std::this_thread::sleep_for(1ms);
      if (!odd && round % 3 == 1) std::this_thread::sleep_for(1ms);
      seen.add(outcome([&] {
        auto loop = shared_loop(site, terms_of(odd ? 11 : 10), {}, {});
        while (loop.next()) {
        }
      }));
      auto loop = shared_loop(site, terms_of(10), {}, {});
      while (loop.next()) visited.add(10 * round + loop.index());
    }
  });
  BOOST_TEST(exactly_once(visited.all(), 300) == "");
  for (auto const& one : seen.all()) {
    BOOST_TEST(one.find("rank 1 says \"split_shared over 11") != one.npos, one);
    BOOST_TEST(one.find("says \"split_shared over 10") != one.npos, one);
  }
}

// contract: E4
BOOST_AUTO_TEST_CASE(a_range_that_is_empty_on_one_rank_alone_is_a_disagreement_on_all) {
  for (auto const slow : {0, 1}) {
    auto seen = collected<std::string>();
    run_ranks(3, [&](loop_site site) {
      auto const odd = site.talk->rank() == 1;
      for (auto round = 0; round != 30; ++round) {
        auto const size = odd == (round % 2 == 0) ? index_t{0} : index_t{5};
        if (odd == (slow == 0)) std::this_thread::sleep_for(1ms);
        seen.add(outcome([&] {
          auto loop = shared_loop(site, terms_of(std::nullopt), {}, {});
          loop.looked(size == 0);
          while (loop.next()) {
            if (loop.index() >= size) loop.range_ends_at(size);
          }
        }));
      }
    });
    BOOST_TEST(seen.all().size() == 90u);
    for (auto const& one : seen.all()) BOOST_TEST(one.find(" finds ") != one.npos, one);
  }
}

namespace {

/// Walks a range without a size, of so many examples, as a loop does.
void walk(loop_site site, loop_terms const& terms, index_t size, collected<index_t>& visited) {
  auto loop = shared_loop(site, terms, {}, {});
  while (loop.next()) {
    loop.index() >= size ? loop.range_ends_at(size) : visited.add(loop.index());
  }
}

}  // namespace

// Nobody sees the end of its own range before it gets there: so each rank goes there.
//
// contract: E4
BOOST_AUTO_TEST_CASE(a_range_that_ends_elsewhere_on_one_rank_is_a_disagreement_on_all_each_time) {
  auto seed = 0;
  for (auto const ranks : {2, 3, 5}) {
    for (auto const& [odd_size, others] :
         std::vector<std::pair<index_t, index_t>>{{20, 200}, {200, 20}, {5, 6}, {6, 5}, {0, 1}}) {
      auto seen = collected<std::string>();
      auto const odd = seed++ % ranks;
      run_ranks(ranks, [&, odd_size = odd_size, others = others](loop_site site) {
        auto const rank = site.talk->rank();
        for (auto round = 0; round != 50; ++round) {
          auto terms = terms_of({}, schedules[static_cast<std::size_t>(round) % schedules.size()]);
          terms.single_pass = round % 4 == 3;
          auto visited = collected<index_t>();
          if (rank == round % ranks) std::this_thread::sleep_for(100us);
          seen.add(outcome([&] { walk(site, terms, rank == odd ? odd_size : others, visited); }));
        }
      });
      BOOST_TEST(seen.all().size() == 50u * static_cast<std::size_t>(ranks));
      for (auto const& one : seen.all()) {
        auto const at = one.find("rank ");  // who finds it finds so many
        BOOST_REQUIRE_MESSAGE(at != one.npos, one);
        auto const rank = std::stoi(one.substr(at + 5));
        auto const size = rank == odd ? odd_size : others;
        BOOST_TEST(one.find("finds " + std::to_string(size) + " examples") != one.npos, one);
      }
    }
  }
}

// contract: E4 S1
BOOST_AUTO_TEST_CASE(ranges_without_a_size_that_end_at_the_same_index_are_visited_and_not_refused) {
  for (auto const ranks : {1, 2, 3, 5}) {
    for (auto round = index_t{0}; round != 60; ++round) {
      auto visited = collected<index_t>();
      auto const size = std::vector<index_t>{0, 1, 7, 200}[round % 4];
      auto terms = terms_of({}, schedules[round % schedules.size()]);
      terms.single_pass = round % 5 == 0;
      auto const sent = run_ranks(ranks, [&](loop_site site) {
        auto const what = outcome([&] { walk(site, terms, size, visited); });
        expect(what.empty(), what);
      });
      BOOST_TEST(exactly_once(visited.all(), size) == "");
      BOOST_TEST(sent <= ranks * ranks);  // hellos to who is late
    }
  }
}

namespace {

/// A loop in which ranks leave, throw and stop where a seed says; all that happened in it.
struct scene {
  explicit scene(unsigned seed) {
    auto random = std::minstd_rand(seed + 1);
    auto const one_in = [&](unsigned n) { return random() % n == 0; };
    size = std::vector<index_t>{0, 1, 5, 40, 300}[random() % 5];
    terms = terms_of(one_in(3) ? std::nullopt : std::optional(size), schedules[random() % 6]);
    terms.single_pass = one_in(5);
    if (one_in(3)) terms.on_error = dlp::collect{};
    for (auto i = random() % 4; i != 0; --i) leaves.insert(random() % 40);
    for (auto i = one_in(3) ? random() % 3 : 0; i != 0; --i) fails.insert(random() % 40);
    if (one_in(6)) stops_at = random() % 40;
    slow_rank = static_cast<int>(random() % 6);
  }

  index_t size;
  loop_terms terms;
  std::set<index_t> leaves = {}, fails = {};
  index_t stops_at = ~index_t{0};
  int slow_rank;

  collected<index_t> visited = {};
  collected<dlp::failure> failed = {};
  collected<std::string> ended = {};  // of the ranks that neither left nor threw
  collected<int> stopped = {};
};

void play(loop_site site, scene& told) {
  auto const rank = site.talk->rank();
  auto stop = std::stop_source();
  auto random = std::minstd_rand(static_cast<unsigned>(rank) + 1);
  if (rank == told.slow_rank)
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 900));
  auto left = false;
  auto const what = outcome([&] {
    auto const token = told.stops_at != ~index_t{0} ? stop.get_token() : std::stop_token();
    auto loop = shared_loop(site, told.terms, token, {});
    while (loop.next()) {
      auto const index = loop.index();
      if (index >= told.size) {
        loop.range_ends_at(told.size);
        continue;
      }
      told.visited.add(index);
      if (index % 16 == 3) std::this_thread::sleep_for(std::chrono::microseconds(random() % 200));
      if (index == told.stops_at) {
        stop.request_stop();
        told.stopped.add(rank);
      }
      if (told.fails.contains(index)) {
        left = true;
        told.failed.add(unseen_failure(index, rank));
        throw std::runtime_error("mine");
      }
      if (rank != 0 && told.leaves.contains(index)) {
        left = true;
        return;
      }
    }
  });
  if (!left) told.ended.add(what);
}

void check(scene const& told) {
  auto failures = told.failed.all();
  std::ranges::sort(failures, {}, &dlp::failure::index);
  auto expected = std::string(failures.empty() ? "" : "task_error");
  for (auto const& one : failures) {
    expected += " " + std::to_string(one.index) + "@" + std::to_string(one.rank);
  }
  for (auto const& one : told.ended.all()) BOOST_TEST(one == expected);
  BOOST_TEST(at_most_once(told.visited.all(), told.size) == "");
  auto const ends_early = !failures.empty() && told.terms.on_error.index() == 0;
  if (told.ended.all().empty() || ends_early || !told.stopped.all().empty()) return;
  BOOST_TEST(exactly_once(told.visited.all(), told.size) == "");
}

}  // namespace

// contract: S1 S7 S9 S10 E1
BOOST_AUTO_TEST_CASE(whoever_leaves_throws_or_stops_where_it_likes_all_goes_as_promised) {
  for (auto const ranks : {2, 3, 5}) {
    for (auto seed = 0u; seed != 12; ++seed) {
      auto stories = std::deque<scene>();
      for (auto loop = 0u; loop != 25; ++loop) stories.emplace_back(1000 * seed + loop);
      run_ranks(ranks, [&](loop_site site) {
        for (auto& told : stories) play(site, told);
      });
      auto number = 0;
      for (auto const& told : stories) {
        BOOST_TEST_CONTEXT(ranks << " ranks, seed " << seed << ", loop " << number++ << ": "
                                 << to_string(told.terms)) {
          check(told);
        }
      }
    }
  }
}

// contract: E2
BOOST_AUTO_TEST_CASE(the_meter_counts_the_ranks_that_failed) {
  auto const said = dlp_test::said_on_stderr([] {
    run_ranks(3, [](loop_site site) {
      auto terms = terms_of(60);
      terms.on_error = dlp::collect{};
      static_cast<void>(outcome([&] {
        auto loop = shared_loop(site, terms, {}, {.progress = site.talk->rank() == 0});
        while (loop.next()) {
          if (site.talk->rank() == 2) throw std::runtime_error("no");
          std::this_thread::sleep_for(1ms);
        }
      }));
    });
  });
  BOOST_TEST(said.find(", 1 failed\n") != said.npos, said);
}

BOOST_AUTO_TEST_SUITE_END()
