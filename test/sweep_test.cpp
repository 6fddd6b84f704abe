// SPDX-License-Identifier: BSL-1.0
//
// The names of sweeps that docs/design/contract.md promises to programs, as they stand there.
#include <dlp/sweep.hpp>

#include <cmath>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "support/scratch_folder.hpp"
#include "support/sweep_structs.hpp"

namespace {

using dlp_test::setting;
using dlp_test::swing;

auto oscillate(double gamma, double omega, std::string const& solver) -> swing {
  return {gamma * omega, static_cast<int>(solver.size())};
}

/// How often this rank has used something.
auto uses = 0;
void use(auto const&...) { ++uses; }
auto uses_so_far() -> int { return std::exchange(uses, 0); }

}  // namespace

BOOST_AUTO_TEST_CASE(a_sweep_over_a_grid_and_its_table) {
  auto const folder = dlp_test::scratch_folder();
  auto const path = folder / "swing.db";
  auto const csv = folder / "swing.csv";
  // clang-format off
auto grid = dlp::product(dlp::axis("gamma", {0.1, 0.2, 0.5}, "1/s"),
                         dlp::axis("omega", dlp::linspace(1, 2, 11)),
                         dlp::axis("solver", {"rk4", "euler"}));
auto table = dlp::sweep(oscillate, grid, {.path = path, .everywhere = true});
use(table.size(), table.status(0), table.column<double>("energy"));
for (auto const& row : table) use(row.index(), row.value<int>("steps"));
if (dlp::is_root()) table.save(csv);
for (auto [gamma, omega, solver] : grid | dlp::split_round_robin) use(gamma, omega, solver);
  // clang-format on
  BOOST_TEST(table.size() == 66U);
  BOOST_TEST(uses_so_far() >= 1 + 66);
  dlp::barrier();
  BOOST_TEST(std::filesystem::exists(csv));
  BOOST_TEST(std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(other_grids_and_bodies) {
  // clang-format off
auto pairs = dlp::zip(dlp::axis("a", {1, 2}), dlp::axis("b", {0.5, 0.6}));
auto some = dlp::random(5, 42, dlp::interval("x", 0.0, 1.0));      // a seed: the same everywhere
auto spread = dlp::latin_hypercube(5, 42, dlp::interval("x", 0.0, 1.0));
auto few = pairs.where([](int a, double) { return a == 2; });
auto members = dlp::product(dlp::axis(&setting::gamma, {0.1, 0.2}));
use(dlp::sweep([](dlp::cell const& at, double x) { return at.attempt + x; }, some).size());
use(dlp::sweep([](setting const& at) { return at.gamma; }, members).size());
use(dlp::sweep([](int, double) { return 1; }, pairs, {.cost = dlp::learnt{}, .only = few}).size());
  // clang-format on
  BOOST_TEST(pairs.size() == 2U);
  BOOST_TEST(spread.size() == 5U);
  BOOST_TEST(few.size() == 1U);
  BOOST_TEST(uses_so_far() == 3);
}
