// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/cell_choice.hpp>

#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/sweep.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(cell_choice_test)

namespace {

auto make() { return dlp::product(dlp::axis("a", {1, 2}), dlp::axis("b", {0.5, 1.5, 2.5})); }

auto cells_in(dlp::cell_choice const& chosen) {
  auto all = std::vector<dlp::index_t>();
  for (auto cell = dlp::index_t{0}; cell != 6; ++cell)
    if (chosen.has(cell)) all.push_back(cell);
  return all;
}

using cells = std::vector<dlp::index_t>;

}  // namespace

BOOST_AUTO_TEST_CASE(nobody_has_chosen) {
  BOOST_TEST(dlp::cell_choice().is_all());
  BOOST_TEST(cells_in({}) == (cells{0, 1, 2, 3, 4, 5}));
  dlp::cell_choice().require_of({2, 3});
}

BOOST_AUTO_TEST_CASE(those_that_a_grid_keeps) {
  auto const chosen = dlp::cell_choice(make().where([](int a, double b) { return a * b > 2; }));
  BOOST_TEST(!chosen.is_all());
  BOOST_TEST(cells_in(chosen) == (cells{2, 4, 5}));
  chosen.require_of({2, 3});
  BOOST_TEST(dlp_test::text_of<dlp::usage_error>([&] { chosen.require_of({3, 2}); }) ==
             "dlp: sweep: only is a grid of 2 x 3 cells, and the sweep goes over one of 3 x 2");
}

BOOST_AUTO_TEST_CASE(those_of_some_numbers) {
  BOOST_TEST(cells_in({4, 1}) == (cells{1, 4}));
  BOOST_TEST(cells_in({4}) == (cells{4}));
  BOOST_TEST(cells_in(cells()).empty());
  auto const chosen = dlp::cell_choice({5, 6, 0});
  chosen.require_of({7});
  BOOST_TEST(dlp_test::text_of<dlp::usage_error>([&] { chosen.require_of({2, 3}); }) ==
             "dlp: sweep: only: the grid has 6 cells, counted from 0, and no cell 6");
}

BOOST_AUTO_TEST_SUITE_END()
