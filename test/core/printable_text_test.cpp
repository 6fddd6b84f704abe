// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/printable_text.hpp>

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(printable_text_test)

using dlp::detail::cut_text;
using dlp::detail::printable_text;

BOOST_AUTO_TEST_CASE(what_is_printable_stays_as_it_is) {
  for (auto const* text : {"", "no such file", "a \\n b", "Übergröße", "20 €", "𝄞", "\ufffd"}) {
    BOOST_TEST(printable_text(text) == text);
    BOOST_TEST(cut_text(text) == text);
  }
}

BOOST_AUTO_TEST_CASE(control_characters_do_not_reach_a_terminal) {
  BOOST_TEST(printable_text("a\nb\r\tc") == "a\\nb\\r\\tc");
  BOOST_TEST(printable_text("\x1b[31mred") == "\\x1b[31mred");
  BOOST_TEST(printable_text(std::string_view("a\0b\x7f", 4)) == "a\\x00b\\x7f");
  BOOST_TEST(printable_text("\xc2\x9b") == "\\xc2\\x9b");  // an escape sequence begins with it too
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf_8_are_written_as_numbers) {
  BOOST_TEST(printable_text("\xff\xfe") == "\\xff\\xfe");
  BOOST_TEST(printable_text("\xe2\x82") == "\\xe2\\x82");  // cut off
  BOOST_TEST(printable_text("\xe2\x82z") == "\\xe2\\x82z");
  BOOST_TEST(printable_text("\xc0\xaf") == "\\xc0\\xaf");  // overlong
  BOOST_TEST(printable_text("\xe0\x80\xaf") == "\\xe0\\x80\\xaf");
  BOOST_TEST(printable_text("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // half of a pair
  BOOST_TEST(printable_text("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  for (auto byte = 0; byte != 256; ++byte) {
    auto const text = printable_text(std::string(1, static_cast<char>(byte)));
    BOOST_TEST(printable_text(text) == text);
  }
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_between_two_characters_and_says_how_long_it_was) {
  BOOST_TEST(cut_text("abcdef", 6) == "abcdef");
  BOOST_TEST(cut_text("abcdef", 3) == "abc… (6 bytes)");
  BOOST_TEST(cut_text("a€bc", 2) == "a… (6 bytes)");
  BOOST_TEST(cut_text("a€bc", 3) == "a… (6 bytes)");
  BOOST_TEST(cut_text("a€bc", 4) == "a€… (6 bytes)");
  BOOST_TEST(cut_text("\x80\x80\x80\x80\x80\x80\x80", 6) == "\x80\x80\x80\x80\x80\x80… (7 bytes)");
  BOOST_TEST(cut_text(std::string(50'000'000, 'x')).size() < 17'000U);
}

BOOST_AUTO_TEST_SUITE_END()
