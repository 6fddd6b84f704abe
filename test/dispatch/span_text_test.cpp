// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/span_text.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(span_text_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(a_time_has_two_digits_or_more_and_a_unit_that_suits_it) {
  BOOST_TEST(span_text(0) == "0 µs");
  BOOST_TEST(span_text(0.52e-6) == "0.52 µs");
  BOOST_TEST(span_text(4.1e-6) == "4.1 µs");
  BOOST_TEST(span_text(999e-6) == "999 µs");
  BOOST_TEST(span_text(999.9e-6) == "1.0 ms");
  BOOST_TEST(span_text(38.2) == "38 s");
  BOOST_TEST(span_text(0.0123) == "12 ms");
  BOOST_TEST(span_text(187) == "3 min 07 s");
}

BOOST_AUTO_TEST_CASE(a_size_and_a_share) {
  BOOST_TEST(size_text(48) == "48 bytes");
  BOOST_TEST(size_text(3.14e6) == "3.1 MB");
  BOOST_TEST(percent_text(0) == "0 %");
  BOOST_TEST(percent_text(0.004) == "0.4 %");
  BOOST_TEST(percent_text(0.124) == "12 %");
  BOOST_TEST(percent_text(1) == "100 %");
}

BOOST_AUTO_TEST_SUITE_END()
