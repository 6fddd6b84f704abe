// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/table_netcdf.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/task/column_text.hpp>
#include <dlp/task/table.hpp>

#include "../support/netcdf.hpp"
#include "../support/standard_error.hpp"
#include "../support/tables.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(table_netcdf_test)

using dlp::column_kind;
using dlp::detail::save_netcdf;
using dlp::detail::table_data;
using dlp::detail::table_shape;
using dlp_test::contains;
using dlp_test::filled_table;
using dlp_test::netcdf_reader;
using dlp_test::text_of;
using integers = std::vector<long long>;
using reals = std::vector<double>;
using texts = std::vector<std::string>;

constexpr auto nan = std::numeric_limits<double>::quiet_NaN();

/// Numbers, where one NaN is as good as another.
auto same(reals const& some, reals const& others) -> bool {
  return std::ranges::equal(some, others, [](double one, double other) {
    return one == other || (std::isnan(one) && std::isnan(other));
  });
}

/// A folder with the file of a table, and what is written to stderr meanwhile.
struct saved {
  explicit saved(table_data const& table)
      : says(dlp_test::said_on_stderr([&] { save_netcdf(table, in / "x.nc"); })) {}
  [[nodiscard]] auto read() const -> netcdf_reader { return netcdf_reader(in / "x.nc"); }

  dlp_test::temporary_folder in = {};
  std::string says;
};

/// One axis, `n`, of so many cells, all of which are kept and have one result.
auto line_of(dlp::column const& result, std::vector<dlp::detail::stored_value> const& values)
    -> table_data {
  auto places = reals();
  for (auto i = std::size_t{0}; i != values.size(); ++i) places.push_back(static_cast<double>(i));
  auto shape = table_shape{.axes = {{{.name = "n"}, 0, {{values.size()}, places}}},
                           .dimensions = {values.size()},
                           .results = {result}};
  keep_all(shape, values.size());
  auto made = table_data(std::move(shape));
  for (auto i = dlp::index_t{0}; i != values.size(); ++i)
    made.put({.index = i, .results = std::span(&values[i], 1)});
  return made;
}

BOOST_AUTO_TEST_CASE(a_grid_has_a_dimension_for_each_axis) {
  auto const file = saved(*filled_table(dlp_test::shape_of_whole_table()));
  BOOST_TEST(file.says == "");
  auto const read = file.read();
  BOOST_TEST(read.variables() == 10);
  BOOST_TEST(read.attribute("", "Conventions") == "CF-1.10");
  BOOST_TEST(read.dimensions("gamma") == "gamma 2");
  BOOST_TEST((read.reals("gamma") == reals{0.1, 0.2}));
  BOOST_TEST(read.attribute("gamma", "units") == "1/s");
  BOOST_TEST(read.dimensions("solver") == "solver 3");
  BOOST_TEST((read.texts("solver") == texts{"rk4", "=sum(A1)", "a, \"b\""}));

  for (std::string const name :
       {"energy", "steps", "large", "stable", "note", "wave_real", "wave_imag", "status"}) {
    BOOST_TEST(read.dimensions(name) == "gamma 2, solver 3", name);
    BOOST_TEST(read.attribute(name, "coordinates") == "", name);
  }
  BOOST_TEST(read.attribute("energy", "units") == "J");
  BOOST_TEST(same(read.reals("energy"), {1.5, nan, -0.0, nan, nan, nan}));
  auto constexpr lowest = std::numeric_limits<long long>::min();
  BOOST_TEST((read.integers("steps") == integers{1, lowest, 300, lowest, lowest, 200}));
  BOOST_TEST((read.integers("stable") == integers{0, -1, 1, -1, -1, 1}));
  BOOST_TEST((read.texts("note") == texts{"-1", "", "plain", "", "", "plain"}));
  BOOST_TEST(read.naturals("large")[0] == std::numeric_limits<unsigned long long>::max());
  BOOST_TEST(same(read.reals("wave_real"), {1.5, nan, 1.5, nan, nan, nan}));
  BOOST_TEST(same(read.reals("wave_imag"), reals(6, nan)));
}

BOOST_AUTO_TEST_CASE(the_status_says_what_became_of_a_cell) {
  auto const file = saved(*filled_table());
  auto const read = file.read();
  BOOST_TEST(read.type("status") == NC_BYTE);
  BOOST_TEST((read.integers("status") == integers{0, 2, 0, 1, 0}));
  BOOST_TEST((read.numbers("status", "flag_values") == reals{0, 1, 2}));
  BOOST_TEST(read.attribute("status", "flag_meanings") == "done failed missing");
}

BOOST_AUTO_TEST_CASE(cells_of_which_some_are_left_out_are_points) {
  auto const file = saved(*filled_table());
  auto const read = file.read();
  BOOST_TEST((read.integers("index") == integers{0, 1, 2, 3, 5}));
  BOOST_TEST((read.reals("gamma") == reals{0.1, 0.1, 0.1, 0.2, 0.2}));
  BOOST_TEST(read.attribute("gamma", "units") == "1/s");
  BOOST_TEST((read.texts("solver") == texts{"rk4", "=sum(A1)", "a, \"b\"", "rk4", "a, \"b\""}));
  for (std::string const name : {"index", "gamma", "solver"}) {
    BOOST_TEST(read.dimensions(name) == "point 5", name);
    BOOST_TEST(read.attribute(name, "coordinates") == "", name);
  }
  for (std::string const name : {"energy", "wave_real", "status"}) {
    BOOST_TEST(read.dimensions(name) == "point 5", name);
    BOOST_TEST(read.attribute(name, "coordinates") == "index gamma solver", name);
  }
  BOOST_TEST(same(read.reals("energy"), {1.5, nan, -0.0, nan, nan}));
  BOOST_TEST(same(read.reals("wave_real"), {1.5, nan, 1.5, nan, nan}));
}

BOOST_AUTO_TEST_CASE(cells_without_axes_are_points) {
  for (auto const size : {dlp::index_t{1}, dlp::index_t{3}}) {
    auto shape = table_shape{.results = {{.name = "energy"}}};
    keep_all(shape, size);
    auto const file = saved(table_data(std::move(shape)));
    auto const read = file.read();
    BOOST_TEST(read.dimensions("status") == "point " + std::to_string(size));
    BOOST_TEST(read.attribute("energy", "coordinates") == "index");
    BOOST_TEST(read.integers("index").back() == static_cast<long long>(size) - 1);
  }
}

BOOST_AUTO_TEST_CASE(axes_that_go_together_are_coordinates_of_points) {
  auto shape = table_shape{
      .axes = {{{.name = "a"}, 0, {{3}, reals{1, 2, 3}}},
               {{.name = "b", .kind = column_kind::integer},
                1,
                {{2}, std::vector<std::int64_t>{7, 8}}},
               {{.name = "point", .kind = column_kind::text}, 0, {{3}, texts{"x", "y", "z"}}}},
      .dimensions = {3, 2},
      .results = {{.name = "energy"}}};
  keep_all(shape, 6);
  auto table = table_data(std::move(shape));
  for (auto i = dlp::index_t{0}; i != 6; ++i) {
    auto const value = dlp::detail::stored_value(static_cast<double>(i));
    table.put({.index = i, .results = std::span(&value, 1)});
  }
  auto const file = saved(table);
  auto const read = file.read();
  BOOST_TEST(read.dimensions("a") == "point_ 3");  // there is an axis of that name
  BOOST_TEST(read.dimensions("point") == "point_ 3");
  BOOST_TEST(read.dimensions("b") == "b 2");
  BOOST_TEST((read.texts("point") == texts{"x", "y", "z"}));
  BOOST_TEST((read.integers("b") == integers{7, 8}));
  for (std::string const name : {"energy", "status"}) {
    BOOST_TEST(read.dimensions(name) == "point_ 3, b 2", name);
    BOOST_TEST(read.attribute(name, "coordinates") == "a point", name);
  }
  BOOST_TEST((read.reals("energy") == reals{0, 1, 2, 3, 4, 5}));
  BOOST_TEST(read.numbers("energy", "_FillValue").empty());
}

BOOST_AUTO_TEST_CASE(an_array_has_dimensions_of_its_own) {
  auto const what = dlp::column{.name = "main.trace", .shape = {0, 2}};
  auto const file = saved(line_of(what, {"[[1,2],[3,4]]", "[[5,6]]", {}}));
  auto const read = file.read();
  BOOST_TEST(read.dimensions("main.trace") == "n 3, main.trace_1 2, main.trace_2 2");
  BOOST_TEST(same(read.reals("main.trace"), {1, 2, 3, 4, 5, 6, nan, nan, nan, nan, nan, nan}));

  auto const none = saved(line_of(what, {"[]", {}}));
  BOOST_TEST(none.read().dimensions("main.trace") == "n 2, main.trace_1 0, main.trace_2 2");
}

BOOST_AUTO_TEST_CASE(arrays_are_of_any_kind) {
  auto const text =
      saved(line_of({.name = "x", .kind = column_kind::text, .shape = {2}}, {"[\"a\",\"b\"]", {}}));
  BOOST_TEST((text.read().texts("x") == texts{"a", "b", "", ""}));
  auto const whole = saved(line_of(
      {.name = "x", .kind = column_kind::integer, .bytes = 2, .is_signed = false, .shape = {2}},
      {"[1,65535]", "[2,3]"}));
  BOOST_TEST(whole.read().type("x") == NC_USHORT);
  BOOST_TEST((whole.read().integers("x") == integers{1, 65535, 2, 3}));
  auto const truth = saved(line_of(
      {.name = "x", .kind = column_kind::boolean, .is_signed = false, .shape = {2}}, {"[0,1]"}));
  BOOST_TEST((truth.read().integers("x") == integers{0, 1}));
  BOOST_TEST(truth.read().attribute("x", "dtype") == "bool");
  auto const waves =
      saved(line_of({.name = "x", .kind = column_kind::complex, .shape = {2}}, {"[[1,2],[3,4]]"}));
  BOOST_TEST(waves.read().dimensions("x_imag") == "n 1, x_1 2");
  BOOST_TEST((waves.read().reals("x_real") == reals{1, 3}));
  BOOST_TEST((waves.read().reals("x_imag") == reals{2, 4}));
}

auto labelled(std::string const& coordinates, std::string const& values) -> std::string {
  return R"({"dimension":"t","coordinates":)" + coordinates + R"(,"values":)" + values +
         R"(,"unit":"V","coordinate_unit":"s","attributes":{}})";
}

BOOST_AUTO_TEST_CASE(what_is_labelled_has_coordinates) {
  auto const what = dlp::column{.name = "trace", .shape = {0}};
  auto const first = labelled("[0,0.5]", "[1,2]");
  auto const second = labelled("[0,0.5]", "[3,4]");
  auto const file = saved(line_of(what, {first, second, {}}));
  auto const read = file.read();
  BOOST_TEST(read.dimensions("t") == "t 2");
  BOOST_TEST((read.reals("t") == reals{0, 0.5}));
  BOOST_TEST(read.attribute("t", "units") == "s");
  BOOST_TEST(read.dimensions("trace") == "n 3, t 2");
  BOOST_TEST(read.attribute("trace", "units") == "V");
  BOOST_TEST(read.attribute("trace", "coordinates") == "");
  BOOST_TEST(same(read.reals("trace"), {1, 2, 3, 4, nan, nan}));
}

BOOST_AUTO_TEST_CASE(coordinates_that_differ_are_a_variable) {
  auto const what = dlp::column{.name = "trace", .shape = {0}};
  auto const first = labelled("[0,0.5]", "[1,2]");
  auto const second = labelled("[0,1,2]", "[3,4,5]");
  auto const file = saved(line_of(what, {first, second}));
  auto const read = file.read();
  BOOST_TEST(!read.has("t"));
  BOOST_TEST(read.dimensions("trace") == "n 2, t 3");
  BOOST_TEST(read.attribute("trace", "coordinates") == "trace_t");
  BOOST_TEST(read.dimensions("trace_t") == "n 2, t 3");
  BOOST_TEST(same(read.reals("trace_t"), {0, 0.5, nan, 0, 1, 2}));
  BOOST_TEST(read.attribute("trace_t", "units") == "s");
  BOOST_TEST(same(read.reals("trace"), {1, 2, nan, 3, 4, 5}));
}

/// A table of one cell, whose results `a` and `b` both lie along `t`.
auto along_one_dimension(std::string const& a, std::string const& b) -> table_data {
  auto shape = table_shape{.axes = {{{.name = "n"}, 0, {{1}, reals{0}}}},
                           .dimensions = {1},
                           .results = {{.name = "a", .shape = {0}}, {.name = "b", .shape = {0}}}};
  keep_all(shape, 1);
  auto made = table_data(std::move(shape));
  auto const values = std::vector<dlp::detail::stored_value>{a, b};
  made.put({.index = 0, .results = values});
  return made;
}

BOOST_AUTO_TEST_CASE(results_along_one_dimension_share_coordinates_that_are_the_same) {
  auto const same =
      saved(along_one_dimension(labelled("[0,0.5]", "[1,2]"), labelled("[0,0.5]", "[3,4]")));
  BOOST_TEST((same.read().reals("t") == reals{0, 0.5}));
  BOOST_TEST(same.read().dimensions("a") == "n 1, t 2");
  BOOST_TEST(same.read().dimensions("b") == "n 1, t 2");

  auto const differ =
      saved(along_one_dimension(labelled("[0,0.5]", "[1,2]"), labelled("[0,1]", "[3,4]")));
  BOOST_TEST(!differ.read().has("t"));
  BOOST_TEST((differ.read().reals("a_t") == reals{0, 0.5}));
  BOOST_TEST((differ.read().reals("b_t") == reals{0, 1}));
}

BOOST_AUTO_TEST_CASE(coordinates_that_are_fewer_than_the_values_are_a_variable) {
  auto const file = saved(line_of({.name = "trace", .shape = {0}}, {labelled("[0.5]", "[1,2]")}));
  BOOST_TEST(!file.read().has("t"));
  BOOST_TEST(file.read().dimensions("trace_t") == "n 1, t 2");
  BOOST_TEST(same(file.read().reals("trace_t"), {0.5, nan}));
}

BOOST_AUTO_TEST_CASE(coordinates_in_another_unit_are_not_the_same) {
  auto const in = [](std::string const& unit) {
    auto text = labelled("[0,0.5]", "[1,2]");
    return text.replace(text.find(R"("s")"), 3, '"' + unit + '"');
  };
  auto const differ = saved(along_one_dimension(in("s"), in("ms")));
  BOOST_TEST(!differ.read().has("t"));
  BOOST_TEST(differ.read().attribute("a_t", "units") == "s");
  BOOST_TEST(differ.read().attribute("b_t", "units") == "ms");

  for (auto const& [a, b] : {std::pair("s", ""), std::pair("", "s")}) {  // one says nothing of it
    auto const same = saved(along_one_dimension(in(a), in(b)));
    BOOST_TEST(same.read().attribute("t", "units") == "s");
  }
}

BOOST_AUTO_TEST_CASE(units_of_which_xarray_makes_times_are_told) {
  auto const file = saved(line_of({.name = "delay", .unit = "seconds"}, {0.5}));
  BOOST_TEST(file.says == "dlp: " + (file.in / "x.nc").string() +
                              ": xarray makes times of delay, because of the unit: it leaves "
                              "numbers that are in \"s\"\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_is_an_error) {
  auto const in = dlp_test::temporary_folder();
  auto const table = filled_table();
  BOOST_TEST(contains(text_of([&] { save_netcdf(*table, in / "none/x.nc"); }),
                      "x.nc cannot be written: No such file or directory"));
  BOOST_TEST(std::filesystem::is_empty(in.path()));
}

BOOST_AUTO_TEST_CASE(an_earlier_table_is_replaced_and_nothing_else_is) {
  auto const in = dlp_test::temporary_folder();
  auto const file = in / "x.nc";
  auto const line = line_of({.name = "energy"}, {0.5});
  save_netcdf(line_of({.name = "energy"}, {}), file);
  save_netcdf(line, file);
  BOOST_TEST((netcdf_reader(file).reals("energy") == reals{0.5}));
  BOOST_TEST(contains(text_of<dlp::usage_error>([&] { save_netcdf(*filled_table(), file); }),
                      "x.nc is not replaced: it has the axes n and the results energy, and "));
  BOOST_TEST((netcdf_reader(file).reals("energy") == reals{0.5}));
  std::ofstream(file) << "old";
  BOOST_TEST(contains(text_of<dlp::usage_error>([&] { save_netcdf(line, file); }),
                      "x.nc is not replaced: it is no NetCDF file, but begins with \"old\""));
  BOOST_TEST(dlp_test::read_file(file) == "old");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(in.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(the_name_of_a_file_says_that_it_is_one) {
  auto const in = dlp_test::temporary_folder();
  dlp::table(filled_table()).save(in / "x.nc");
  BOOST_TEST(netcdf_reader(in / "x.nc").has("energy"));
}

BOOST_AUTO_TEST_CASE(a_name_that_netcdf_does_not_take_is_written_with_a_line_below) {
  auto shape = table_shape{
      .axes = {{{.name = "a b"}, 0, {{2}, reals{1, 2}}}, {{.name = "-x"}, 0, {{2}, reals{3, 4}}}},
      .dimensions = {2},
      .results = {{.name = "1/s"},
                  {.name = "1 s", .attributes = {{"long_name", "rate"}}},
                  {.name = "wave ", .kind = column_kind::complex}}};
  keep_all(shape, 2);
  auto const file = saved(table_data(std::move(shape)));
  auto const read = file.read();
  BOOST_TEST(read.attribute("1_s", "coordinates") == "a_b _x");
  BOOST_TEST(read.attribute("1_s", "long_name") == "1/s");
  BOOST_TEST(read.attribute("1_s_", "long_name") == "rate");
  BOOST_TEST(read.attribute("a_b", "long_name") == "a b");
  BOOST_TEST(read.attribute("_x", "long_name") == "-x");
  BOOST_TEST(read.attribute("wave__imag", "long_name") == "wave ");
  BOOST_TEST(read.attribute("status", "long_name") == "");

  auto const what = dlp::column{.name = "trace", .shape = {0}};
  auto const along = [&](std::string const& dimension) {
    return saved(line_of(
        what, {R"({"dimension":")" + dimension + R"(","coordinates":[0],"values":[1],"unit":"",)" +
               R"("coordinate_unit":"","attributes":{}})"}));
  };
  auto const trace = along("time / s");
  BOOST_TEST(trace.read().dimensions("trace") == "n 1, time___s 1");
  BOOST_TEST(trace.read().attribute("time___s", "long_name") == "time / s");
  auto const nameless = along("");
  BOOST_TEST(nameless.read().dimensions("trace") == "n 1, label 1");
  BOOST_TEST(!nameless.read().has("label", "long_name"));
}

BOOST_AUTO_TEST_CASE(what_there_is_no_memory_for_is_an_error) {
  auto const in = dlp_test::temporary_folder();
  auto tall = std::string("[[0]");
  auto wide = std::string("[[0");
  for (auto i = 1; i != 3'000'000; ++i) {
    tall += ",[0]";
    wide += ",0";
  }
  tall += ']';
  wide += "]]";
  auto const table = line_of({.name = "x", .shape = {0, 0}}, {tall, wide});
  BOOST_TEST(text_of([&] { save_netcdf(table, in / "x.nc"); }) ==
             "dlp: " + (in / "x.nc").string() +
                 " cannot be written: there is no memory for its 2 cells");
  BOOST_TEST(std::filesystem::is_empty(in.path()));
}

BOOST_AUTO_TEST_CASE(a_path_is_what_it_is_to_the_system) {
  auto const in = dlp_test::temporary_folder();
  auto const before = std::filesystem::current_path();
  std::filesystem::current_path(in.path());
  std::filesystem::create_directory("c:");
  auto const table = line_of({.name = "energy"}, {0.5});
  for (auto const* name : {R"(a\b.nc)", "c:/x.nc"}) {
    BOOST_TEST_CONTEXT(name)
    for (auto again = 0; again != 2; ++again) save_netcdf(table, name);
    BOOST_TEST(std::filesystem::file_size(name) > 0U);
  }
  std::filesystem::current_path(before);
  BOOST_TEST(in.files() == (texts{"a\\b.nc", "c:"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_cells_say_of_a_result_is_said_of_it_unless_they_contradict_each_other) {
  auto const said_by = [](std::vector<std::string> const& units) {
    auto table = line_of({.name = "energy", .unit = "J"}, {1.5, 2.5});
    auto values = std::vector<dlp::detail::stored_value>();
    for (auto at = dlp::index_t{0}; at != units.size(); ++at) {
      auto row = table.row_at(at, values);
      auto const words = dlp::detail::text_of_words({{0, {units[at], {{"n", 3}}}}});
      row.words = words;
      table.put(row);
    }
    return table;
  };
  auto const same = saved(said_by({"eV", "eV"}));
  BOOST_TEST(same.says == "");
  BOOST_TEST(same.read().attribute("energy", "units") == "eV");
  BOOST_TEST((same.read().numbers("energy", "n") == reals{3}));
  auto const differ = saved(said_by({"eV"}));
  BOOST_TEST(differ.says == "dlp: " + (differ.in / "x.nc").string() +
                                ": cells contradict each other: energy in the unit (eV, J); the "
                                "file says nothing of that\n");
  BOOST_TEST(differ.read().attribute("energy", "units") == "");
  BOOST_TEST((differ.read().numbers("energy", "n") == reals{3}));
}

BOOST_AUTO_TEST_SUITE_END()
