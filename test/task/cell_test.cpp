// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/cell.hpp>

#include <cstdint>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cell_test)

BOOST_AUTO_TEST_CASE(its_id_is_16_digits) {
  BOOST_TEST(dlp::cell().id() == "0000000000000000");
  BOOST_TEST((dlp::cell{.parameters = 0x1a2b}.id() == "0000000000001a2b"));
  BOOST_TEST((dlp::cell{.parameters = 0xfedcba9876543210}.id() == "fedcba9876543210"));
}

BOOST_AUTO_TEST_CASE(the_first_attempt_is_1_and_nobody_stops_it) {
  BOOST_TEST(dlp::cell().attempt == 1);
  BOOST_TEST(!dlp::cell().stop_token.stop_requested());
}

BOOST_AUTO_TEST_SUITE_END()
