// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/table_netcdf.hpp>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/tables.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(table_without_netcdf_test)

BOOST_AUTO_TEST_CASE(a_file_is_refused_with_what_to_install) {
  BOOST_TEST(dlp_test::text_of<dlp::usage_error>(
                 [] { dlp::detail::save_netcdf(*dlp_test::filled_table(), "swing.nc"); }) ==
             "dlp: swing.nc cannot be written: this dlp was built without netCDF. Install its "
             "development files (Debian's package libnetcdf-dev), and configure and build dlp "
             "again");
}

BOOST_AUTO_TEST_SUITE_END()
