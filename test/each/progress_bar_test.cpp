// SPDX-License-Identifier: BSL-1.0
#include <each/progress_bar.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(progress_bar_test)

using dlp::detail::bar_text;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(it_says_what_is_done_what_is_left_and_how_long_that_takes) {
  BOOST_TEST(bar_text(0, 0, 10, 0s) == "0% 0:10=?s");
  BOOST_TEST(bar_text(4, 0, 10, 8s) == "40% 4:6=12s");
  BOOST_TEST(bar_text(10, 0, 10, 20s) == "100% 10:0=0s");
  BOOST_TEST(bar_text(0, 0, 0, 0s) == "100% 0:0=?s");
}

BOOST_AUTO_TEST_CASE(what_was_done_before_makes_the_rest_no_faster) {
  BOOST_TEST(bar_text(90, 90, 100, 8s) == "90% 90:10=?s");
  BOOST_TEST(bar_text(92, 90, 100, 8s) == "92% 92:8=32s");
}

BOOST_AUTO_TEST_SUITE_END()
