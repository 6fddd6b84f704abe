// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_data.hpp>

#include <array>
#include <complex>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(column_data_test)

namespace {

using dlp::column_value;
using namespace dlp::detail;
enum class phase { solid = 2, liquid };

/// What becomes of a value on its way into a table and back.
template <class T>
auto there_and_back(T const& value) -> T {
  auto back = T();
  take_result_value(back, result_value_of("x", value));
  return back;
}

auto misfits(dlp::error const& e) {
  return std::string(e.what()) ==
         "dlp: the value of the column x is of another kind or shape than the result that it is to "
         "become";
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_value_has_no_shape) {
  BOOST_TEST((to_column_value(1.5) == column_value{.values = std::vector{1.5}}));
  BOOST_TEST((to_column_value(true) == column_value{.values = std::vector{std::int64_t{1}}}));
  BOOST_TEST((to_column_value(7U) == column_value{.values = std::vector{std::uint64_t{7}}}));
  BOOST_TEST(
      (to_column_value(phase::liquid) == column_value{.values = std::vector{std::int64_t{3}}}));
}

BOOST_AUTO_TEST_CASE(an_array_has_the_shape_that_it_has) {
  auto const rows = std::vector<std::array<int, 2>>{{1, 2}, {3, 4}, {5, 6}};
  auto const flat = std::vector<std::int64_t>{1, 2, 3, 4, 5, 6};
  BOOST_TEST((to_column_value(rows) == column_value{.shape = {3, 2}, .values = flat}));
  auto const none = std::vector<std::array<int, 2>>();
  BOOST_TEST((to_column_value(none).shape == std::vector<dlp::index_t>{0, 2}));
  auto const ragged = std::vector<std::vector<int>>{{1, 2}, {3}};
  BOOST_CHECK_EXCEPTION(to_column_value(ragged), dlp::error, [](auto const& e) {
    return std::string(e.what()) ==
           "dlp: the rows of an array in a result differ in length: a table has only arrays with a "
           "shape";
  });
}

BOOST_AUTO_TEST_CASE(every_kind_comes_back_as_it_was) {
  auto const each = [](auto const& value) { BOOST_TEST((there_and_back(value) == value)); };
  each(0.1f), each(std::numeric_limits<unsigned long>::max()), each(-5L), each(true);
  each(phase::liquid), each(std::string("text")), each(std::complex<float>(1, -2));
  each(std::vector<bool>{true, false, true});
  each(std::vector<std::vector<std::string>>{{"a", "b"}, {"c", "d"}});
  each(std::array<std::vector<double>, 2>{{{1, 2, 3}, {4, 5, 6}}});
  each(std::optional<int>(4)), each(std::optional<int>());
}

BOOST_AUTO_TEST_CASE(units_dimensions_and_coordinates_come_back_too) {
  auto const energy = there_and_back(dlp::quantity{2.5, "J", {{"a", "b"}}});
  BOOST_TEST(energy.value == 2.5);
  BOOST_TEST(energy.unit == "J");
  BOOST_TEST(energy.attributes.at("a") == "b");
  auto const curve = there_and_back(
      dlp::labelled{"t", std::vector{0.5, 1.5}, std::vector{3, 4}, "m", "s", {{"c", "d"}}});
  BOOST_TEST(curve.dimension == "t");
  BOOST_TEST(curve.coordinates == (std::vector{0.5, 1.5}));
  BOOST_TEST(curve.values == (std::vector{3, 4}));
  BOOST_TEST(curve.unit == "m");
  BOOST_TEST(curve.coordinate_unit == "s");
  BOOST_TEST(curve.attributes.at("c") == "d");
}

BOOST_AUTO_TEST_CASE(a_value_that_was_there_is_gone) {
  auto number = std::optional(3);
  take_result_value(number, result_value_of("x", std::optional<int>()));
  BOOST_TEST(!number);
}

BOOST_AUTO_TEST_CASE(a_value_of_another_kind_or_shape_is_refused) {
  auto const text = result_value_of("x", std::string("1"));
  auto number = 1.5;
  BOOST_CHECK_EXCEPTION(take_result_value(number, text), dlp::error, misfits);
  auto three = std::array<int, 3>();
  auto const two = result_value_of("x", std::vector{1, 2});
  BOOST_CHECK_EXCEPTION(take_result_value(three, two), dlp::error, misfits);
  auto rows = std::vector<std::vector<int>>();
  BOOST_CHECK_EXCEPTION(take_result_value(rows, two), dlp::error, misfits);
  auto damaged = two;
  damaged.value.shape = {3};
  auto all = std::vector<int>();
  BOOST_CHECK_EXCEPTION(take_result_value(all, damaged), dlp::error, misfits);
}

BOOST_AUTO_TEST_SUITE_END()
