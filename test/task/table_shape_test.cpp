// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table_shape.hpp>

#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/sweep.hpp>

BOOST_AUTO_TEST_SUITE(table_shape_test)

BOOST_AUTO_TEST_CASE(a_cell_has_the_values_that_its_grid_says) {
  auto const grid = dlp::product(dlp::zip(dlp::axis("a", {1, 2, 3}), dlp::axis("b", {5, 6, 7})),
                                 dlp::axis("c", {0.5, 1.5}), dlp::axis("solver", {"rk4", "euler"}));
  auto const shape = dlp::detail::table_shape_of(grid, {});
  for (auto cell = dlp::index_t{0}; cell != grid.cells(); ++cell) {
    auto places = std::vector<std::size_t>();
    for (auto const& axis : shape.axes)
      places.push_back(dlp::detail::place_on_axis(shape, axis, cell));
    auto const expected = grid.indices_of(cell);
    BOOST_TEST(places == std::vector<std::size_t>(expected.begin(), expected.end()));
  }
  BOOST_TEST(dlp::detail::parameters_in_words(shape, 7) == "a = 2, b = 6, c = 1.5, solver = euler");
}

BOOST_AUTO_TEST_CASE(all_cells_of_the_grid_are_kept) {
  auto shape = dlp::detail::table_shape{.dimensions = {2, 3, 4}};
  BOOST_TEST(cells_of_grid(shape) == 24U);
  BOOST_TEST(dlp::detail::product_of({}) == 1U);
  keep_all(shape, 24);
  BOOST_TEST(shape.size == 24U);
  BOOST_TEST(shape.cell_at(17) == 17U);
  BOOST_TEST((shape.position_of(23) == dlp::index_t{23}));
  BOOST_TEST(!shape.position_of(24).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
