// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/fixed_columns.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(fixed_columns_test)

BOOST_AUTO_TEST_CASE(a_name_is_taken_whatever_its_case) {
  for (auto const* name : {"index", "Status", "PARTS", "checksum", "error"})
    BOOST_TEST(dlp::detail::is_fixed_column(name), name);
  for (auto const* name : {"value", "energy", "", "indexes"})
    BOOST_TEST(!dlp::detail::is_fixed_column(name), name);
}

BOOST_AUTO_TEST_SUITE_END()
