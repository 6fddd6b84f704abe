// SPDX-License-Identifier: BSL-1.0
#include <core/middle_of.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(middle_of_test)

BOOST_AUTO_TEST_CASE(half_are_below_it_in_any_order) {
  BOOST_TEST(dlp::detail::middle_of({7}) == 7.0);
  BOOST_TEST(dlp::detail::middle_of({9, 1, 5}) == 5.0);
  BOOST_TEST(dlp::detail::middle_of({4, 1, 3, 2}) == 3.0);
}

BOOST_AUTO_TEST_SUITE_END()
