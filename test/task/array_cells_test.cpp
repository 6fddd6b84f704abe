// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/array_cells.hpp>

#include <complex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(array_cells_test)

using namespace dlp::detail;
using dlp::column_value;
using lengths = std::vector<dlp::index_t>;
using texts = std::vector<std::string>;

auto column_of(texts const& cells, lengths shape) -> table_column {
  auto made = table_column{.what = {.name = "trace", .shape = std::move(shape)}, .values = cells};
  for (auto const& cell : cells) made.there.push_back(!cell.empty());
  return made;
}

auto numbers(lengths shape, std::vector<double> values) -> column_value {
  return {std::move(shape), std::move(values)};
}

BOOST_AUTO_TEST_CASE(the_longest_value_says_how_long_all_are) {
  auto const read = read_array_cells(column_of({"[[1,2],[3,4],[5,6]]", "", "[[7,8]]"}, {0, 2}));
  BOOST_TEST((read.lengths == lengths{3, 2}));
  BOOST_TEST((read.values[0] == numbers({3, 2}, {1, 2, 3, 4, 5, 6})));
  BOOST_TEST(read.values[1].is_missing());
  BOOST_TEST((read.values[2] == numbers({1, 2}, {7, 8})));
  BOOST_TEST(read.coordinates.empty());
}

BOOST_AUTO_TEST_CASE(what_is_labelled_has_what_its_cells_agree_on) {
  auto const cell = [](std::string const& coordinates, std::string const& unit) {
    return R"({"dimension":"t","coordinates":)" + coordinates + R"(,"values":[1,2],"unit":")" +
           unit + R"(","coordinate_unit":"s","attributes":{"long_name":"a"}})";
  };
  auto const read =
      read_array_cells(column_of({"", cell("[0,\"NaN\"]", "V"), cell("[1,2,3]", "V")}, {0}));
  BOOST_TEST(read.what.dimension == "t");
  BOOST_TEST(read.what.unit == "V");
  BOOST_TEST(read.what.attributes.at("long_name") == "a");
  BOOST_TEST(read.coordinate.unit == "s");
  BOOST_TEST((read.coordinate.kind == dlp::column_kind::real));
  BOOST_TEST((read.coordinate_lengths == lengths{3}));
  BOOST_TEST(read.coordinates[0].is_missing());
  BOOST_TEST((read.coordinates[2] == numbers({3}, {1, 2, 3})));

  auto const differ = read_array_cells(column_of({cell("[0]", "V"), cell("[0]", "W")}, {0}));
  BOOST_TEST(differ.what.unit == "");
  BOOST_TEST(differ.what.attributes.at("long_name") == "a");
  BOOST_TEST(differ.said.contradictions() == "the unit (V, W)");

  auto const by_name = read_array_cells(column_of({cell("[\"x\",\"y\"]", "V")}, {0}));
  BOOST_TEST((by_name.coordinate.kind == dlp::column_kind::text));
  BOOST_TEST((by_name.coordinates[0] == column_value{{2}, texts{"x", "y"}}));
}

BOOST_AUTO_TEST_CASE(coordinates_are_texts_where_one_is_no_number) {
  auto const read = [](texts const& coordinates) {
    auto cells = texts();
    for (auto const& one : coordinates) {
      cells.push_back(R"({"dimension":"t","coordinates":)" + one +
                      R"(,"values":[],"unit":"","coordinate_unit":"","attributes":{}})");
    }
    return read_array_cells(column_of(cells, {0}));
  };
  BOOST_TEST((read({R"(["NaN","y, [\"z\""])"}).coordinates[0] ==
              column_value{{2}, texts{"NaN", "y, [\"z\""}}));
  auto const later = read({"[]", R"(["Infinity"])", R"(["NaN","x"])"});
  BOOST_TEST((later.coordinates[1] == column_value{{1}, texts{"Infinity"}}));
  BOOST_TEST((later.coordinates[2] == column_value{{2}, texts{"NaN", "x"}}));
  auto const is_real = [&](texts const& coordinates) {
    return read(coordinates).coordinate.kind == dlp::column_kind::real;
  };
  BOOST_TEST(is_real({R"(["NaN",0.5])"}));
  BOOST_TEST(is_real({R"(["-Infinity","NaN"])", "[]"}));
  BOOST_TEST(is_real({"[]"}));
  BOOST_TEST((read({R"([["NaN"],["x"]])"}).coordinates[0].shape == lengths{2, 1}));
}

BOOST_AUTO_TEST_CASE(a_value_keeps_its_place_among_longer_ones) {
  auto const places = [](lengths const& shape, std::size_t count) {
    auto found = std::vector<std::size_t>();
    for (auto i = std::size_t{0}; i != count; ++i)
      found.push_back(place_in_longer(i, shape, {3, 4}));
    return found;
  };
  BOOST_TEST((places({2, 2}, 4) == std::vector<std::size_t>{0, 1, 4, 5}));
  BOOST_TEST((places({3, 1}, 3) == std::vector<std::size_t>{0, 4, 8}));
  BOOST_TEST(place_in_longer(0, {}, {}) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
