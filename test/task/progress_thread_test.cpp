// SPDX-License-Identifier: BSL-1.0
//
// Pools with a thread that hands out and takes in while the root does other work.
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/wire/thread_channel.hpp>
#include <dlp/adaptor/barrier.hpp>
#include <dlp/task/function_pool.hpp>

#include "../support/gated_calls.hpp"
#include "../support/gated_pool.hpp"
#include "../support/nodes_main.hpp"
#include "../support/texts.hpp"

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

BOOST_AUTO_TEST_SUITE(progress_thread_test)

namespace {

using namespace dlp_test;
using pool_of_int = dlp::function_pool<int(int)>;

auto const world = dlp::communicator();

auto is_alone() -> bool { return world.size() == 1; }

auto same(int x) -> int { return x; }

auto with_thread(std::stop_token stop = {}) -> dlp::pool_options {
  return {.progress_thread = true, .stop = std::move(stop)};
}

auto values_in(std::vector<dlp::future<int>>& all) -> int {
  auto values = 0;
  for (auto& one : all) values += one.ready() && !one.cancelled() ? 1 : 0;
  return values;
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_refused_where_threads_may_not_use_mpi) {
  auto const text = text_of<dlp::usage_error>([] { pool_of_int(same, with_thread()).shutdown(); });
  BOOST_TEST(contains(text, "needs an MPI that was initialised with MPI_THREAD_MULTIPLE") !=
             dlp::detail::threads_may_use_mpi());
}

// contract: T1
BOOST_AUTO_TEST_CASE(calls_are_done_while_the_root_waits_for_none_of_them) {
  if (is_alone()) return;  // it does them itself
  auto calls = gated_calls();
  calls.in_pool(
      [&](auto& pool) {
        for (auto const round : {1, 2}) {
          auto all = of_numbers(pool, 100);
          calls.gate.add_one();
          BOOST_TEST(calls.done.comes_to(100 * round));
          for (auto x = 0; x != 100; ++x) BOOST_TEST(all[static_cast<std::size_t>(x)].get() == x);
        }
      },
      with_thread());
}

BOOST_AUTO_TEST_CASE(what_belongs_to_the_program_is_called_in_its_own_thread) {
  auto calls = gated_calls();
  calls.gate.add_one();
  calls.in_pool(
      [&](auto& pool) {
        auto elsewhere = 0;
        auto read = 0;
        auto const note = [&, here = std::this_thread::get_id()](int x) {
          elsewhere += std::this_thread::get_id() == here ? 0 : 1;
          ++read;
          return x;
        };
        auto results = pool.map_unordered(std::views::iota(0, 1'000) | std::views::transform(note));
        auto it = results.begin();
        auto const made = read;
        auto follow = std::vector<dlp::future<int>>();
        for (auto& one : of_numbers(pool, 50)) follow.push_back(one.then(note));
        if (!is_alone()) BOOST_TEST(calls.done.comes_to(made + 50));  // before more of the map
        for (; it != results.end(); ++it) {
        }
        for (auto& one : follow) one.wait();
        BOOST_TEST(read == 1'050);
        BOOST_TEST(elsewhere == 0);
      },
      with_thread());
}

BOOST_AUTO_TEST_CASE(a_stop_cancels_what_has_not_come_though_workers_are_in_their_calls) {
  auto calls = gated_calls();
  auto stop = std::stop_source();
  calls.in_pool(
      [&](auto& pool) {
        auto all = of_numbers(pool, 10 * pool.workers());
        stop.request_stop();
        for (auto& one : all) BOOST_CHECK_THROW(one.get(), dlp::cancelled_error);
        BOOST_CHECK_THROW(pool(1), dlp::broken_pool);
      },
      with_thread(stop.get_token()));
  BOOST_TEST(!calls.done.is_at_least(world.size()));  // nobody has begun another one
}

BOOST_AUTO_TEST_CASE(shutdown_does_what_waits_or_only_what_was_handed_out) {
  for (auto const how : {dlp::finish::all, dlp::finish::cancel_pending}) {
    auto calls = gated_calls();
    auto values = 0;
    calls.in_pool(
        [&](auto& pool) {
          auto all = of_numbers(pool, 20);
          calls.gate.add_one();
          pool.shutdown(how);
          values = values_in(all);
          BOOST_TEST((calls.done.is_at_least(values) && !calls.done.is_at_least(values + 1)));
        },
        with_thread());
    if (how == dlp::finish::all && world.rank() == 0) BOOST_TEST(values == 20);
  }
}

BOOST_AUTO_TEST_CASE(a_pool_may_end_with_calls_pending) {
  for (auto const throws : {false, true}) {
    auto calls = gated_calls();
    auto all = std::vector<dlp::future<int>>();
    auto const text = text_of([&] {
      calls.in_pool(
          [&](auto& pool) {
            all = of_numbers(pool, 10 * pool.workers());
            if (throws) throw std::runtime_error("the root's own");
          },
          with_thread());
    });
    dlp::barrier();
    BOOST_TEST(text.empty() != throws);
    for (auto const& one : all) BOOST_TEST(one.cancelled());
    BOOST_TEST(!calls.done.is_at_least(world.size()));
  }
}

// contract: E4
BOOST_AUTO_TEST_CASE(what_the_thread_finds_is_thrown_where_the_root_asks) {
  if (is_alone()) return;
  auto submitted = shared_count();
  auto heard = shared_count();
  auto const is_odd = world.rank() == world.size() - 1;
  auto const text = text_of<dlp::disagreement>([&] {
    if (is_odd) {
      static_cast<void>(submitted.comes_to(1));
      dlp::function_pool<long(int)>(same, with_thread()).shutdown();
    } else {
      pool_of_int pool(same, with_thread());
      if (pool.is_worker()) return;
      auto one = pool(1);
      submitted.add_one();
      BOOST_TEST(heard.comes_to(1));  // the last rank, by the thread
      one.get();
    }
  });
  if (is_odd) heard.add_one();
  BOOST_TEST(contains(text, "do not make the same call"), text);
  dlp::barrier();
}

BOOST_AUTO_TEST_SUITE_END()
