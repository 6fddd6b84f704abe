// SPDX-License-Identifier: BSL-1.0
#include <comm/call/range_check.hpp>

#include <cstdlib>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(range_check_test)

using dlp::detail::ranges_are_compared;

// contract: E10
BOOST_AUTO_TEST_CASE(the_variable_is_read_once_and_says_1_or_0) {
  ::setenv("DLP_CHECK", "yes", 1);
  BOOST_CHECK_EXCEPTION(static_cast<void>(ranges_are_compared()), dlp::usage_error,
                        [](auto const& thrown) {
                          return std::string(thrown.what()).find("DLP_CHECK") != std::string::npos;
                        });
  ::setenv("DLP_CHECK", "1", 1);
  BOOST_TEST(ranges_are_compared());
  ::setenv("DLP_CHECK", "0", 1);
  BOOST_TEST(ranges_are_compared());
}

BOOST_AUTO_TEST_SUITE_END()
