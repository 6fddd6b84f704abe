// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/netcdf_file.hpp>

#include <filesystem>
#include <limits>
#include <system_error>

#include <boost/test/unit_test.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(netcdf_file_test)

using dlp::detail::netcdf_file;
using dlp_test::contains;
using dlp_test::text_of;

BOOST_AUTO_TEST_CASE(a_name_that_is_taken_gets_another) {
  auto const in = dlp_test::temporary_folder();
  auto file = netcdf_file(in / "a.nc");
  BOOST_TEST(file.own_name("point") == "point");
  BOOST_TEST(file.own_name("point") == "point_");
  BOOST_TEST(file.own_name("point") == "point__");
}

BOOST_AUTO_TEST_CASE(an_error_says_what_it_is_about) {
  auto const in = dlp_test::temporary_folder();
  auto file = netcdf_file(in / "a.nc");
  auto const says = [](auto act) { return text_of<std::system_error>(act); };
  BOOST_TEST(contains(says([&] { file.dimension("a/b", 1); }), "a/b: NetCDF: "));
  auto const energy = file.variable("energy", NC_DOUBLE, {});
  BOOST_TEST(contains(says([&] { file.attribute(energy, "_FillValue", "none"); }),
                      "energy _FillValue: NetCDF: "));
  BOOST_TEST(contains(says([&] { file.variable("energy", NC_DOUBLE, {}); }), "energy: NetCDF: "));
  BOOST_TEST(says([&] { netcdf_file(in / "none/a.nc"); }) == "No such file or directory");
}

BOOST_AUTO_TEST_CASE(an_infinity_is_a_float) {
  auto const in = dlp_test::temporary_folder();
  auto file = netcdf_file(in / "a.nc");
  auto const infinity = std::numeric_limits<double>::infinity();
  auto const large = file.variable("large", NC_FLOAT, {});
  file.put(large, std::vector{infinity});
  file.close();
  auto id = 0;
  auto read = 0.0f;
  BOOST_TEST(nc_open((in / "a.nc").c_str(), NC_NOWRITE, &id) == NC_NOERR);
  BOOST_TEST(nc_get_var_float(id, large, &read) == NC_NOERR);
  BOOST_TEST(read == infinity);
  nc_close(id);
}

BOOST_AUTO_TEST_SUITE_END()
