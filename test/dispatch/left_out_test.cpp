// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/left_out.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(left_out_test)

using dlp::detail::left_out;

BOOST_AUTO_TEST_CASE(it_has_what_was_added_and_forgets_what_lies_before_the_turn) {
  auto some = left_out();
  for (auto const index : {7U, 2U, 3U, 3U}) some.add(index);
  BOOST_TEST(some.size() == 3U);
  BOOST_TEST(!some.passes_over(0));
  BOOST_TEST(some.passes_over(2));
  BOOST_TEST(some.passes_over(3));
  BOOST_TEST(some.size() == 2U);
  BOOST_TEST(!some.passes_over(5));
  BOOST_TEST(some.size() == 1U);
  BOOST_TEST(some.passes_over(7));
  BOOST_TEST(!some.passes_over(8));
  BOOST_TEST(some.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_failure_that_is_of_no_example_is_not_added) {
  auto none = left_out();
  none.add(dlp::failure::no_index);
  BOOST_TEST(none.size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
