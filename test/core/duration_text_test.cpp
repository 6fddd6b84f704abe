// SPDX-License-Identifier: BSL-1.0
#include <core/duration_text.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(duration_text_test)

using dlp::detail::duration_text;

BOOST_AUTO_TEST_CASE(a_duration_is_in_the_two_units_that_matter) {
  BOOST_TEST(duration_text(0.2) == "0 s");
  BOOST_TEST(duration_text(12) == "12 s");
  BOOST_TEST(duration_text(187) == "3 min 07 s");
  BOOST_TEST(duration_text(2 * 3600 + 5 * 60 + 59) == "2 h 05 min");
  BOOST_TEST(duration_text(500 * 3600) == "500 h 00 min");
}

BOOST_AUTO_TEST_SUITE_END()
