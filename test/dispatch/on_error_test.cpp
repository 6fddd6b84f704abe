// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/on_error.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(on_error_test)

using dlp::detail::to_string;

BOOST_AUTO_TEST_CASE(a_policy_is_named_as_it_is_written) {
  BOOST_TEST(to_string(dlp::stop{}) == "stop");
  BOOST_TEST(to_string(dlp::collect{}) == "collect");
  BOOST_TEST(to_string(dlp::retry{}) == "retry{1}");
  BOOST_TEST(to_string(dlp::retry{3}) == "retry{3}");
}

BOOST_AUTO_TEST_CASE(nothing_said_is_stop) { BOOST_TEST(to_string(dlp::error_policy()) == "stop"); }

BOOST_AUTO_TEST_SUITE_END()
