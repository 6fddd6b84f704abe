// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/basic_pool.hpp>

#include <chrono>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>
#include <dlp/task/function_pool.hpp>

#include "../support/gated_calls.hpp"
#include "../support/standard_error.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(basic_pool_test)

namespace {

using namespace std::chrono_literals;
using dlp_test::contains;

auto const world = boost::mpi::communicator();

auto slowly(int x) -> int {
  std::this_thread::sleep_for(2ms);
  return x;
}

using pool_of_int = dlp::function_pool<int(int)>;

auto submit_all(pool_of_int& pool, int count) -> std::vector<dlp::future<int>> {
  auto all = std::vector<dlp::future<int>>();
  for (auto x = 0; x != count; ++x) all.push_back(pool(x));
  return all;
}

/// How many have a value; the others are to be cancelled.
auto values_in(std::vector<dlp::future<int>>& all) -> int {
  auto values = 0;
  for (auto& one : all) {
    BOOST_TEST(one.ready());
    try {
      static_cast<void>(one.get());
      ++values;
    } catch (dlp::cancelled_error const&) {
    }
  }
  return values;
}

}  // namespace

BOOST_AUTO_TEST_CASE(shutdown_does_all_that_waits) {
  pool_of_int pool(slowly);
  auto all = pool.is_root() ? submit_all(pool, 50) : std::vector<dlp::future<int>>();
  pool.shutdown();
  pool.shutdown();
  BOOST_TEST(pool.pending() == 0u);
  BOOST_TEST(values_in(all) == (pool.is_root() ? 50 : 0));
}

BOOST_AUTO_TEST_CASE(a_shutdown_that_cancels_what_waits_does_what_was_handed_out) {
  auto calls = dlp_test::gated_calls();
  calls.in_pool([&](auto& pool) {
    auto all = submit_all(pool, 50);
    auto const handed_out = world.size() == 1 ? 0 : pool.workers();
    while (!calls.begun.is_at_least(handed_out)) static_cast<void>(pool.poll());
    calls.gate.add_one();
    pool.shutdown(dlp::finish::cancel_pending);
    BOOST_TEST(pool.pending() == 0u);
    BOOST_TEST(values_in(all) == handed_out);
  });
}

BOOST_AUTO_TEST_CASE(a_pool_may_be_destroyed_with_calls_pending_and_futures_outlive_it) {
  auto all = std::vector<dlp::future<int>>();
  dlp_test::gated_calls().in_pool([&](auto& pool) { all = submit_all(pool, 50); });
  BOOST_TEST(values_in(all) == 0);
}

BOOST_AUTO_TEST_CASE(a_pool_that_is_destroyed_says_how_many_calls_nobody_has_begun) {
  constexpr auto what = "dropped at its end without having begun";
  auto const said_by = [](auto end, std::stop_token const& stop = {}) {
    return dlp_test::said_on_stderr([&] {
      auto calls = dlp_test::gated_calls();
      auto const drive = [&](auto& pool) {
        auto const all = submit_all(pool, 20 + pool.workers());
        if (world.size() == 1) calls.gate.add_one();  // who polls does a call
        while (!calls.begun.is_at_least(pool.workers())) static_cast<void>(pool.poll());
        calls.gate.add_one();
        end(pool);
      };
      static_cast<void>(dlp_test::text_of([&] { calls.in_pool(drive, {.stop = stop}); }));
    });
  };
  auto const said = said_by([](auto&) {});
  BOOST_TEST(contains(said, ", root 0: 20 calls were " + std::string(what)) == (world.rank() == 0),
             said);
  auto stop = std::stop_source();
  for (auto const& other : {said_by([](auto& pool) { pool.shutdown(); }),
                            said_by([](auto& pool) { pool.shutdown(dlp::finish::cancel_pending); }),
                            said_by([](auto&) { throw std::runtime_error("the root's own"); }),
                            said_by([&](auto&) { stop.request_stop(); }, stop.get_token())})
    BOOST_TEST(!contains(other, what), other);
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_roots_reaches_all) {
  auto text = std::string();
  try {
    pool_of_int pool(slowly);
    if (pool.is_root()) {
      pool(1);
      throw std::runtime_error("the root's own");
    }
  } catch (dlp::task_error const& thrown) {
    BOOST_TEST(world.rank() != 0);
    text = thrown.what();
  } catch (std::runtime_error const& thrown) {
    BOOST_TEST(world.rank() == 0);
    text = thrown.what();
  }
  if (world.rank() == 0)
    BOOST_TEST(text == "the root's own");
  else
    BOOST_TEST((contains(text, ": rank 0 (") && contains(text, "an exception left")), text);
}

BOOST_AUTO_TEST_CASE(initialize_runs_once_where_calls_are_done) {
  auto begun = 0;
  auto runs_before = 0;
  {
    dlp::function_pool<int()> pool([&] { return runs_before += begun == 1 ? 0 : 1; },
                                   {.initialize = [&] { ++begun; }});
    if (pool.is_root()) {
      for (auto i = 0; i != 20; ++i) BOOST_TEST(pool().get() == 0);
    }
  }
  BOOST_TEST(begun == (world.rank() != 0 || world.size() == 1 ? 1 : 0));
}

BOOST_AUTO_TEST_CASE(where_one_cannot_begin_pending_and_later_calls_say_why) {
  auto const last = world.size() - 1;
  pool_of_int pool(slowly, {.initialize = [&] {
                     if (world.rank() == last) throw std::runtime_error("no licence");
                   }});
  if (pool.is_root()) {
    auto texts = std::vector<std::string>();
    // The first ones may be done by other workers before it is known.
    for (auto i = 0; texts.size() != 2 && i != 5'000; ++i) {
      try {
        static_cast<void>(pool(i).get());
      } catch (dlp::broken_pool const& thrown) {
        texts.emplace_back(thrown.what());
      }
    }
    BOOST_TEST(texts.size() == 2u);
    for (auto const& text : texts) BOOST_TEST(text.find("no licence") != text.npos, text);
    BOOST_CHECK_THROW(pool.map(std::vector{1}), dlp::broken_pool);
    BOOST_TEST(pool.pending() == 0u);
  }
}

BOOST_AUTO_TEST_CASE(a_worker_that_cannot_begin_says_so) {
  auto const last = world.size() - 1;
  auto const said = dlp_test::said_on_stderr([&] {
    pool_of_int const pool(slowly, {.initialize = [&] {
                             if (world.rank() == last) throw std::runtime_error("no licence");
                           }});
  });
  auto const is_worker = last != 0 && world.rank() == last;
  BOOST_TEST(contains(said, "root 0: cannot begin on rank " + std::to_string(last)) == is_worker,
             said);
  BOOST_TEST(contains(said, "no licence") == is_worker, said);
}

BOOST_AUTO_TEST_CASE(a_stop_token_cancels_what_waits_and_what_is_submitted_later) {
  auto stop = std::stop_source();
  auto const drive = [&](auto& pool) {
    auto all = submit_all(pool, 40);
    stop.request_stop();
    for (auto& one : all) one.wait();
    BOOST_TEST(values_in(all) == 0);
    BOOST_CHECK_THROW(pool(1), dlp::broken_pool);
  };
  dlp_test::gated_calls().in_pool(drive, {.stop = stop.get_token()});
}

BOOST_AUTO_TEST_CASE(poll_and_wait_some_bring_in_what_has_come) {
  pool_of_int pool(slowly);
  if (pool.is_root()) {
    BOOST_TEST(!pool.poll());
    BOOST_TEST(!pool.wait_some());
    auto all = submit_all(pool, 10);
    while (pool.pending() != 0) static_cast<void>(pool.wait_some());
    for (auto const& one : all) BOOST_TEST(one.state()->ready());
    auto more = submit_all(pool, 10);
    while (pool.pending() != 0) static_cast<void>(pool.poll());
    BOOST_TEST(values_in(more) == 10);
  } else {
    BOOST_TEST(!pool.poll());
  }
}

BOOST_AUTO_TEST_CASE(wait_some_waits_for_a_result_while_workers_are_still_to_come) {
  pool_of_int pool(slowly, {.initialize = [] { std::this_thread::sleep_for(5ms * world.rank()); }});
  if (!pool.is_root()) return;
  auto const all = submit_all(pool, 3);
  auto come = 0;
  while (pool.wait_some()) ++come;
  BOOST_TEST(come == 3);
}

BOOST_AUTO_TEST_CASE(stats_say_what_workers_have_done) {
  pool_of_int pool(slowly);
  if (pool.is_root()) {
    static_cast<void>(pool.map(std::views::iota(0, 10)));
    auto const stats = pool.stats();
    BOOST_TEST(stats.calls == 10u);
    BOOST_TEST(stats.longest_call >= 2e-3);
    BOOST_TEST(stats.longest_call < 5);
    BOOST_TEST(stats.idle_share < 1);
  }
}

// contract: T1
BOOST_AUTO_TEST_CASE(shutdown_does_what_was_due_before_it_and_what_that_submits) {
  pool_of_int pool(slowly);
  if (!pool.is_root()) return;
  auto first = pool(1);
  first.wait();
  auto second = std::move(first).then([&](int x) { return pool(x + 1); });
  pool.shutdown();
  BOOST_TEST(second.get() == 2);
}

BOOST_AUTO_TEST_CASE(wait_some_goes_on_with_what_follows_from_a_call_that_was_cancelled) {
  pool_of_int pool(slowly);
  if (!pool.is_root()) return;
  auto stop = std::stop_source();
  stop.request_stop();
  auto result = pool.submit({.stop = stop.get_token()}, 1).or_else([&](std::exception_ptr const&) {
    return pool(7);
  });
  BOOST_TEST(pool.wait_some());
  BOOST_TEST(result.get() == 7);
}

BOOST_AUTO_TEST_SUITE_END()
