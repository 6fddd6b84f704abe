// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/grid.hpp>

#include <array>
#include <ranges>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/enumerate.hpp>
#include <dlp/core/error.hpp>
#include <dlp/task/axis.hpp>
#include <dlp/task/make_grid.hpp>

#include "../support/memory_taken.hpp"
#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(grid_test)

namespace {

using dlp::index_t;
using dlp_test::setting;
using indices = std::vector<index_t>;
using row = std::tuple<double, int, std::string>;

auto make() {
  return dlp::product(dlp::axis("gamma", {0.1, 0.2, 0.5}, "1/s"), dlp::axis("n", {1, 2}),
                      dlp::axis("solver", {"rk4", "euler"}));
}
using table = decltype(make());
auto members() {
  return dlp::product(dlp::axis(&setting::gamma, {0.1, 0.2}), dlp::axis(&setting::solver, {"a"}));
}

}  // namespace

static_assert(std::ranges::view<table> && std::ranges::random_access_range<table const> &&
              std::ranges::sized_range<table const> && std::ranges::common_range<table>);
static_assert(std::same_as<std::ranges::range_reference_t<table>,
                           dlp::product_element<double const&, int const&, std::string const&>>);
static_assert(
    std::same_as<std::ranges::range_value_t<table>, std::tuple<double, int, std::string>>);
static_assert(std::same_as<std::ranges::range_reference_t<decltype(members())>, setting>);
static_assert(std::ranges::random_access_range<decltype(members())>);
static_assert(std::ranges::random_access_range<decltype(make() | dlp::enumerate)>);

BOOST_AUTO_TEST_CASE(its_cells_are_all_combinations_and_the_last_axis_varies_fastest) {
  auto const grid = make();
  auto text = std::ostringstream();
  for (auto const& [gamma, n, solver] : grid) text << gamma << n << solver << ' ';
  BOOST_TEST(text.str() ==
             "0.11rk4 0.11euler 0.12rk4 0.12euler 0.21rk4 0.21euler 0.22rk4 0.22euler "
             "0.51rk4 0.51euler 0.52rk4 0.52euler ");
  BOOST_TEST(grid.size() == 12U);
  BOOST_TEST(grid.dimensions() == (indices{3, 2, 2}));
  BOOST_TEST((grid.indices_of(7) == std::array<index_t, 3>{1, 1, 1}));
}

BOOST_AUTO_TEST_CASE(an_iterator_goes_to_every_place) {
  auto const grid = make();
  auto it = grid.begin();
  it += 5;
  BOOST_TEST(std::get<1>(*it) == 1);
  BOOST_TEST(std::get<2>(it[2]) == "euler");
  BOOST_TEST((it - grid.begin() == 5));
  BOOST_TEST((grid.end() - it == 7));
  --it;
  BOOST_TEST(std::get<2>(*it) == "rk4");
  BOOST_TEST((grid.begin() < it && it != grid.end()));
  BOOST_TEST(std::get<2>(grid[7]) == "euler");
}

BOOST_AUTO_TEST_CASE(texts_are_referred_to_and_copies_share_them) {
  auto const grid = make();
  auto const copy = grid.where([](double, int n, auto const&) { return n == 2; });
  BOOST_TEST(&std::get<2>(grid[0]) == &std::get<2>(copy[0]));
}

BOOST_AUTO_TEST_CASE(what_where_leaves_out_keeps_its_number_and_has_no_position) {
  auto const grid = make();
  auto const some =
      grid.where([](double gamma, int n, std::string const&) { return gamma > 0.15 && n == 2; });
  BOOST_TEST(some.size() == 4U);
  BOOST_TEST(some.cells() == 12U);
  auto cells = indices();
  for (auto position = index_t{0}; position != some.size(); ++position) {
    auto const cell = some.cell_at(position);
    cells.push_back(cell);
    BOOST_TEST((some.position_of(cell) == position));
    BOOST_TEST((row(some[static_cast<std::ptrdiff_t>(position)]) == row(grid.at(cell))));
  }
  BOOST_TEST(cells == (indices{6, 7, 10, 11}));
  for (auto const cell : {0, 5, 8, 9, 12}) BOOST_TEST(!some.keeps(static_cast<index_t>(cell)));
  BOOST_TEST(std::get<0>(some.at(0)) == 0.1);  // it is still there
  BOOST_TEST(some.dimensions() == grid.dimensions());
}

BOOST_AUTO_TEST_CASE(without_where_position_and_number_are_the_same) {
  auto const grid = make();
  BOOST_TEST(grid.cell_at(5) == 5U);
  BOOST_TEST((grid.position_of(11) == index_t{11}));
  BOOST_TEST(!grid.keeps(12));
}

BOOST_AUTO_TEST_CASE(a_where_behind_another_leaves_out_more_and_may_leave_nothing) {
  auto const even = make().where([](auto, int n, auto const&) { return n == 2; });
  auto const less = even.where([](double gamma, auto, auto const&) { return gamma == 0.2; });
  BOOST_TEST(less.size() == 2U);
  BOOST_TEST(less.cell_at(0) == 6U);
  auto const none = less.where([](auto const&...) { return false; });
  BOOST_TEST(none.empty());
  BOOST_TEST((none.begin() == none.end()));
  BOOST_CHECK_THROW(make().where([](auto const&...) -> bool { throw std::out_of_range("no"); }),
                    std::out_of_range);
}

BOOST_AUTO_TEST_CASE(cells_of_members_are_structs) {
  auto const grid = members();
  BOOST_TEST(grid.size() == 2U);
  BOOST_TEST(grid[1].gamma == 0.2);
  BOOST_TEST(grid[1].solver == "a");
  BOOST_TEST(grid[1].omega == setting().omega);
  auto const one = grid.where([](setting const& at) { return at.gamma > 0.15; });
  BOOST_TEST(one.size() == 1U);
  BOOST_TEST(one.front().gamma == 0.2);
}

BOOST_AUTO_TEST_CASE(two_axes_of_one_name_are_refused) {
  BOOST_CHECK_EXCEPTION(
      dlp::product(dlp::axis("a", {1}), dlp::axis("a", {2.5})), dlp::usage_error,
      [](auto const& e) { return std::string(e.what()) == "dlp: two axes are called a"; });
}

BOOST_AUTO_TEST_CASE(a_grid_of_a_billion_cells_takes_no_memory) {
  auto const before = dlp_test::most_memory_taken();
  auto const thousand = std::views::iota(0, 1000);
  auto const grid =
      dlp::product(dlp::axis("a", thousand), dlp::axis("b", thousand), dlp::axis("c", thousand));
  BOOST_TEST(grid.size() == 1'000'000'000U);
  BOOST_TEST((std::tuple<int, int, int>(grid[123'456'789]) == std::tuple(123, 456, 789)));
  BOOST_TEST(dlp_test::most_memory_taken() - before < 64 << 10);
}

BOOST_AUTO_TEST_CASE(the_hash_of_a_cell_is_of_its_parameters_alone) {
  auto const grid = make();
  auto hashes = std::set<std::uint64_t>();
  for (auto cell = index_t{0}; cell != grid.cells(); ++cell) hashes.insert(grid.hash_of(cell));
  BOOST_TEST(hashes.size() == 12U);
  auto const other = dlp::product(dlp::axis("solver", {"verlet", "euler"}),
                                  dlp::axis("n", {7L, 2L}), dlp::axis("gamma", {0.3, 0.2, 0.4}));
  BOOST_TEST(other.hash_of(10) == grid.hash_of(7));  // 0.2, 2, euler
  auto of_members = dlp::detail::parameter_hash();
  of_members.add("gamma", 0.2), of_members.add("solver", std::string("a"));
  BOOST_TEST(members().hash_of(1) == of_members.value());
}

BOOST_AUTO_TEST_CASE(its_axes_are_described_and_it_can_be_printed) {
  auto const axes = make().axes();
  BOOST_TEST(axes.size() == 3U);
  BOOST_TEST(axes[0].what.unit == "1/s");
  BOOST_TEST(axes[2].dimension == 2U);
  auto out = std::ostringstream();
  out << make().where([](auto, int n, auto const&) { return n == 1; });
  BOOST_TEST(out.str() ==
             "gamma [1/s]  3 values: 0.1, 0.2, 0.5\n"
             "n            2 values: 1, 2\n"
             "solver       2 values: rk4, euler\n"
             "3 x 2 x 2 = 12 cells, 6 without those that are left out\n");
}

BOOST_AUTO_TEST_SUITE_END()
