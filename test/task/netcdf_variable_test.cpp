// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/netcdf_variable.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/netcdf.hpp"
#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(netcdf_variable_test)

using namespace dlp::detail;
using dlp::column;
using dlp::column_kind;

/// A file with one variable "x" of these values, and as many behind them that are missing.
template <class T>
struct written {
  written(column const& what, std::vector<T> const& values, std::size_t missing = 0) {
    auto to = netcdf_file(in / "x.nc");
    auto all = places<T>(values.size() + missing);
    for (auto i = std::size_t{0}; i != values.size(); ++i) all.put(i, values[i]);
    write_variable(to, what, "x", {to.dimension("n", all.values.size())}, all);
    to.close();
  }
  [[nodiscard]] auto read() const -> dlp_test::netcdf_reader {
    return dlp_test::netcdf_reader(in / "x.nc");
  }

  dlp_test::temporary_folder in = {};
};
using integers = std::vector<long long>;
using naturals = std::vector<unsigned long long>;
using texts = std::vector<std::string>;

constexpr auto lowest = std::numeric_limits<long long>::min();
constexpr auto highest = std::numeric_limits<unsigned long long>::max();

auto whole(std::size_t bytes, bool is_signed) -> column {
  return {.kind = column_kind::integer, .bytes = bytes, .is_signed = is_signed};
}

BOOST_AUTO_TEST_CASE(numbers_are_of_the_type_that_the_program_has) {
  auto const type = []<class T>(column const& what, T one) {
    auto const file = written<T>(what, {one});
    BOOST_TEST(file.read().numbers("x", "_FillValue").empty());
    return file.read().type("x");
  };
  BOOST_TEST(type(whole(1, true), 1LL) == NC_BYTE);
  BOOST_TEST(type(whole(2, true), 1LL) == NC_SHORT);
  BOOST_TEST(type(whole(4, true), 1LL) == NC_INT);
  BOOST_TEST(type(whole(8, true), lowest) == NC_INT64);
  BOOST_TEST(type(whole(1, false), 255ULL) == NC_UBYTE);
  BOOST_TEST(type(whole(2, false), 1ULL) == NC_USHORT);
  BOOST_TEST(type(whole(4, false), 1ULL) == NC_UINT);
  BOOST_TEST(type(whole(8, false), highest) == NC_UINT64);
  BOOST_TEST(type({.bytes = 4}, 0.5) == NC_FLOAT);
  BOOST_TEST(type({.bytes = 8}, 0.5) == NC_DOUBLE);
  BOOST_TEST(type({.bytes = 16}, 0.5) == NC_DOUBLE);
  BOOST_TEST(type({.kind = column_kind::complex, .bytes = 8}, 0.5) == NC_FLOAT);
  BOOST_TEST(type({.kind = column_kind::complex, .bytes = 16}, 0.5) == NC_DOUBLE);
  BOOST_TEST(type({.kind = column_kind::text}, std::string("a")) == NC_STRING);
}

BOOST_AUTO_TEST_CASE(an_integer_that_is_missing_is_a_number_that_is_not_in_use) {
  auto const file = written<long long>(whole(1, true), {7, lowest}, 1);
  BOOST_TEST(file.read().type("x") == NC_INT64);
  BOOST_TEST((file.read().integers("x") == integers{7, lowest, lowest + 1}));
  BOOST_TEST(file.read().numbers("x", "_FillValue").size() == 1U);

  auto const unsigned_file = written<unsigned long long>(whole(2, false), {highest, 0}, 1);
  BOOST_TEST((unsigned_file.read().naturals("x") == naturals{highest, 0, highest - 1}));
  BOOST_TEST(unsigned_file.read().numbers("x", "_FillValue").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_real_number_that_is_missing_is_a_nan) {
  for (auto const bytes : {std::size_t{4}, std::size_t{8}}) {
    auto const file = written<double>({.bytes = bytes}, {0.5}, 1);
    BOOST_TEST(file.read().reals("x")[0] == 0.5);
    BOOST_TEST(std::isnan(file.read().reals("x")[1]));
    BOOST_TEST(std::isnan(file.read().numbers("x", "_FillValue").at(0)));
  }
}

BOOST_AUTO_TEST_CASE(booleans_are_known_as_such_unless_some_are_missing) {
  auto const what = column{.kind = column_kind::boolean, .bytes = 1, .is_signed = false};
  auto const all = written<long long>(what, {0, 1});
  BOOST_TEST(all.read().type("x") == NC_BYTE);
  BOOST_TEST(all.read().attribute("x", "dtype") == "bool");
  BOOST_TEST(all.read().attribute("x", "flag_meanings") == "");

  auto const some = written<long long>(what, {0, 1}, 1);
  BOOST_TEST((some.read().integers("x") == integers{0, 1, -1}));
  BOOST_TEST((some.read().numbers("x", "_FillValue") == std::vector{-1.0}));
  BOOST_TEST(some.read().attribute("x", "dtype") == "");
  BOOST_TEST((some.read().numbers("x", "flag_values") == std::vector{0.0, 1.0}));
  BOOST_TEST(some.read().attribute("x", "flag_meanings") == "false true");
}

BOOST_AUTO_TEST_CASE(a_text_that_is_missing_is_empty) {
  auto const file = written<std::string>({.kind = column_kind::text, .bytes = 0}, {"Öl"}, 1);
  BOOST_TEST((file.read().texts("x") == texts{"Öl", ""}));
}

BOOST_AUTO_TEST_CASE(a_unit_and_attributes_are_attributes) {
  auto const file = written<double>({.unit = "J", .attributes = {{"long_name", "energy"}}}, {1});
  BOOST_TEST(file.read().attribute("x", "units") == "J");
  BOOST_TEST(file.read().attribute("x", "long_name") == "energy");
}

BOOST_AUTO_TEST_CASE(an_attribute_does_not_take_the_name_of_one_that_others_know) {
  auto const file = written<double>({.unit = "J",
                                     .attributes = {{"", "a"},
                                                    {"_FillValue", "b"},
                                                    {"coordinates", "c"},
                                                    {"units", "d"},
                                                    {"x y", "e"},
                                                    {"x/y", "f"},
                                                    {"scale_factor", "g"}}},
                                    {1});
  auto const read = file.read();
  BOOST_TEST(read.attribute("x", "_") == "a");
  BOOST_TEST(read.numbers("x", "_FillValue").empty());
  BOOST_TEST(read.attribute("x", "_FillValue_") == "b");
  BOOST_TEST(read.attribute("x", "coordinates") == "");
  BOOST_TEST(read.attribute("x", "coordinates_") == "c");
  BOOST_TEST(read.attribute("x", "units") == "J");
  BOOST_TEST(read.attribute("x", "units_") == "d");
  BOOST_TEST(read.attribute("x", "x_y") == "e");
  BOOST_TEST(read.attribute("x", "x_y_") == "f");
  BOOST_TEST(read.attribute("x", "scale_factor_") == "g");
  auto const without = written<double>({.attributes = {{"units", "m"}}}, {1});
  BOOST_TEST(without.read().attribute("x", "units") == "m");
}

BOOST_AUTO_TEST_CASE(a_unit_in_words_is_a_time_to_xarray) {
  for (auto const* const unit : {"seconds", "days", "hours since 2000-01-01"})
    BOOST_TEST(is_time_to_xarray(unit), unit);
  for (auto const* const unit : {"", "s", "1/s", "second", "meters"})
    BOOST_TEST(!is_time_to_xarray(unit), unit);
}

BOOST_AUTO_TEST_CASE(an_attribute_that_is_a_number_is_one) {
  auto const file = written<double>(
      {.attributes = {{"n", -3}, {"tolerance", 1e-9}, {"seed", highest}, {"text", "3"}}}, {1});
  auto const read = file.read();
  BOOST_TEST((read.numbers("x", "n") == std::vector{-3.0}));
  BOOST_TEST(read.type("x", "n") == NC_INT64);
  BOOST_TEST((read.numbers("x", "tolerance") == std::vector{1e-9}));
  BOOST_TEST(read.type("x", "tolerance") == NC_DOUBLE);
  BOOST_TEST(read.type("x", "seed") == NC_UINT64);
  BOOST_TEST(read.attribute("x", "text") == "3");
}

BOOST_AUTO_TEST_SUITE_END()
