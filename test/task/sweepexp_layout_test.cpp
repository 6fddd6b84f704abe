// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/sweepexp_layout.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <task/netcdf/table_netcdf.hpp>

#include "../support/netcdf.hpp"
#include "../support/tables.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(sweepexp_layout_test)

using namespace dlp::detail;
using dlp_test::filled_table;
using dlp_test::text_of;

BOOST_AUTO_TEST_CASE(the_file_has_all_cells_of_the_grid_by_letters) {
  auto const in = dlp_test::temporary_folder();
  auto const letters = [&](char const* name, other_cells others) {
    save_sweepexp(*filled_table(), in / name, others);
    return dlp_test::netcdf_reader(in / name).texts("status");
  };
  using texts = std::vector<std::string>;
  BOOST_TEST((letters("a.nc", other_cells::left_out) == texts{"C", "N", "C", "F", "S", "C"}));
  BOOST_TEST((letters("b.nc", other_cells::to_do) == texts{"C", "N", "C", "F", "N", "C"}));

  auto const read = dlp_test::netcdf_reader(in / "a.nc");
  BOOST_TEST(read.dimensions("status") == "gamma 2, solver 3");
  BOOST_TEST(read.dimensions("energy") == "gamma 2, solver 3");
  auto const durations = read.reals("duration");
  BOOST_TEST(durations[0] == 0.5);
  BOOST_TEST(std::isnan(durations[1]));
  BOOST_TEST(read.reals("energy")[0] == 1.5);
  // Integers and booleans stay what they are, as sweepexp fills them.
  BOOST_TEST(read.integers("steps")[1] == std::numeric_limits<long long>::min());
  BOOST_TEST(read.numbers("steps", "_FillValue").empty());
  BOOST_TEST((read.integers("stable") == std::vector<long long>{0, 0, 1, 0, 0, 1}));
  BOOST_TEST(read.attribute("stable", "dtype") == "bool");
  BOOST_TEST(read.attribute("", "created_at").size() == 19U);
}

BOOST_AUTO_TEST_CASE(a_file_in_which_sweepexp_may_have_gone_on_is_not_replaced) {
  auto const in = dlp_test::temporary_folder();
  save_sweepexp(*filled_table(), in / "x.nc", other_cells::to_do);
  BOOST_TEST(dlp_test::contains(text_of<dlp::usage_error>([&] {
                                  save_sweepexp(*filled_table(), in / "x.nc", other_cells::to_do);
                                }),
                                "x.nc is not replaced: sweepexp may have gone on in it"));
}

BOOST_AUTO_TEST_CASE(names_that_sweepexp_has_itself_are_others) {
  auto shape = dlp_test::shape_of_table();
  shape.results = {{.name = "duration"}, {.name = "energy"}};
  auto const whole = whole_grid(table_data(shape));
  BOOST_TEST(whole.shape().size == 6U);
  BOOST_TEST(whole.shape().results[0].name == "duration_renamed");
  BOOST_TEST(whole.shape().results[1].name == "energy");
  shape.axes[0].what.name = "status";
  BOOST_TEST(text_of<dlp::usage_error>([&] { return whole_grid(table_data(shape)); }) ==
             "dlp: sweepexp has no parameter that is called status");
}

BOOST_AUTO_TEST_CASE(axes_that_go_together_are_refused) {
  auto shape = dlp_test::shape_of_table();
  shape.axes.push_back(shape.axes[0]);
  auto const why =
      "dlp: sweepexp has whole grids only: this table has axes that go together, or none";
  BOOST_TEST(text_of<dlp::usage_error>([&] { return whole_grid(table_data(shape)); }) == why);
  shape.axes.clear();
  shape.dimensions.clear();
  BOOST_TEST(text_of<dlp::usage_error>([&] { return whole_grid(table_data(shape)); }) == why);
}

BOOST_AUTO_TEST_CASE(there_may_be_no_memory_for_a_whole_grid) {
  auto const in = dlp_test::temporary_folder();
  auto shape = dlp_test::shape_of_table();
  shape.dimensions = {2, dlp::index_t{1} << 62U};
  BOOST_TEST(text_of<dlp::error>([&] {
               save_sweepexp(table_data(shape), in / "x.nc", other_cells::to_do);
             }) == "dlp: " + (in / "x.nc").string() +
                       " cannot be written: there is no memory for its 9223372036854775808 cells");
}

BOOST_AUTO_TEST_SUITE_END()
