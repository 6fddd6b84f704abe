// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/busy_spans.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(busy_spans_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(what_lies_within_is_summed) {
  auto spans = busy_spans();
  spans.add(1, 2);
  spans.add(4, 6);
  spans.add(6, 6);
  BOOST_TEST(spans.seconds() == 3.0);
  BOOST_TEST(spans.within(0, 10) == 3.0);
  BOOST_TEST(spans.within(1.5, 5) == 1.5);
  BOOST_TEST(spans.within(2, 4) == 0.0);
  BOOST_TEST(spans.within(4.5, 4.75) == 0.25);
  spans.shift(-1);
  BOOST_TEST(spans.within(0, 1) == 1.0);
}

BOOST_AUTO_TEST_CASE(where_there_are_too_many_neighbours_become_one_and_the_sum_stays) {
  auto spans = busy_spans(8);
  for (auto at = 0; at != 100'000; ++at) spans.add(at, at + 0.25);
  BOOST_TEST(spans.seconds() == 25'000.0);
  BOOST_TEST(spans.within(0, 100'000) == 25'000.0, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(spans.within(20'000, 30'000) == 2'500.0, boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_SUITE_END()
