// SPDX-License-Identifier: BSL-1.0
#include <core/shown_text.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(shown_text_test)

using dlp::detail::shown_text;

BOOST_AUTO_TEST_CASE(a_text_is_printable_and_not_long) {
  BOOST_TEST(shown_text("a\x1b[1m") == "a\\x1b[1m");
  auto const most = std::string(200, 'x');
  BOOST_TEST(shown_text(most) == most);
  BOOST_TEST(shown_text(most + 'x') == most + "… (201 bytes)");
}

BOOST_AUTO_TEST_SUITE_END()
