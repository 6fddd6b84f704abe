// SPDX-License-Identifier: BSL-1.0
//
// A grid in the loops and maps that take any range.
#include <dlp/sweep.hpp>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(grid_loops_test)

namespace {

using visit = std::tuple<double, int, std::string>;
using visits = std::vector<visit>;
using dlp_test::setting;

auto make() {
  return dlp::product(dlp::axis("gamma", {0.1, 0.2, 0.5}), dlp::axis("n", {1, 2, 3, 4}),
                      dlp::axis("solver", {"rk4", "euler"}));
}
auto is_kept(double gamma, int n, std::string const& solver) -> bool {
  return gamma < 0.3 && (n > 2 || solver == "rk4");
}

/// All cells of a grid, in their order.
template <class Grid>
auto cells_of(Grid const& grid) -> visits {
  return {grid.begin(), grid.end()};
}

/// On the root: what a split visits on all ranks, in the order of cells.
template <class View>
auto visited_by_all(View view) -> visits {
  auto mine = visits();
  for (auto [gamma, n, solver] : view) mine.emplace_back(gamma, n, solver);
  auto all = dlp::gather_flat(mine);
  auto const place = [](visit const& one) {
    return std::tuple(std::get<0>(one), std::get<1>(one), std::get<2>(one) == "euler");
  };
  std::ranges::sort(all, {}, place);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_split_visits_every_cell_once) {
  auto const grid = make();
  auto const some = grid.where(is_kept);
  auto const managed = visited_by_all(grid | dlp::split_managed);
  auto const shared = visited_by_all(some | dlp::split_shared);
  auto const blocks = visited_by_all(some | dlp::split_block);
  auto const dealt = visited_by_all(dlp::split_managed(some, {.label = "some"}));
  if (!dlp::is_root()) return;
  BOOST_TEST((managed == cells_of(grid)));
  BOOST_TEST((shared == cells_of(some)));
  BOOST_TEST((blocks == cells_of(some)));
  BOOST_TEST((dealt == cells_of(some)));
  BOOST_TEST(some.size() == 12U);
}

BOOST_AUTO_TEST_CASE(a_map_has_a_result_for_every_cell_that_is_kept) {
  auto const grid = make();
  auto const f = [](double gamma, int n, std::string const& solver) {
    return solver + std::to_string(n) + (gamma > 0.15 ? "+" : "");
  };
  auto const all = dlp::map(f, grid);
  auto const some = dlp::map(f, grid.where(is_kept));
  auto const structs = dlp::map([](setting const& at) { return at.gamma; },
                                dlp::product(dlp::axis(&setting::gamma, {0.1, 0.2})));
  if (!dlp::is_root()) return;
  BOOST_TEST(all.size() == 24U);
  BOOST_TEST(all[9] == "euler1+");
  BOOST_TEST(some.size() == 12U);
  BOOST_TEST(some[3] == "euler3");
  BOOST_TEST(structs == (std::vector{0.1, 0.2}));
}

BOOST_AUTO_TEST_CASE(the_position_of_an_enumerated_cell_gives_its_number) {
  auto const some = make().where(is_kept);
  auto mine = std::vector<bool>();
  for (auto [position, cell] : some | dlp::enumerate | dlp::split_managed)
    mine.push_back(visit(cell) == visit(some.at(some.cell_at(position))));
  auto const all = dlp::gather_flat(mine);
  if (!dlp::is_root()) return;
  BOOST_TEST(all == std::vector<bool>(some.size(), true));
}

BOOST_AUTO_TEST_CASE(a_struct_of_results_comes_to_the_root_whole) {
  auto const results = dlp::map(
      [](double gamma, int n, std::string const& solver) {
        auto made = dlp_test::swing{.energy = gamma, .steps = n, .note = solver};
        made.main.at = 2 * gamma;
        return made;
      },
      make());
  if (!dlp::is_root()) return;
  BOOST_TEST(results[23].main.at == 1.0);
  BOOST_TEST(results[23].note == "euler");
}

BOOST_AUTO_TEST_SUITE_END()
