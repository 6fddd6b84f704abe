// SPDX-License-Identifier: BSL-1.0
#include <dlp/version.hpp>

#include <regex>
#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_CASE(the_version_is_three_numbers_that_both_builds_can_read) {
  BOOST_TEST(
      std::regex_match(std::string(DLP_VERSION_STRING), std::regex("[0-9]+[.][0-9]+[.][0-9]+")));
}
