// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/drive.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/cpu_seconds.hpp"
#include "../support/with_pool.hpp"

BOOST_AUTO_TEST_SUITE(drive_test)

namespace {

using namespace std::chrono_literals;
using namespace dlp::detail;

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_due_is_called_in_order_with_what_it_leaves) {
  auto seen = std::string();
  call_soon([&] {
    seen += "a";
    call_soon([&] { seen += "c"; });
  });
  call_soon([&] { seen += "b"; });
  BOOST_TEST(seen == "");
  call_what_is_due();
  BOOST_TEST(seen == "abc");
}

BOOST_AUTO_TEST_CASE(what_one_throws_leaves_the_others_due) {
  auto seen = 0;
  call_soon([] { throw std::domain_error("not me"); });
  call_soon([&] { ++seen; });
  BOOST_CHECK_THROW(call_what_is_due(), std::domain_error);
  BOOST_TEST(seen == 0);
  call_what_is_due();
  BOOST_TEST(seen == 1);
}

BOOST_AUTO_TEST_CASE(each_thread_has_its_own) {
  auto seen = 0;
  call_soon([&] { ++seen; });
  std::thread(call_what_is_due).join();
  BOOST_TEST(seen == 0);
  call_what_is_due();
  BOOST_TEST(seen == 1);
}

BOOST_AUTO_TEST_CASE(what_is_done_is_not_waited_for) {
  auto seen = 0;
  call_soon([&] { ++seen; });
  BOOST_TEST(drive_until([] { return true; }));
  BOOST_TEST(seen == 0);
  drive();
  BOOST_TEST(seen == 1);
}

BOOST_AUTO_TEST_CASE(what_is_due_may_make_it_done_where_no_call_is_pending) {
  auto done = false;
  call_soon([&] { done = true; });
  BOOST_TEST(drive_until([&] { return done; }));
}

BOOST_AUTO_TEST_CASE(without_a_call_it_would_wait_for_ever) {
  BOOST_CHECK_THROW(drive_until([] { return false; }), dlp::usage_error);
  BOOST_TEST(!drive_until([] { return false; }, 1ms));
}

BOOST_AUTO_TEST_CASE(pools_that_have_no_calls_are_not_waited_in) {
  dlp_test::with_squares([](auto& pool) {
    BOOST_CHECK_THROW(drive_until([] { return false; }), dlp::usage_error);
    auto const result = pool(3);
    BOOST_TEST(drive_until([&] { return pool.pending() == 0; }));
    BOOST_CHECK_THROW(drive_until([] { return false; }), dlp::usage_error);
  });
}

BOOST_AUTO_TEST_CASE(of_several_pools_none_is_waited_in_while_another_may_be_ready) {
  auto const world = boost::mpi::communicator();
  if (world.size() < 3) return;
  auto const with_root = [&](bool is) { return world.split(is || world.rank() == 0 ? 0 : 1); };
  auto const first = with_root(world.rank() == 1);
  auto const second = with_root(world.rank() == 2);
  auto const waits_for_root = [&](int x) {
    world.recv(0, 1);
    return x;
  };
  if (world.rank() == 0) {
    auto slow = dlp::function_pool<int(int)>(waits_for_root, {.comm = first});
    auto fast = dlp::function_pool<int(int)>([](int x) { return x; }, {.comm = second});
    auto last = slow(1);
    BOOST_TEST(fast(2).get() == 2);
    world.send(1, 1);
    BOOST_TEST(last.get() == 1);
  } else if (world.rank() == 1) {
    dlp::function_pool<int(int)>(waits_for_root, {.comm = first});
  } else if (world.rank() == 2) {
    dlp::function_pool<int(int)>([](int x) { return x; }, {.comm = second});
  }
}

BOOST_AUTO_TEST_CASE(a_root_that_waits_leaves_its_core_to_others) {
  auto const sleep = [](int) {
    std::this_thread::sleep_for(300ms);
    return 0;
  };
  dlp_test::with_pool<int(int)>(sleep, [](auto& pool) {
    auto const result = pool(3);
    auto const before = dlp_test::cpu_seconds();
    drive_until([&] { return pool.pending() == 0; }, 1h);
    if (dlp_test::time_is_the_programs_own) BOOST_TEST(dlp_test::cpu_seconds() - before < 0.15);
  });
}

BOOST_AUTO_TEST_SUITE_END()
