// SPDX-License-Identifier: BSL-1.0
#include <core/duration_in.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(duration_in_test)

using dlp::detail::duration_in;

BOOST_AUTO_TEST_CASE(a_number_is_seconds_where_no_unit_follows) {
  BOOST_TEST(duration_in("600").value() == 600);
  BOOST_TEST(duration_in("2.5").value() == 2.5);
  BOOST_TEST(duration_in("0").value() == 0);
}

BOOST_AUTO_TEST_CASE(units_are_those_that_are_printed) {
  BOOST_TEST(duration_in("90 s").value() == 90);
  BOOST_TEST(duration_in("500ms").value() == 0.5);
  BOOST_TEST(duration_in("10min").value() == 600);
  BOOST_TEST(duration_in("1.5 h").value() == 5'400);
  BOOST_TEST(duration_in("1d").value() == 86'400);
}

BOOST_AUTO_TEST_CASE(anything_else_is_no_duration) {
  for (auto const* const text :
       {"", " ", "s", "-1", "1 m", "10 minutes", "1  s", "1h30", "nan", "inf", "1e999", "0x10"})
    BOOST_TEST(!duration_in(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
