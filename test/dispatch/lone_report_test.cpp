// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/lone_report.hpp>

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/report/reporter.hpp>

BOOST_AUTO_TEST_SUITE(lone_report_test)

using namespace dlp::detail;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(those_that_listen_hear_of_all_visits_of_the_only_rank) {
  auto heard = std::vector<loop_record>();
  auto listeners = std::vector<std::unique_ptr<listener>>();
  listeners.push_back(
      std::make_unique<reporter>("", [&](loop_record const& of) { heard.push_back(of); }));
  auto to = observer(std::move(listeners));
  auto report = lone_report(to, {.words = "executor", .is_pool = true});
  auto const now = std::chrono::steady_clock::now();
  report.visited(0, now, now + 1ms);
  report.visited(1, now + 1ms, now + 4ms);
  report.conclude(true);
  BOOST_REQUIRE(heard.size() == 1u);
  BOOST_TEST(heard[0].complete);
  BOOST_TEST(heard[0].workers() == 1);
  auto const sum = sum_of(heard[0]);
  BOOST_TEST(sum.examples == 2u);
  BOOST_TEST(sum.longest_at == 1u);
  BOOST_TEST(sum.longest == 3e-3, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_SUITE_END()
