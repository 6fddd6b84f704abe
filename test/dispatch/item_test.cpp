// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/item.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(item_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(a_path_is_said_with_points) {
  BOOST_TEST(to_string(item_path{3}) == "3");
  BOOST_TEST(to_string(item_path{3, 0, 12}) == "3.0.12");
}

BOOST_AUTO_TEST_SUITE_END()
