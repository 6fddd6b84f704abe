// SPDX-License-Identifier: BSL-1.0
#include <core/say_line.hpp>

#include <boost/test/unit_test.hpp>

#include "standard_error.hpp"

BOOST_AUTO_TEST_SUITE(say_line_test)

BOOST_AUTO_TEST_CASE(a_line_has_an_end) {
  BOOST_TEST(dlp_test::said_on_stderr([] { dlp::detail::say_line("dlp: done"); }) == "dlp: done\n");
}

BOOST_AUTO_TEST_SUITE_END()
