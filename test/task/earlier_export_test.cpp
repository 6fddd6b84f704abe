// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/earlier_export.hpp>

#include <fstream>
#include <string>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/no_more_files.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(earlier_export_test)

using dlp::detail::netcdf_file;
using dlp::detail::note_columns;
using dlp::detail::require_earlier_export;
using dlp::detail::table_shape;

auto shape_of(std::vector<std::string> const& axes, std::vector<std::string> const& results)
    -> table_shape {
  auto made = table_shape();
  for (auto const& name : axes) made.axes.push_back({.what = {.name = name}});
  for (auto const& name : results) made.results.push_back({.name = name});
  return made;
}

struct fixture {
  dlp_test::temporary_folder in = {};
  std::filesystem::path file = in / "x.nc";
  table_shape const shape = shape_of({"gamma", "solver"}, {"energy"});

  void save_of(table_shape const& of) const {
    auto made = netcdf_file(file);
    note_columns(made, of);
    made.close();
  }
  /// Why a table of this shape is not to take the place of the file; "" where it is to.
  [[nodiscard]] auto refusal() const -> std::string {
    return dlp_test::text_of<dlp::usage_error>([&] { require_earlier_export(file, shape); });
  }
  [[nodiscard]] auto not_replaced(std::string const& why) const -> std::string {
    return "dlp: " + file.string() + " is not replaced: " + why +
           ". Save this elsewhere, or remove that file";
  }
};

BOOST_FIXTURE_TEST_CASE(a_table_of_the_same_names_is_replaced, fixture) {
  BOOST_TEST(refusal() == "");  // there is none
  std::ofstream(file).flush();
  BOOST_TEST(refusal() == "");  // it is empty
  save_of(shape);
  BOOST_TEST(refusal() == "");
}

BOOST_FIXTURE_TEST_CASE(one_of_other_names_is_not, fixture) {
  save_of(shape_of({"gamma"}, {"energy"}));
  BOOST_TEST(refusal() ==
             not_replaced("it has the axes gamma and the results energy, and this table the axes "
                          "gamma, solver and the results energy"));
  save_of(shape_of({"gamma", "solver"}, {"energy", "steps"}));
  BOOST_TEST(refusal() ==
             not_replaced("it has the axes gamma, solver and the results energy, steps, and this "
                          "table the axes gamma, solver and the results energy"));
}

BOOST_FIXTURE_TEST_CASE(what_is_no_table_is_not, fixture) {
  auto foreign = netcdf_file(file);
  foreign.variable("lat", NC_DOUBLE, {});
  foreign.variable("rain", NC_DOUBLE, {});
  for (auto const* name : {"axes", "results"})
    foreign.attribute(NC_GLOBAL, name, NC_INT, std::vector{2LL});
  foreign.close();
  BOOST_TEST(refusal() ==
             not_replaced("it is no table of a sweep, but has the variables lat, rain"));
  std::ofstream(file) << "energy,\x1b[1m\n1.5\n";
  BOOST_TEST(refusal() ==
             not_replaced("it is no NetCDF file, but begins with \"energy,\\x1b[1m\""));
  BOOST_TEST(dlp_test::read_file(file) == "energy,\x1b[1m\n1.5\n");
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_read_is_not, fixture) {
  save_of(shape);
  {
    auto const none = dlp_test::no_more_files();
    BOOST_TEST(refusal() == not_replaced("it cannot be read: Too many open files"));
  }
  std::filesystem::permissions(file, std::filesystem::perms::none);
  if (::access(file.c_str(), R_OK) != 0)  // of anybody but root
    BOOST_TEST(refusal() == not_replaced("it cannot be read: Permission denied"));
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  std::filesystem::resize_file(file, 600);
  BOOST_TEST(refusal() == not_replaced("netCDF cannot read it: NetCDF: HDF error"));
  std::ofstream(file) << "\x0e\x03\x13\x01 begins a file of HDF4";
  BOOST_TEST(refusal() == not_replaced("netCDF cannot read it: NetCDF: Attempt to use feature that "
                                       "was not turned on when netCDF was built"));
}

BOOST_AUTO_TEST_SUITE_END()
