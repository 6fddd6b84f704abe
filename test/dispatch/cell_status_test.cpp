// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/cell_status.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cell_status_test)

BOOST_AUTO_TEST_CASE(their_numbers_stay_since_checksums_in_files_are_of_them) {
  BOOST_TEST(static_cast<int>(dlp::cell_status::done) == 0);
  BOOST_TEST(static_cast<int>(dlp::cell_status::failed) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
