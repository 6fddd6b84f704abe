// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/drawn_run.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(drawn_run_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(a_row_has_spans_of_each_kind_of_work) {
  auto row = drawn_row{.rank = 1, .name = "rank 1"};
  row.of(rank_work::body).add({0, 1, 1, 0, 1});
  row.of(rank_work::journal).add({1, 3, 2, 0, 0});
  auto const& as_it_is = row;
  BOOST_TEST(as_it_is.of(rank_work::body).busy() == 1);
  BOOST_TEST(as_it_is.of(rank_work::journal).busy() == 2);
  BOOST_TEST(as_it_is.of(rank_work::wait).size() == 0u);
  BOOST_TEST(as_it_is.of(rank_work::root_body).size() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
