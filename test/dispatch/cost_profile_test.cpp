// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/cost_profile.hpp>

#include <boost/test/unit_test.hpp>

#include "planted_loops.hpp"

BOOST_AUTO_TEST_SUITE(cost_profile_test)

using namespace dlp_test;
using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(what_examples_cost_is_known_by_their_positions) {
  auto const costs = cost_profile({{4, 1.0}, {1, 6.0}, {2, 3.0}});
  BOOST_TEST(costs.examples() == 7u);
  BOOST_TEST(costs.seconds() == 16.0);
  BOOST_TEST(costs.seconds({0, 7}) == 16.0);
  BOOST_TEST(costs.seconds({3, 6}) == 10.0);
  BOOST_TEST(costs.seconds({2, 2}) == 0.0);
}

BOOST_AUTO_TEST_CASE(which_example_is_not_begun_yet) {
  auto const costs = cost_profile({{4, 1.0}, {1, 6.0}, {2, 3.0}});
  BOOST_TEST(costs.begun_after(0.5, {0, 7}) == 1u);
  BOOST_TEST(costs.begun_after(2.5, {0, 7}) == 3u);
  BOOST_TEST(costs.begun_after(2.5, {1, 7}) == 4u);
  BOOST_TEST(costs.begun_after(5, {0, 7}) == 5u);
  BOOST_TEST(costs.begun_after(5, {0, 4}) == 4u);
  BOOST_TEST(costs.begun_after(100, {0, 7}) == 7u);
}

BOOST_AUTO_TEST_CASE(the_costliest_go_first) {
  auto const sorted = cost_profile({{4, 1.0}, {1, 6.0}, {2, 3.0}}).longest_first();
  BOOST_TEST(sorted.seconds({0, 1}) == 6.0);
  BOOST_TEST(sorted.seconds({1, 3}) == 6.0);
  BOOST_TEST(sorted.seconds() == 16.0);
}

BOOST_AUTO_TEST_CASE(a_slow_rank_is_found_and_its_examples_cost_others_less) {
  auto const record = record_of({.slowness = {1, 1, 3, 1}});
  auto const slowness = slowness_of(record);
  BOOST_TEST((slowness[0] == 1 && slowness[1] == 1 && slowness[3] == 1));
  BOOST_TEST(slowness[2] == 3.0, boost::test_tools::tolerance(0.01));
  BOOST_TEST(profile_of(record, slowness).seconds() == 4.0, boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(of_a_few_examples_nobody_says_that_their_rank_is_slow) {
  for (auto const slow :
       slowness_of(record_of({.costs = {1, 1, 1, 1, 1, 1, 1, 1}, .slowness = {1, 3}})))
    BOOST_TEST(slow == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
