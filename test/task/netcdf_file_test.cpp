// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/netcdf_file.hpp>

#include <filesystem>
#include <limits>
#include <string>
#include <system_error>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/netcdf.hpp"
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

BOOST_AUTO_TEST_CASE(a_name_is_one_that_netcdf_takes) {
  using dlp::detail::valid_name;
  BOOST_TEST(valid_name("main.width_2") == "main.width_2");
  BOOST_TEST(valid_name("Größe") == "Größe");
  BOOST_TEST(valid_name("a/b c\\d ") == "a_b_c_d_");
  BOOST_TEST(valid_name("-x") == "_x");
  BOOST_TEST(valid_name("") == "_");
  auto const in = dlp_test::temporary_folder();
  auto file = netcdf_file(in / "a.nc");
  for (auto const& name : {std::string(" \n\x7f"), std::string("\xff\xfe"), std::string("1 "),
                           std::string(300, 'x'), std::string("(a)")}) {
    BOOST_TEST_CONTEXT(name)
    BOOST_CHECK_NO_THROW(file.variable(file.own_name(name), NC_DOUBLE, {}));
  }
}

BOOST_AUTO_TEST_CASE(the_system_says_why_it_cannot_be_written) {
  auto file = netcdf_file("/dev/full");
  BOOST_TEST(text_of<std::system_error>([&] { file.close(); }) == "No space left on device");
}

BOOST_AUTO_TEST_CASE(a_text_has_all_its_characters) {
  auto const in = dlp_test::temporary_folder();
  auto file = netcdf_file(in / "a.nc");
  auto const note = file.variable("note", NC_STRING, {});
  file.put(note, std::vector{std::string("a\0b\0", 4)});
  file.close();
  BOOST_TEST(dlp_test::netcdf_reader(in / "a.nc").texts("note").front() == "a\\0b\\0");
}

BOOST_AUTO_TEST_CASE(one_that_is_not_closed_is_not_written) {
  auto const in = dlp_test::temporary_folder();
  {
    auto const file = netcdf_file(in / "a.nc");
  }
  BOOST_TEST(in.files().empty());
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
  BOOST_TEST(says([&] { netcdf_file(in / "none/a.nc").close(); }) == "No such file or directory");
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
