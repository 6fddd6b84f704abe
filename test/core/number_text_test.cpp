// SPDX-License-Identifier: BSL-1.0
#include <core/number_text.hpp>

#include <cstdint>
#include <limits>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(number_text_test)

using dlp::detail::hexadecimal;
using dlp::detail::number_from;
using dlp::detail::text_of_number;

BOOST_AUTO_TEST_CASE(a_number_has_the_digits_that_make_it_again) {
  BOOST_TEST(text_of_number(0.1) == "0.1");
  BOOST_TEST(text_of_number(0.123456789) == "0.123456789");
  BOOST_TEST(text_of_number(-0.0) == "-0");
  BOOST_TEST(text_of_number(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
  BOOST_TEST(text_of_number(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
}

BOOST_AUTO_TEST_CASE(a_number_is_read_from_a_whole_text) {
  BOOST_TEST((number_from<std::uint64_t>("17") == std::uint64_t{17}));
  BOOST_TEST((number_from<double>("-0.5e1") == -5.0));
  for (auto const* text : {"", "-1", "17 ", " 17", "1.5", "18446744073709551616"}) {
    BOOST_TEST(!number_from<std::uint64_t>(text), text);
  }
}

BOOST_AUTO_TEST_CASE(hexadecimal_digits_have_no_zeros_in_front) {
  BOOST_TEST(hexadecimal(0) == "0");
  BOOST_TEST(hexadecimal(0x0abc) == "abc");
  BOOST_TEST(hexadecimal(~std::uint64_t{0}) == "ffffffffffffffff");
}

BOOST_AUTO_TEST_SUITE_END()
