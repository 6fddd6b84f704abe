// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/function_pool.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <iterator>
#include <list>
#include <memory>
#include <numeric>
#include <optional>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "../support/shared_count.hpp"
#include "../support/texts.hpp"
#include "../support/visits.hpp"
#include "../support/with_pool.hpp"

BOOST_AUTO_TEST_SUITE(function_pool_test)

namespace {

using namespace std::chrono_literals;
using dlp_test::contains;
using dlp_test::text_of;

auto const world = boost::mpi::communicator();

auto is_alone() -> bool { return world.size() == 1; }

auto square(int x) -> int { return x * x; }

auto squares_below(int n) -> std::vector<int> {
  auto all = std::vector<int>();
  for (auto x = 0; x != n; ++x) all.push_back(x * x);
  return all;
}

}  // namespace

// contract: T1
BOOST_AUTO_TEST_CASE(a_call_is_submitted_and_its_future_gets_the_result) {
  dlp::function_pool<std::string(int, std::string)> pool(
      [](int n, std::string const& text) { return text + std::to_string(n); });
  BOOST_TEST(pool.is_root() == (world.rank() == 0));
  BOOST_TEST(pool.is_worker() == (world.rank() != 0));
  BOOST_TEST(pool.size() == std::max(1, world.size() - 1));
  if (pool.is_root()) {
    auto first = pool(1, "a");
    auto second = pool.submit(2, "b");
    BOOST_TEST(pool.pending() == 2u);
    BOOST_TEST(second.get() == "b2");
    BOOST_TEST(first.get() == "a1");
    BOOST_TEST(pool.pending() == 0u);
    BOOST_TEST(pool.stats().calls == 2u);
  }
  pool.shutdown();
}

BOOST_AUTO_TEST_CASE(the_workers_do_the_calls_and_the_root_does_none_where_there_are_others) {
  auto calls = 0;
  {
    dlp::function_pool<int(int)> pool([&](int x) { return ++calls, x; });
    if (pool.is_root()) {
      for (auto x = 0; x != 50; ++x) BOOST_TEST(pool(x).get() == x);
    }
  }
  if (world.rank() == 0) BOOST_TEST(calls == (is_alone() ? 50 : 0));
  BOOST_TEST(dlp::all_reduce(calls, std::plus<>()) == 50);
}

BOOST_AUTO_TEST_CASE(a_call_may_return_nothing_and_take_nothing_and_capture_what_is_not_copied) {
  auto ran = std::make_unique<int>(0);
  dlp::function_pool<void()> pool([own = std::make_unique<int>(1), &ran] { *ran += *own; });
  if (pool.is_root()) {
    for (auto i = 0; i != 7; ++i) pool().get();
    BOOST_CHECK_THROW(pool.submit().then([] { throw std::runtime_error("then"); }).get(),
                      std::runtime_error);
  }
  pool.shutdown();
  BOOST_TEST(dlp::all_reduce(*ran, std::plus<>()) == 8);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_done_is_a_usage_error) {
  dlp::function_pool<int(int)> pool(square);
  if (pool.is_root()) {
    auto elsewhere = std::string();
    auto waited = std::string();
    auto one = pool(3);
    std::thread([&] {
      elsewhere = text_of([&] { pool(1); });
      waited = text_of([&] { one.wait(); });
    }).join();
    BOOST_TEST(contains(elsewhere, "dlp: submit in another thread than the one"), elsewhere);
    BOOST_TEST(contains(waited, "in another thread than that of its pool"), waited);
    BOOST_TEST(one.get() == 9);
    BOOST_CHECK_THROW(pool.map(std::vector{1, 2}, {.schedule = dlp::fixed{0}}), dlp::usage_error);
    BOOST_TEST((pool.map(std::vector{1, 2}) == std::vector{1, 4}));
  } else {
    BOOST_TEST(contains(text_of([&] { pool(1); }), "on a worker of the pool"));
    BOOST_TEST(contains(text_of([&] { pool.map(std::vector{1}); }), "on a worker of the pool"));
  }
  pool.shutdown();
  pool.shutdown(dlp::finish::cancel_pending);
  if (pool.is_root()) {
    BOOST_TEST(contains(text_of([&] { pool(1); }), "on a pool that has been shut down"));
    BOOST_TEST(contains(text_of([&] { pool.map(std::vector{1}); }), "that has been shut down"));
  }
}

BOOST_AUTO_TEST_CASE(neither_a_call_nor_a_range_may_use_its_own_pool) {
  dlp::function_pool<int(int)>* its = nullptr;
  dlp::function_pool<int(int)> pool([&](int x) { return x < 0 ? (*its)(1).get() : x; });
  its = &pool;
  if (pool.is_root()) {
    auto const asks = std::views::iota(0, 9) |
                      std::views::transform([&](int x) { return x == 4 ? pool(x).get() : x; });
    auto const text = text_of([&] { pool.map(asks); });
    BOOST_TEST(contains(text, "in a range that it reads"), text);
    if (is_alone())
      BOOST_TEST(contains(text_of([&] { pool(-1).get(); }), "in a call of the same pool"));
    BOOST_TEST(pool(5).get() == 5);
  }
}

BOOST_AUTO_TEST_CASE(ten_thousand_small_calls_do_not_recurse) {
  dlp::function_pool<int(int)> pool(square);
  if (pool.is_root()) {
    auto all = std::vector<dlp::future<int>>();
    for (auto x = 0; x != 10'000; ++x) all.push_back(pool(x % 100));
    auto sum = 0L;
    for (auto& one : all | std::views::reverse) sum += one.get();
    BOOST_TEST(sum == 100 * 328'350L);
  }
}

// contract: T1
// Once it is known that calls are short several go together, and one of these may be long.
BOOST_AUTO_TEST_CASE(of_short_calls_that_go_together_none_waits_for_a_long_one) {
  auto gate = dlp_test::shared_count();
  dlp::function_pool<bool(int)> pool([&](int opens_at) { return gate.comes_to(opens_at); });
  if (!pool.is_root()) return;
  auto const submit = [&](int count) {
    auto all = std::vector<dlp::future<bool>>();
    while (count-- != 0) all.push_back(pool(0));
    return all;
  };
  for (auto scene = 1; scene != 6; ++scene) {
    for (auto& one : submit(1'000)) one.get();
    auto before = submit(40);
    auto long_one = pool(scene);
    auto after = submit(40);
    for (auto& one : before) BOOST_TEST(one.get());
    if (pool.workers() > 1) {
      for (auto& one : after) BOOST_TEST(one.get());
      BOOST_TEST(!long_one.ready());
    }
    gate.add_one();
    BOOST_TEST(long_one.get());
  }
  pool.shutdown();
}

BOOST_AUTO_TEST_CASE(what_went_with_a_long_call_comes_though_others_never_have_nothing_to_do) {
  auto gate = dlp_test::shared_count();
  dlp::function_pool<bool(int)> pool([&](int opens_at) { return gate.comes_to(opens_at); });
  if (!pool.is_root() || pool.workers() == 1) return;
  auto fresh = std::list<dlp::future<bool>>();
  auto const go_on = [&](int count) {
    for (; count != 0; --count) {
      while (fresh.size() < 500) fresh.push_back(pool(0));
      fresh.front().get();
      fresh.pop_front();
    }
  };
  go_on(1'000);
  auto const long_one = pool(1);
  auto behind = std::vector<dlp::future<bool>>();
  for (auto i = 0; i != 80; ++i) behind.push_back(pool(0));
  auto const all_came = [&] {
    return std::ranges::all_of(behind, [](auto const& one) { return one.ready(); });
  };
  for (auto rounds = 0; !all_came() && rounds != 20'000; ++rounds) go_on(100);
  BOOST_TEST(all_came());
  BOOST_TEST(!long_one.ready());
  gate.add_one();
  pool.shutdown();
}

BOOST_AUTO_TEST_CASE(a_map_gives_what_a_loop_gives_under_any_schedule) {
  dlp::function_pool<int(int)> pool(square);
  if (pool.is_root()) {
    for (auto const n : {0, 1, 3, 64, 1'000}) {
      auto const xs = std::views::iota(0, n);
      for (dlp::schedule const& rule :
           {dlp::schedule(dlp::adaptive{}), dlp::schedule(dlp::fixed{1}),
            dlp::schedule(dlp::fixed{64}), dlp::schedule(dlp::fixed{5'000}),
            dlp::schedule(dlp::guided{}), dlp::schedule(dlp::factoring{}),
            dlp::schedule(dlp::trapezoid{})}) {
        BOOST_TEST((pool.map(xs, {.schedule = rule}) == squares_below(n)),
                   n << " " << to_string(rule));
      }
      auto const list = std::list<int>(xs.begin(), xs.end());
      BOOST_TEST((pool.map(list) == squares_below(n)));
      BOOST_TEST((pool.map(list | std::views::filter([](int x) { return x % 2 == 0; })).size() ==
                  static_cast<std::size_t>((n + 1) / 2)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_chunk_has_as_many_calls_as_its_schedule_says_though_calls_take_long) {
  // The calls that follow each other on a worker without a word from the root.
  dlp::function_pool<int(int)> pool([&](int x) {
    std::this_thread::sleep_for(12ms);  // each result travels alone
    return x;
  });
  if (pool.is_root() && world.size() == 2) {
    auto made_when = std::vector<int>();  // so many had come when an element was read
    auto come = 0;
    auto const xs = std::views::iota(0, 12) | std::views::transform([&](int x) {
                      made_when.push_back(come);
                      return x;
                    });
    for (auto const x : pool.map_unordered(xs, {.schedule = dlp::fixed{5}})) come += 1 + 0 * x;
    // The first one, of unknown result, goes alone; then five at once.
    BOOST_TEST(made_when[7] == made_when[8]);
    BOOST_TEST(std::ranges::count(made_when, made_when[8]) >= 4);
  }
}

BOOST_AUTO_TEST_CASE(starmap_takes_tuples_also_of_a_range_that_passes_once_and_empty_ones) {
  dlp::function_pool<int(int, std::string)> pool(
      [](int n, std::string const& s) { return n + static_cast<int>(s.size()); });
  if (pool.is_root()) {
    auto const pairs = std::vector<std::pair<int, std::string>>{{1, "a"}, {2, "bb"}, {3, ""}};
    BOOST_TEST((pool.starmap(pairs) == std::vector{2, 4, 3}));
    auto once = std::istringstream("1 2 3");
    auto tuples = std::views::istream<int>(once) |
                  std::views::transform([](int n) { return std::tuple(n, std::string("xy")); });
    BOOST_TEST((pool.starmap(tuples) == std::vector{3, 4, 5}));
  }
  pool.shutdown();
  dlp::function_pool<int()> seven([] { return 7; });
  if (seven.is_root()) {
    BOOST_TEST((seven.starmap(std::vector<std::tuple<>>(3)) == std::vector{7, 7, 7}));
  }
}

BOOST_AUTO_TEST_CASE(every_rank_can_be_the_root_and_no_other) {
  for (auto root = 0; root != world.size(); ++root) {
    dlp::function_pool<int(int)> pool(square, {.root = root});
    BOOST_TEST(pool.is_root() == (world.rank() == root));
    if (pool.is_root()) BOOST_TEST((pool.map(std::views::iota(0, 20)) == squares_below(20)));
  }
  for (auto const root : {-1, world.size()}) {
    BOOST_CHECK_THROW(dlp::function_pool<int(int)>(square, {.root = root}), dlp::usage_error);
  }
}

BOOST_AUTO_TEST_CASE(on_a_communicator_of_one_the_calls_run_here) {
  dlp::function_pool<int(int)> pool(
      square, {.comm = boost::mpi::communicator(MPI_COMM_SELF, boost::mpi::comm_duplicate)});
  BOOST_TEST(pool.is_root());
  BOOST_TEST(pool.workers() == 1);
  auto one = pool(4);
  BOOST_TEST(pool.map(std::views::iota(0, 30)) == squares_below(30),
             boost::test_tools::per_element());
  BOOST_TEST(one.get() == 16);
  BOOST_TEST(pool.stats().calls == 31u);
  // Beside it all ranks make other calls.
  BOOST_TEST(dlp::all_reduce(1, std::plus<>()) == world.size());
}

BOOST_AUTO_TEST_CASE(disjoint_pools_are_open_at_once) {
  auto const half = world.split(world.rank() % 2);
  dlp::function_pool<int(int)> pool(square, {.comm = half});
  if (pool.is_root()) BOOST_TEST((pool.map(std::views::iota(0, 40)) == squares_below(40)));
}

BOOST_AUTO_TEST_CASE(a_pool_can_be_opened_again_and_again) {
  for (auto round = 0; round != 100; ++round) {
    dlp::function_pool<int(int)> pool(square);
    if (pool.is_root() && round % 3 != 0) BOOST_TEST(pool(round).get() == round * round);
    if (round % 2 == 0) pool.shutdown();
  }
}

BOOST_AUTO_TEST_CASE(in_a_call_a_loop_runs_alone_and_a_pool_is_refused) {
  dlp::function_pool<int(int)> pool([](int n) {
    if (n < 0) dlp::function_pool<int(int)> another(square);
    auto sum = 0;
    for (auto x : dlp::split_managed(n)) sum += x;
    return sum;
  });
  if (pool.is_root()) {
    BOOST_TEST((pool.map(std::vector{3, 5, 100}) == std::vector{3, 10, 4950}));
    auto const text = text_of([&] { pool(-1).get(); });
    BOOST_TEST(contains(text, "a pool inside the body of a loop or a call of a pool"), text);
  }
}

BOOST_AUTO_TEST_CASE(the_root_of_an_open_pool_cannot_loop_over_its_communicator) {
  auto const own = boost::mpi::communicator(world, boost::mpi::comm_duplicate);
  dlp::function_pool<int(int)> pool(square, {.comm = own});
  if (pool.is_root() && !is_alone()) {
    auto const loop = text_of([&] {
      for (auto x : dlp::split_managed(3, {.comm = own})) static_cast<void>(x);
    });
    BOOST_TEST(contains(loop, "over the communicator of an open pool"), loop);
    BOOST_TEST(contains(text_of([&] { dlp::barrier({.comm = own}); }), "of an open pool"));
    BOOST_TEST(contains(text_of([&] { dlp::function_pool<int(int)> p(square, {.comm = own}); }),
                        "of an open pool"));
    BOOST_TEST(pool(2).get() == 4);
  }
  pool.shutdown();
  auto count = 0;
  for (auto x : dlp::split_managed(30, {.comm = own})) count += 1 + 0 * x;
  BOOST_TEST(dlp::all_reduce(count, std::plus<>()) == 30);
}

BOOST_AUTO_TEST_CASE(messages_of_the_program_never_meet_those_of_a_pool) {
  auto const last = world.size() - 1;
  dlp::function_pool<int(int)> pool([&](int x) {
    std::this_thread::sleep_for(1ms);
    auto got = x;
    if (world.rank() == last && world.iprobe(boost::mpi::any_source, boost::mpi::any_tag))
      world.recv(boost::mpi::any_source, boost::mpi::any_tag, got);
    return got;
  });
  if (pool.is_root() && !is_alone()) {
    for (auto tag : {0, 7, 30'000}) {
      world.send(last, tag, -1);
      for (auto is_received = false; !is_received;) {
        auto const all = pool.map(std::views::iota(0, 4 * world.size()));
        is_received = std::ranges::count(all, -1) != 0;
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(ranks_that_open_different_pools_disagree) {
  if (is_alone()) return;
  auto const odd = world.rank() == world.size() - 1;
  auto const text = text_of([&] {
    if (odd) {
      dlp::function_pool<int(int)> pool(square);
      pool.shutdown();
    } else {
      dlp::function_pool<int(long)> pool([](long x) { return static_cast<int>(x); });
      pool.shutdown();
    }
  });
  BOOST_TEST(contains(text, "do not make the same call"), text);
  BOOST_TEST(contains(text, "function_pool of int (int)"), text);
}

BOOST_AUTO_TEST_CASE(calls_of_a_higher_priority_go_first) {
  if (world.size() > 2) return;  // one at a time
  auto begun = dlp_test::shared_count();
  auto gate = dlp_test::shared_count();
  auto order = std::vector<int>();
  {
    dlp::function_pool<int(int)> pool([&](int x) {
      if (x < 0) {
        begun.add_one();
        static_cast<void>(gate.comes_to(1));
      }
      order.push_back(x);
      return x;
    });
    if (pool.is_root()) {
      if (is_alone()) gate.add_one();
      auto const first = pool.submit({.priority = 9}, -1);
      while (!is_alone() && !begun.is_at_least(1)) pool.poll();
      auto low = pool.map_unordered(std::views::iota(100, 104),
                                    {.schedule = dlp::fixed{1}, .priority = -1});
      for (auto x = 0; x != 4; ++x) static_cast<void>(pool.submit({.priority = x / 2}, x));
      gate.add_one();
      for (auto const x : low) static_cast<void>(x);
    }
  }
  auto const does_calls = world.rank() == world.size() - 1;
  if (does_calls) BOOST_TEST((order == std::vector{-1, 2, 3, 0, 1, 100, 101, 102, 103}));
}

BOOST_AUTO_TEST_SUITE_END()
