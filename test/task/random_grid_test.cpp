// SPDX-License-Identifier: BSL-1.0
//
// The bits that are expected are those of an independent program.
#include <dlp/task/random_grid.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/sweep_structs.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(random_grid_test)

namespace {

using dlp_test::says;
using dlp_test::setting;
constexpr auto infinite = std::numeric_limits<double>::infinity();
constexpr auto almost_1 = 1 - 0x1p-53;

/// The values of the axis at a place, of each cell.
template <std::size_t axis, class Grid>
auto column_of(Grid const& grid) {
  auto all = std::vector<std::tuple_element_t<axis, typename Grid::iterator::value_type>>();
  for (auto const& cell : grid) all.push_back(std::get<axis>(cell));
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_seed_gives_these_bits_on_every_machine) {
  BOOST_TEST(
      dlp::detail::random_numbers(42, "x", 3) ==
      (std::vector<double>{0x1.381ec119e6348p-3, 0x1.5bc1787564b90p-5, 0x1.87f6aa3ddb25ep-2}));
  BOOST_TEST(dlp::detail::stratified_numbers(42, "x", 5) ==
             (std::vector<double>{0x1.c3351700604bbp-1, 0x1.f364682970540p-6, 0x1.e7fe220c5f07ap-2,
                                  0x1.52132b57b50cbp-1, 0x1.aafcdf9f783c6p-3}));
  // Fused, low + (high - low) * fraction would be another number.
  BOOST_TEST(dlp::detail::at_fraction(0.1, 0.7, 0x1.8aaaaaaaaaaabp-4) == 0x1.4333333333334p-3);
}

BOOST_AUTO_TEST_CASE(the_values_of_a_parameter_depend_on_the_seed_and_its_name_alone) {
  auto const x = dlp::interval("x", 0, 1.5);
  auto const xs = column_of<0>(dlp::random(4, 1, x));
  BOOST_TEST(column_of<1>(dlp::random(4, 1, dlp::interval("y", 0, 1), x)) == xs);
  auto const more = column_of<0>(dlp::random(6, 1, x));
  BOOST_TEST(std::vector(more.begin(), more.begin() + 4) == xs);
  BOOST_TEST(column_of<0>(dlp::random(4, 2, x)) != xs);
  BOOST_TEST(column_of<0>(dlp::random(4, 1, dlp::interval("y", 0, 1.5))) != xs);
}

BOOST_AUTO_TEST_CASE(values_are_spread_over_their_interval) {
  auto const grid =
      dlp::random(1000, 7, dlp::interval("x", -1.0, 3.0), dlp::interval("n", -1, 2),
                  dlp::interval("on", false, true), dlp::axis("solver", {"a", "b", "c"}));
  auto const xs = column_of<0>(grid);
  auto const [least, most] = std::ranges::minmax(xs);
  BOOST_TEST((least >= -1 && least < -0.95 && most <= 3 && most > 2.95));
  auto const mean = std::accumulate(xs.begin(), xs.end(), 0.0) / 1000;
  BOOST_TEST(std::abs(mean - 1) < 0.15);
  auto const ns = column_of<1>(grid);
  for (auto const n : {-1, 0, 1, 2}) BOOST_TEST(std::abs(std::ranges::count(ns, n) - 250) < 60);
  BOOST_TEST(std::abs(std::ranges::count(column_of<2>(grid), true) - 500) < 70);
  auto const solvers = column_of<3>(grid);
  for (auto const* one : {"a", "b", "c"})
    BOOST_TEST(std::abs(std::ranges::count(solvers, one) - 333) < 70);
  BOOST_TEST(grid.dimensions() == (std::vector<dlp::index_t>{1000}));
}

BOOST_AUTO_TEST_CASE(both_bounds_of_integers_can_be_drawn_and_the_widest_interval_too) {
  using dlp::detail::value_at;
  using limits = std::numeric_limits<std::int64_t>;
  BOOST_TEST(value_at(-2, 3, 0.0) == -2);
  BOOST_TEST(value_at(-2, 3, almost_1) == 3);
  BOOST_TEST(value_at(limits::min(), limits::max(), 0.0) == limits::min());
  BOOST_TEST(value_at(limits::min(), limits::max(), 0.5) == 0);
  BOOST_TEST(value_at(limits::min(), limits::max(), almost_1) > limits::max() - 4096);
  BOOST_TEST(value_at(5U, 5U, almost_1) == 5U);
  BOOST_TEST(value_at(1.0, std::nextafter(1.0, 2.0), almost_1) <= std::nextafter(1.0, 2.0));
  BOOST_TEST(value_at(true, true, 0.0));
}

BOOST_AUTO_TEST_CASE(a_latin_hypercube_has_a_point_in_each_part_of_each_interval) {
  auto const grid =
      dlp::latin_hypercube(100, 3, dlp::interval("x", 0.0, 1.0), dlp::interval("y", 0.0, 1.0),
                           dlp::interval("n", 1, 10), dlp::axis("s", {"a", "b"}));
  auto const parts_in = [](std::vector<double> const& values) {
    auto parts = std::set<int>();
    for (auto const value : values) parts.insert(static_cast<int>(value * 100));
    return parts.size();
  };
  auto const xs = column_of<0>(grid), ys = column_of<1>(grid);
  BOOST_TEST(parts_in(xs) == 100U);
  BOOST_TEST(parts_in(ys) == 100U);
  BOOST_TEST(!std::ranges::is_sorted(xs));
  auto together = 0;
  for (auto i = std::size_t{0}; i != 100; ++i) together += int(xs[i] * 100) == int(ys[i] * 100);
  BOOST_TEST(together < 10);
  for (auto n = 1; n <= 10; ++n) BOOST_TEST(std::ranges::count(column_of<2>(grid), n) == 10);
  BOOST_TEST(std::ranges::count(column_of<3>(grid), "a") == 50);
}

BOOST_AUTO_TEST_CASE(members_can_be_drawn) {
  auto const grid = dlp::random(3, 1, dlp::interval(&setting::gamma, 2, 3, "1/s"),
                                dlp::axis(&setting::solver, {"a"}));
  BOOST_TEST(grid[2].gamma > 2);
  BOOST_TEST(grid[2].solver == "a");
  BOOST_TEST(grid.axes()[0].what.unit == "1/s");
}

BOOST_AUTO_TEST_CASE(what_nothing_can_be_drawn_from_is_refused) {
  auto const x = dlp::interval("x", 0.0, 1.0);
  BOOST_CHECK_EXCEPTION(dlp::random(0, 1, x), dlp::usage_error,
                        says("dlp::random: 0 points are none"));
  BOOST_CHECK_EXCEPTION(dlp::latin_hypercube(-1, 1, x), dlp::usage_error,
                        says("dlp::latin_hypercube: -1 points are none"));
  BOOST_CHECK_EXCEPTION(dlp::random(3, 1, dlp::interval("x", 2, 1)), dlp::usage_error,
                        says("dlp::random: the bounds of x are in the wrong order"));
  BOOST_CHECK_EXCEPTION(dlp::random(3, 1, dlp::interval("x", 0, infinite)), dlp::usage_error,
                        says("dlp::random: the bounds of x are not finite"));
  BOOST_CHECK_EXCEPTION(dlp::random(3, 1, x, x), dlp::usage_error,
                        says("dlp: two axes are called x"));
  BOOST_CHECK_THROW(dlp::random(3, 1, dlp::interval("rank", 0, 1)), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::interval(&setting::unnamed, 0, 1), dlp::usage_error);
}

BOOST_AUTO_TEST_SUITE_END()
