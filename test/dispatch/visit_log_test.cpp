// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/visit_log.hpp>

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/report/core_time.hpp>

BOOST_AUTO_TEST_SUITE(visit_log_test)

using namespace dlp::detail;
using namespace std::chrono_literals;

namespace {

auto const start = visit_log::clock::time_point(1h);

/// Notes so many examples of 1 ms, one behind the other, with a gap of 1 ms behind each.
void note(visit_log& log, dlp::index_t count) {
  for (auto at = dlp::index_t{0}; at != count; ++at) {
    auto const begin = start + at * 2ms;
    log.add(at, 1, begin, begin + 1ms);
  }
}

auto near(double value) { return boost::test_tools::tolerance(1e-9 * value); }

}  // namespace

BOOST_AUTO_TEST_CASE(each_example_is_noted_as_it_was) {
  auto log = visit_log(100);
  note(log, 10);
  BOOST_REQUIRE(log.visits().size() == 10u);
  auto const& one = log.visits()[3];
  BOOST_TEST(one.first == 3u);
  BOOST_TEST(one.count == 1u);
  BOOST_TEST(one.begin == 3600.006, near(1));
  BOOST_TEST(one.seconds == 1e-3, near(1));
  BOOST_TEST(one.most() == 1e-3, near(1));
  BOOST_TEST(log.stride() == 1u);
}

BOOST_AUTO_TEST_CASE(the_memory_does_not_grow_with_the_loop_and_nothing_is_lost) {
  auto log = visit_log(64);
  note(log, 100'000);
  log.add(100'000, 1, start + 300s, start + 302s);
  BOOST_TEST(log.visits().size() <= 64u);
  auto const its = log.take(1, start);
  auto count = dlp::index_t{0};
  auto seconds = 0.0;
  auto longest = 0.0;
  for (auto const& one : its.visits) {
    count += one.count;
    seconds += one.seconds;
    longest = std::max(longest, one.most());
  }
  BOOST_TEST(count == 100'001u);
  BOOST_TEST(seconds == 102.0, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(longest == 2.0, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(its.visits.front().begin == 3600.0, near(1));
  BOOST_TEST(its.visits.back().end() == 3902.0, near(1));
}

BOOST_AUTO_TEST_CASE(short_examples_are_noted_together_so_that_the_clock_costs_little) {
  auto log = visit_log(100);
  for (auto i = 0; i != 20; ++i) log.add(0, 1, start, start + 100ns);
  BOOST_TEST(log.stride() > 500u);
  BOOST_TEST(log.stride() < 2000u);
  for (auto i = 0; i != 60; ++i) log.add(0, 1, start, start + 60us);
  BOOST_TEST(log.stride() == 1u);
}

BOOST_AUTO_TEST_CASE(a_long_one_among_short_ones_is_known_for_what_it_is) {
  auto log = visit_log(100);
  for (auto i = 0; i != 20; ++i) log.add(0, 1, start, start + 1us);
  log.add(0, 10, start, start + 1s);
  BOOST_TEST(log.visits().back().most() == 1.0, boost::test_tools::tolerance(0.01));
  log.add(10, 10, start, start + 10us);
  BOOST_TEST(log.visits().back().most() == 1e-6, boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(behind_a_very_long_one_a_long_one_is_known_too) {
  auto log = visit_log(100);
  for (auto i = 0; i != 20; ++i) log.add(0, 1, start, start + 1us);
  log.add(0, 10, start, start + 1s);
  log.add(10, 10, start, start + 1ms);
  BOOST_TEST(log.visits().back().most() == 1e-3, boost::test_tools::tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(others_had_its_core_only_since_the_loop_began) {
  if (!std::filesystem::exists("/proc/thread-self/schedstat")) {
    BOOST_TEST_MESSAGE("skipped: Linux does not say who has had a core");
    return;
  }
  auto others = std::vector<std::jthread>();
  for (auto i = std::thread::hardware_concurrency() + 1; i != 0; --i)
    others.emplace_back([](std::stop_token const& enough) {
      while (!enough.stop_requested()) continue;
    });
  auto before = seconds_without_core();
  while (before < 1e-3) before = seconds_without_core();  // else the test runs into its limit
  others.clear();
  before = seconds_without_core();
  auto log = visit_log(100);
  note(log, 1);
  auto const its = log.take(1, start);
  BOOST_TEST(its.queued <= seconds_without_core() - before);
}

BOOST_AUTO_TEST_CASE(what_a_rank_knows_comes_back_from_its_bytes) {
  auto log = visit_log(100);
  note(log, 3);
  auto its = log.take(2, start);
  its.queued = 0.25;
  BOOST_TEST(!its.left_early);
  its.left_early = true;
  auto packed = dlp::bytes();
  append(packed, its);
  auto reader = byte_reader(packed);
  auto const back = take_rank_times(reader);
  BOOST_TEST(reader.done());
  BOOST_TEST(back.rank == 2);
  BOOST_TEST(back.host == its.host);
  BOOST_TEST(!back.host.empty());
  BOOST_TEST(back.arrived == 3600.0);
  BOOST_TEST(back.left == its.left);
  BOOST_TEST(back.queued == 0.25);
  BOOST_TEST(back.left_early);
  BOOST_REQUIRE(back.visits.size() == 3u);
  BOOST_TEST(back.visits[2].first == 2u);
  BOOST_TEST(back.visits[2].begin == its.visits[2].begin);
}

BOOST_AUTO_TEST_SUITE_END()
