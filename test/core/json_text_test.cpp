// SPDX-License-Identifier: BSL-1.0
#include <core/json_text.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_text_test)

BOOST_AUTO_TEST_CASE(what_json_does_not_take_as_it_is_is_escaped) {
  auto text = std::string("x");
  dlp::detail::append_json(text, "a \"b\" \\ \n\x1f é");
  BOOST_TEST(text == "x\"a \\\"b\\\" \\\\ \\u000a\\u001f é\"");
}

BOOST_AUTO_TEST_SUITE_END()
