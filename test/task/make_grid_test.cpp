// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/make_grid.hpp>

#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/task/axis.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(make_grid_test)

namespace {

using dlp_test::setting;
auto const a = dlp::axis("a", {1, 2, 3});
auto const b = dlp::axis("b", {0.5, 0.6, 0.7});

template <class Grid>
auto cells_of(Grid const& grid) {
  return std::vector(grid.begin(), grid.end());
}

}  // namespace

BOOST_AUTO_TEST_CASE(of_axes_a_product_is_a_grid_and_of_ranges_it_is_as_ever) {
  static_assert(std::is_same_v<decltype(dlp::product(a, b)), dlp::grid<void, int, double>>);
  static_assert(std::is_same_v<decltype(dlp::product(a)), dlp::grid<void, int>>);
  auto const xs = std::vector{1, 2};
  static_assert(!dlp::detail::is_grid<decltype(dlp::product(xs, 3))>);
  auto grid = dlp::product(a);
  static_assert(!dlp::detail::is_grid<decltype(dlp::product(grid, 3))>);
  BOOST_TEST(dlp::product(grid, 3).size() == 9U);
}

BOOST_AUTO_TEST_CASE(a_product_of_grids_is_a_grid) {
  auto pair = dlp::zip(a, b);
  auto const c = dlp::product(dlp::axis("c", {true, false}));
  auto const all = dlp::product(pair, c);
  static_assert(std::is_same_v<decltype(all), dlp::grid<void, int, double, bool> const>);
  static_assert(std::is_same_v<decltype(dlp::product(pair)), dlp::grid<void, int, double>>);
  BOOST_TEST(all.dimensions() == (std::vector<dlp::index_t>{3, 2}));
  BOOST_TEST((cells_of(all)[3] == std::tuple(2, 0.6, false)));
  auto const behind = dlp::product(dlp::axis("c", {1, 2}), pair);
  BOOST_TEST((cells_of(behind)[4] == std::tuple(2, 2, 0.6)));
}

BOOST_AUTO_TEST_CASE(axes_of_a_zip_go_together) {
  auto const grid = dlp::zip(a, b);
  BOOST_TEST(
      (cells_of(grid) == std::vector<std::tuple<int, double>>{{1, 0.5}, {2, 0.6}, {3, 0.7}}));
  BOOST_TEST(grid.dimensions() == (std::vector<dlp::index_t>{3}));
  BOOST_TEST(
      dlp::zip(dlp::axis(&setting::omega, {1, 2}), dlp::axis(&setting::solver, {"a", "b"}))[1]
          .solver == "b");
  BOOST_CHECK_EXCEPTION(dlp::zip(a, dlp::axis("c", {1})), dlp::usage_error, [](auto const& e) {
    return std::string(e.what()) == "dlp::zip: the axis a has 3 values, and c has 1";
  });
}

BOOST_AUTO_TEST_CASE(points_are_as_they_are_listed) {
  using point = std::tuple<double, char const*>;
  auto const grid =
      dlp::points({{"gamma", "1/s"}, "solver"}, std::vector<point>{{0.1, "rk4"}, {0.2, "euler"}});
  static_assert(std::is_same_v<decltype(grid), dlp::grid<void, double, std::string> const>);
  BOOST_TEST((cells_of(grid)[1] == std::tuple(0.2, std::string("euler"))));
  BOOST_TEST(grid.axes()[0].what.unit == "1/s");
  BOOST_TEST(grid.axes()[1].what.name == "solver");
  auto const of_pairs = dlp::points({"a", "b"}, std::vector{std::pair(1, 2)});
  BOOST_TEST((cells_of(of_pairs)[0] == std::tuple(1, 2)));
}

BOOST_AUTO_TEST_CASE(points_without_a_name_for_each_value_are_refused) {
  auto const one = std::vector{std::tuple(1, 2)};
  BOOST_CHECK_THROW(dlp::points({"a"}, one), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::points({"a", "b", "c"}, one), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::points({"a", "a"}, one), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::points({"a", "b"}, std::vector<std::tuple<int, int>>()), dlp::usage_error);
}

BOOST_AUTO_TEST_SUITE_END()
