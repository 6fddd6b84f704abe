// SPDX-License-Identifier: BSL-1.0
#include <each/system_text.hpp>

#include <cerrno>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(system_text_test)

BOOST_AUTO_TEST_CASE(an_error_has_the_systems_words) {
  BOOST_TEST(dlp::detail::system_text(ENOENT) == "No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
