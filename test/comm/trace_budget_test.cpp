// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/trace_budget.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(trace_budget_test)

using namespace dlp::detail;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(what_is_short_is_allowed_so_often_at_once_and_then_once_for_each_grain) {
  auto budget = trace_budget();
  auto now = trace_budget::clock::time_point(1h);
  for (auto i = 0; i != 1024; ++i) BOOST_REQUIRE(budget.allows_short(now));
  BOOST_TEST(!budget.allows_short(now));
  now += 3 * budget.grain();
  for (auto i = 0; i != 3; ++i) BOOST_TEST(budget.allows_short(now));
  BOOST_TEST(!budget.allows_short(now));
  now += 1h;
  auto allowed = 0;
  while (budget.allows_short(now)) ++allowed;
  BOOST_TEST(allowed == 1024);
}

BOOST_AUTO_TEST_CASE(a_run_that_is_twice_as_long_has_8192_events_more) {
  auto const events_in = [](std::chrono::seconds run) {
    auto budget = trace_budget();
    auto events = 0L;
    for (auto at = 0ns; at < run; at += budget.grain(), ++events) static_cast<void>(budget.count());
    return events;
  };
  BOOST_TEST(events_in(10s) > 65'000);
  BOOST_TEST(events_in(20'000s) - events_in(10'000s) < 8'300);
  BOOST_TEST(events_in(30 * 24h) < 300'000);
}

BOOST_AUTO_TEST_CASE(after_a_million_events_the_grain_is_an_hour_and_stays_so) {
  auto budget = trace_budget();
  for (auto i = 0; i != 1'000'000; ++i) static_cast<void>(budget.count());
  BOOST_TEST((budget.grain() == 1h));
  BOOST_TEST(budget.allows_short(trace_budget::clock::time_point(2h)));
  auto doubled = 0;
  for (auto i = 0; i != 1'000'000; ++i) doubled += budget.count() ? 1 : 0;
  BOOST_TEST(doubled == 0);
}

BOOST_AUTO_TEST_SUITE_END()
