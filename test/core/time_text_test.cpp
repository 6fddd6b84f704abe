// SPDX-License-Identifier: BSL-1.0
#include <core/time_text.hpp>

#include <cstdlib>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(time_text_test)

using dlp::detail::time_text;

BOOST_AUTO_TEST_CASE(a_moment_is_shown_by_the_clock_of_the_zone) {
  ::setenv("TZ", "EAST-02:30", 1);
  ::tzset();
  BOOST_TEST(time_text(0) == "1970-01-01 02:30:00");
  BOOST_TEST(time_text(1'000'000'009) == "2001-09-09 04:16:49");
}

BOOST_AUTO_TEST_SUITE_END()
