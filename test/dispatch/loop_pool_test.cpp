// SPDX-License-Identifier: BSL-1.0
//
// Ranks are threads here, or take turns: the memory is the same to a pool.
#include <dispatch/shared/loop_pool.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/exactly_once.hpp"

BOOST_AUTO_TEST_SUITE(loop_pool_test)

using dlp::index_range;
using dlp::index_t;
using dlp::detail::loop_pool;
using presence = loop_pool::presence;
using entry = loop_pool::entry;
using dlp_test::exactly_once;

namespace {

/// The memory of a node, and its ranks' views of a loop.
class node {
 public:
  explicit node(std::size_t ranks)
      : ranks_(ranks),
        size_(4 * (4096 + 64 * ranks)),
        memory_(new(std::align_val_t(64)) std::byte[size_]()) {}
  ~node() { ::operator delete[](memory_, std::align_val_t(64)); }
  node(node const&) = delete;
  auto operator=(node const&) -> node& = delete;

  [[nodiscard]] auto pool(std::uint64_t call, std::size_t place) const -> loop_pool {
    return {{memory_, size_}, call, place, ranks_};
  }

  /// All ranks' views of a loop over so many indices that all have come to.
  [[nodiscard]] auto open(std::uint64_t call, index_t size) const -> std::vector<loop_pool> {
    auto pools = std::vector<loop_pool>();
    for (auto place = std::size_t{0}; place != ranks_; ++place) {
      pools.push_back(pool(call, place));
      BOOST_TEST(
          (pools.back().enter("a loop", static_cast<int>(place), {0, size}) == entry::entered));
      pools.back().join();
    }
    return pools;
  }

 private:
  std::size_t ranks_;
  std::size_t size_;
  std::byte* memory_;
};

auto at_once(index_t n) {
  return [n](auto...) { return n; };
}

void add(std::vector<index_t>& to, index_range range) {
  for (auto index = range.first; index != range.last; ++index) to.push_back(index);
}

void run_threads(std::size_t count, std::function<void(std::size_t)> const& body) {
  auto threads = std::vector<std::thread>();
  for (auto i = std::size_t{0}; i != count; ++i) threads.emplace_back(body, i);
  for (auto& thread : threads) thread.join();
}

}  // namespace

// contract: S8
BOOST_AUTO_TEST_CASE(indices_are_claimed_in_order_and_never_beyond_the_end) {
  auto const here = node(1);
  auto pool = here.open(1, 10).front();
  BOOST_TEST((pool.claim(at_once(4)) == index_range{0, 4}));
  BOOST_TEST((pool.claim(at_once(5)) == index_range{4, 9}));
  BOOST_TEST(pool.unclaimed() == 1);
  BOOST_TEST((pool.claim(at_once(5)) == index_range{9, 10}));
  BOOST_TEST(pool.claim(at_once(5)).empty());
  BOOST_TEST(pool.unclaimed() == 0);
}

BOOST_AUTO_TEST_CASE(who_claims_knows_how_far_the_loop_is) {
  auto const here = node(1);
  auto pool = here.open(1, 10).front();
  for (auto chunks = index_t{0}; chunks != 5; ++chunks) {
    static_cast<void>(pool.claim([&](index_t claimed, index_t unclaimed, index_t so_far) {
      BOOST_TEST(claimed == 2 * chunks);
      BOOST_TEST(unclaimed == 10 - 2 * chunks);
      BOOST_TEST(so_far == chunks);
      return index_t{2};
    }));
  }
}

BOOST_AUTO_TEST_CASE(a_claim_stays_within_a_block_and_the_next_block_may_wait) {
  auto const here = node(1);
  auto pool = here.pool(1, 0);
  BOOST_TEST((pool.enter("a loop", 0, {}, 100) == entry::entered));
  BOOST_TEST(pool.elsewhere() == 100);
  BOOST_TEST(pool.claim(at_once(9)).empty());
  pool.append({40, 45}, 95);
  BOOST_TEST(pool.has_room());
  pool.append({7, 9}, 93);
  BOOST_TEST(!pool.has_room());
  BOOST_TEST(pool.elsewhere() == 93);
  BOOST_TEST((pool.claim(at_once(4)) == index_range{40, 44}));
  BOOST_TEST((pool.claim(at_once(4)) == index_range{44, 45}));
  BOOST_TEST(pool.has_room());
  pool.append({0, 1});
  BOOST_TEST((pool.claim(at_once(4)) == index_range{7, 9}));
  BOOST_TEST((pool.claim(at_once(4)) == index_range{0, 1}));
  BOOST_TEST(pool.claim(at_once(4)).empty());
}

// contract: S9
BOOST_AUTO_TEST_CASE(a_range_of_unknown_size_and_one_of_2_to_the_40_are_ordinary) {
  auto const here = node(2);
  for (auto const size : {std::numeric_limits<index_t>::max(), index_t{1} << 40}) {
    auto pools = here.open(size % 1000, size);
    BOOST_TEST((pools[0].claim(at_once(index_t{1} << 39)) == index_range{0, index_t{1} << 39}));
    BOOST_TEST(pools[1].claim(at_once(5)).first == index_t{1} << 39);
    BOOST_TEST(pools[1].drop_all() == size - 5 - (index_t{1} << 39));
    for (auto& pool : pools) pool.leave();
  }
}

BOOST_AUTO_TEST_CASE(a_rest_is_begun_by_its_rank_and_taken_by_others_from_its_end) {
  auto const here = node(2);
  auto pools = here.open(1, 100);
  auto claimed = pools[0].claim(at_once(20));
  static_cast<void>(claimed.take_front(1));
  pools[0].lay(claimed);
  BOOST_TEST((pools[0].begin(3) == index_range{1, 4}));
  BOOST_TEST((pools[1].take_from_others().range == index_range{12, 20}));
  BOOST_TEST((pools[0].begin(100) == index_range{4, 12}));
  BOOST_TEST(pools[0].begin(100).empty());
  BOOST_TEST(pools[1].take_from_others().range.empty());
}

// contract: S7
BOOST_AUTO_TEST_CASE(of_a_rank_that_has_gone_everything_is_taken) {
  auto const here = node(2);
  auto pools = here.open(1, 100);
  pools[0].lay(pools[0].claim(at_once(20)));
  auto const begun = pools[0].begin(5);
  pools[0].give_back({begun.first + 2, begun.last}, 3);
  pools[0].be(presence::gone);
  auto const loot = pools[1].take_from_others();
  BOOST_TEST((loot.range == index_range{2, 20}));
  BOOST_TEST(loot.tries == 3);
  pools[0].give_back({50, 60});
  BOOST_TEST((pools[1].take_from_others().range == index_range{50, 60}));
}

BOOST_AUTO_TEST_CASE(all_that_nobody_has_begun_can_be_taken_or_dropped_at_once) {
  auto const here = node(3);
  auto pools = here.open(1, 100);
  pools[0].lay(pools[0].claim(at_once(20)));
  static_cast<void>(pools[0].begin(5));
  pools[1].lay(pools[1].claim(at_once(10)));
  auto all = std::vector<index_t>();
  for (auto const range : pools[2].take_all()) add(all, range);
  add(all, {0, 5});
  BOOST_TEST(exactly_once(all, 100) == "");
  BOOST_TEST(pools[2].drop_all() == 0);
  BOOST_TEST(pools[0].begin(1).empty());
}

BOOST_AUTO_TEST_CASE(all_is_done_when_the_ranks_have_said_so_of_every_index) {
  auto const here = node(2);
  auto pools = here.open(1, 10);
  BOOST_TEST(!pools[0].all_done());
  pools[0].publish(6, 6);
  BOOST_TEST(!pools[1].all_done());
  pools[1].publish(4, 1);
  BOOST_TEST(pools[0].all_done());
  BOOST_TEST(pools[0].visited() == 7);
  pools[0].append({20, 21});
  BOOST_TEST(!pools[0].all_done());
}

BOOST_AUTO_TEST_CASE(what_one_rank_says_the_others_know) {
  auto const here = node(3);
  auto pools = here.open(1, 10);
  BOOST_TEST(pools[2].words() == "a loop");
  BOOST_TEST(pools[2].speaker() == 0);
  BOOST_TEST(pools[2].all_here());
  BOOST_TEST(pools[2].count(presence::here) == 3);
  pools[1].fail_at(7);
  pools[1].be(presence::failed);
  BOOST_TEST((pools[0].presence_of(1) == presence::failed));
  BOOST_TEST(pools[0].failed_at(1) == 7);
  BOOST_TEST(!pools[0].halted());
  pools[1].halt(loop_pool::halting::interrupted);
  pools[2].halt();  // the first reason stands
  BOOST_TEST(pools[0].halted());
  BOOST_TEST(pools[0].is_interrupted());
  BOOST_TEST(!pools[0].is_cut());  // all might be done
  pools[0].cut();
  BOOST_TEST(pools[1].is_cut());
  BOOST_TEST(!pools[0].size());
  BOOST_TEST(!pools[0].finder());
  BOOST_TEST(pools[1].learn_size(5) == 5);
  BOOST_TEST(pools[0].learn_size(6) == 5);
  BOOST_TEST(pools[0].hear_size(7) == 5);
  BOOST_TEST((pools[0].size() == 5));
  BOOST_TEST((pools[0].finder() == std::size_t{1}));
  pools[0].saw(4);
  pools[1].saw(3);
  BOOST_TEST(pools[2].seen_end() == 4);
  BOOST_TEST(!pools[0].is_dry());
  pools[0].run_dry();
  BOOST_TEST(pools[1].is_dry());
  BOOST_TEST((pools[1].ended() == loop_pool::outcome::open));
  pools[0].end(loop_pool::outcome::bad);
  BOOST_TEST((pools[1].ended() == loop_pool::outcome::bad));
}

BOOST_AUTO_TEST_CASE(one_rank_at_a_time_asks_one_tells_and_the_last_to_depart_knows) {
  auto const here = node(2);
  auto pools = here.open(1, 10);
  BOOST_TEST(pools[0].begin_asking());
  BOOST_TEST(!pools[1].begin_asking());
  pools[0].end_asking();
  BOOST_TEST(pools[1].begin_asking());
  BOOST_TEST(pools[0].begin_telling());
  BOOST_TEST(!pools[1].begin_telling());
  BOOST_TEST(!pools[0].depart());
  BOOST_TEST(pools[1].depart());
}

BOOST_AUTO_TEST_CASE(a_block_is_fetched_by_one_rank_at_a_time_and_only_if_there_is_room_for_it) {
  auto const here = node(2);
  auto pools = here.open(1, 10);
  BOOST_TEST(pools[0].begin_fetching());
  BOOST_TEST(!pools[1].begin_fetching());
  pools[0].append({20, 30});
  pools[0].end_asking();
  BOOST_TEST(!pools[1].begin_fetching());
  BOOST_TEST((pools[1].claim(at_once(10)) == index_range{0, 10}));
  BOOST_TEST(pools[1].begin_fetching());
  pools[1].run_dry();
  pools[1].end_asking();
  BOOST_TEST(!pools[0].begin_fetching());
  BOOST_TEST(pools[0].begin_asking());
}

BOOST_AUTO_TEST_CASE(long_words_are_cut) {
  auto const here = node(1);
  auto pool = here.pool(1, 0);
  auto const words = std::string(5000, 'x');
  BOOST_TEST((pool.enter(words, 0, {}, 0, words) == entry::entered));
  BOOST_TEST(pool.words() == loop_pool::cut_words(words));
  BOOST_TEST(pool.words().size() > 500);
  BOOST_TEST(pool.where().size() > 100);
  BOOST_TEST(pool.where().size() < words.size());
}

// contract: S10
BOOST_AUTO_TEST_CASE(a_room_is_free_again_when_all_have_left_it_and_clean) {
  auto const here = node(2);
  for (auto call = std::uint64_t{1}; call != 100; ++call) {
    auto ahead = here.pool(call, 0);
    BOOST_TEST((ahead.enter("ahead", 0, {0, 8}) == entry::entered));
    ahead.join();
    BOOST_TEST(!ahead.all_here());
    BOOST_TEST((ahead.presence_of(1) == presence::absent));
    static_cast<void>(ahead.claim(at_once(2)));
    ahead.give_back({1, 2});
    ahead.fail_at(call);
    ahead.be(presence::gone);
    ahead.halt();
    ahead.run_dry();
    ahead.publish(1, 1);
    ahead.leave();

    auto next = here.pool(call + 4, 0);
    BOOST_TEST((next.enter("ahead", 0, {0, 8}) == entry::busy));
    auto late = here.pool(call, 1);
    BOOST_TEST((late.enter("late", 1, {0, 9}) == entry::entered));
    late.join();
    BOOST_TEST(late.words() == "ahead");
    BOOST_TEST(late.all_here());
    BOOST_TEST((late.claim(at_once(9)) == index_range{2, 8}));
    BOOST_TEST((late.take_from_others().range == index_range{1, 2}));
    late.leave();
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(who_comes_because_it_has_failed_is_seen_as_such_once_all_are_here) {
  auto const here = node(1);
  auto pool = here.pool(1, 0);
  BOOST_TEST((pool.enter("loop", 0, {0, 8}) == entry::entered));
  pool.join(presence::unable);
  BOOST_TEST(pool.all_here());
  BOOST_TEST((pool.presence_of(0) == presence::unable));
  pool.leave();
}

// contract: E4
BOOST_AUTO_TEST_CASE(a_dead_room_is_free_when_all_have_left_that_came_and_who_is_late_misses_it) {
  auto const here = node(3);
  auto first = here.pool(1, 0);
  auto second = here.pool(1, 1);
  BOOST_TEST((first.enter("this", 0, {0, 8}) == entry::entered));
  BOOST_TEST((second.enter("that", 1, {0, 8}) == entry::entered));
  BOOST_TEST(second.kill());
  BOOST_TEST(!first.kill());
  BOOST_TEST((here.pool(1, 2).enter("this", 2, {0, 8}) == entry::missed));
  first.leave();
  BOOST_TEST((here.pool(5, 0).enter("next", 0, {0, 8}) == entry::busy));
  second.leave();
  BOOST_TEST((here.pool(1, 2).enter("this", 2, {0, 8}) == entry::missed));
  auto next = here.pool(5, 0);
  BOOST_TEST((next.enter("next", 0, {0, 8}) == entry::entered));
  BOOST_TEST((here.pool(1, 2).enter("this", 2, {0, 8}) == entry::missed));
  BOOST_TEST(next.words() == "next");
}

namespace {

/// Two ranks that do, one after another, what the digits of a number say.
struct turns {
  std::vector<loop_pool>& pools;
  std::vector<index_t> visited = {};
  std::vector<index_range> own = std::vector<index_range>(2);
  index_t done[2] = {};

  void visit(std::size_t rank, index_range range) {
    add(visited, range);
    done[rank] += range.size();
  }
  void take_turn(std::size_t rank, unsigned what) {
    auto& pool = pools[rank];
    if (pool.presence_of(rank) == presence::gone) return;
    switch (what) {
      case 0:  // begins the first of a chunk, once the last is used up
        visit(rank, pool.begin(9));
        if (auto chunk = pool.claim(at_once(3)); !chunk.empty()) {
          visit(rank, chunk.take_front(1));
          pool.lay(chunk);
        }
        break;
      case 1:
        visit(rank, pool.begin(1));
        break;
      case 2:
        visit(rank, pool.begin(9));
        if (auto half = pool.take_from_others().range; !half.empty()) {
          visit(rank, half.take_front(1));
          pool.lay(half);
        }
        break;
      default:  // leaves after the first of what it began
        auto begun = pool.begin(2);
        visit(rank, begun.take_front(1));
        if (!begun.empty()) pool.give_back(begun);
        pool.be(presence::gone);
    }
    pool.publish(done[rank], done[rank]);
  }
};

}  // namespace

// contract: S1 S7
BOOST_AUTO_TEST_CASE(in_every_order_of_turns_every_index_is_visited_once) {
  constexpr auto choices = 8u;  // two ranks, four things to do
  auto const here = node(3);
  auto call = std::uint64_t{0};
  auto wrong = 0;
  for (auto scenario = 0u; scenario != choices * choices * choices * choices * choices;
       ++scenario) {
    auto pools = std::vector<loop_pool>();
    ++call;
    for (auto place = std::size_t{0}; place != 3; ++place) {
      pools.push_back(here.pool(call, place));
      if (pools.back().enter("", 0, {0, 7}) != entry::entered) ++wrong;
      pools.back().join();
    }
    auto play = turns{pools};
    for (auto rest = scenario, turn = 0u; turn != 5; ++turn, rest /= choices) {
      play.take_turn(rest % choices / 4, rest % 4);
    }
    auto last = index_t{0};
    for (auto const range : pools[2].take_all()) {
      add(play.visited, range);
      last += range.size();
    }
    if (exactly_once(play.visited, 7) != "") ++wrong;
    if (last != 0 && pools[2].all_done()) ++wrong;
    pools[2].publish(last, last);
    if (!pools[2].all_done()) ++wrong;
    for (auto& pool : pools) pool.leave();
  }
  BOOST_TEST(wrong == 0);
}

// contract: S1
BOOST_AUTO_TEST_CASE(ranks_that_claim_and_take_from_each_other_at_the_same_time_visit_all_once) {
  constexpr auto ranks = std::size_t{4};
  constexpr auto size = index_t{20'000};
  auto const here = node(ranks);
  for (auto call = std::uint64_t{1}; call != 30; ++call) {
    auto own = std::vector<std::vector<index_t>>(ranks);
    run_threads(ranks, [&](std::size_t place) {
      auto pool = here.pool(call, place);
      auto random = std::minstd_rand(static_cast<unsigned>(call * ranks + place));
      while (pool.enter("", 0, {0, size}) != entry::entered) std::this_thread::yield();
      pool.join();
      auto leaves = place != 0 && random() % 2 == 0;
      auto done = index_t{0};
      auto const visit = [&](index_range range) {
        add(own[place], range);
        done += range.size();
      };
      while (true) {
        for (auto begun = pool.begin(1 + random() % 5); !begun.empty();
             begun = pool.begin(1 + random() % 5)) {
          if (leaves && random() % 500 == 0) {
            visit(begun.take_front(1));
            if (!begun.empty()) pool.give_back(begun);
            pool.be(presence::gone);
            pool.publish(done, done);
            pool.leave();
            return;
          }
          visit(begun);
        }
        auto chunk = pool.claim(at_once(1 + random() % 300));
        if (chunk.empty()) chunk = pool.take_from_others().range;
        pool.lay(chunk);
        pool.publish(done, done);
        if (chunk.empty() && pool.all_here() && pool.all_done()) break;
        if (chunk.empty()) std::this_thread::yield();
      }
      pool.leave();
    });
    auto all = std::vector<index_t>();
    for (auto const& one : own) all.insert(all.end(), one.begin(), one.end());
    BOOST_TEST(exactly_once(all, size) == "");
  }
}

// contract: S1
BOOST_AUTO_TEST_CASE(blocks_that_are_added_while_others_claim_are_visited_once) {
  constexpr auto ranks = std::size_t{4};
  constexpr auto size = index_t{30'000};
  auto const here = node(ranks);
  auto own = std::vector<std::vector<index_t>>(ranks);
  auto added = index_t{0};  // of who asks
  run_threads(ranks, [&](std::size_t place) {
    auto pool = here.pool(1, place);
    auto random = std::minstd_rand(static_cast<unsigned>(place) + 1);
    while (pool.enter("", 0, {}) != entry::entered) std::this_thread::yield();
    auto done = index_t{0};
    while (true) {
      if (pool.unclaimed() < 5 && pool.begin_fetching()) {
        auto const count = std::min<index_t>(1 + random() % 40, size - added);
        // From the other end, so that an index is never what the counter says.
        if (count != 0) pool.append({size - added - count, size - added});
        if (count == 0) pool.run_dry();
        added += count;
        pool.end_asking();
      }
      auto const chunk = pool.claim(at_once(1 + random() % 7));
      add(own[place], chunk);
      done += chunk.size();
      pool.publish(done, done);
      if (chunk.empty() && pool.is_dry() && pool.all_done()) return;
      if (chunk.empty()) std::this_thread::yield();
    }
  });
  auto all = std::vector<index_t>();
  for (auto const& one : own) all.insert(all.end(), one.begin(), one.end());
  BOOST_TEST(exactly_once(all, size) == "");
}

BOOST_AUTO_TEST_SUITE_END()
