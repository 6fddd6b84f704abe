// SPDX-License-Identifier: BSL-1.0
#include <task/cell_finder.hpp>

#include <limits>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/sweep.hpp>

BOOST_AUTO_TEST_SUITE(cell_finder_test)

using namespace dlp::detail;
using values = std::vector<stored_value>;

BOOST_AUTO_TEST_CASE(each_cell_is_found_by_its_values) {
  auto const grid = dlp::product(dlp::zip(dlp::axis("a", {1, 2, 3}), dlp::axis("b", {5, 6, 7})),
                                 dlp::axis("c", {0.5, 1.5}), dlp::axis("solver", {"rk4", "euler"}));
  auto find = cell_finder(table_shape_of(grid, {}));
  for (auto cell = dlp::index_t{0}; cell != grid.cells(); ++cell) {
    auto const [a, b, c, solver] = grid[cell];
    auto const own = values{std::int64_t{a}, std::int64_t{b}, c, std::string_view(solver)};
    BOOST_TEST((find.next_with(own) == cell));
  }
  BOOST_TEST(!find.next_with(values{std::int64_t{1}, std::int64_t{6}, 0.5, "rk4"}));
  BOOST_TEST(!find.next_with(values{std::int64_t{1}, std::int64_t{5}, 0.75, "rk4"}));
  BOOST_TEST(!find.next_with(values{std::int64_t{1}, std::int64_t{5}, 0.5, "rk"}));
}

BOOST_AUTO_TEST_CASE(numbers_are_equal_where_all_their_bits_are) {
  auto const nan = std::numeric_limits<double>::quiet_NaN();
  auto find = cell_finder(table_shape_of(dlp::product(dlp::axis("x", {0.0, nan, 0.1})), {}));
  BOOST_TEST(!find.next_with(values{-0.0}));
  BOOST_TEST(!find.next_with(values{0.1 + 1e-17 + 1e-16}));
  BOOST_TEST((find.next_with(values{0.0}) == 0U));
  BOOST_TEST((find.next_with(values{nan}) == 1U));
  BOOST_TEST((find.next_with(values{0.1}) == 2U));
}

BOOST_AUTO_TEST_CASE(of_cells_with_the_same_values_each_is_found_once_in_order) {
  auto const grid = dlp::product(dlp::axis("a", {7, 8, 7}), dlp::axis("b", {1, 1}));
  auto find = cell_finder(table_shape_of(grid, {}));
  auto const same = values{std::int64_t{7}, std::int64_t{1}};
  for (auto const cell : {0U, 1U, 4U, 5U}) BOOST_TEST((find.next_with(same) == cell));
  BOOST_TEST(!find.next_with(same));
  BOOST_TEST((find.next_with(values{std::int64_t{8}, std::int64_t{1}}) == 2U));
}

BOOST_AUTO_TEST_SUITE_END()
