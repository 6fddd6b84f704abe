// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of bodies that are wrong is in compile_errors_test.
#include <dlp/task/checked_body.hpp>

#include <memory>
#include <string>
#include <type_traits>

#include <boost/test/unit_test.hpp>

#include <dlp/task/axis.hpp>
#include <dlp/task/make_grid.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(checked_body_test)

namespace {

using dlp_test::setting;
auto const grid = dlp::product(dlp::axis("gamma", {0.1, 0.2}), dlp::axis("n", {3, 4}),
                               dlp::axis("solver", {"rk4"}));
auto const members = dlp::product(dlp::axis(&setting::gamma, {0.1, 0.2}));

auto free_function(double gamma, long n, std::string const& solver) noexcept -> double {
  return gamma + static_cast<double>(n) + static_cast<double>(solver.size());
}

/// What the body makes of cell 3 in its second attempt.
template <class F, class Grid>
auto made_by(F body, Grid const& of) {
  static_assert(dlp::detail::checked_body<F, Grid>::right);
  return dlp::detail::call_body(body, of, {.index = of.cells() - 1, .attempt = 2});
}

template <class F>
using result_over_grid = dlp::detail::body_result<F, std::remove_const_t<decltype(grid)>>;

}  // namespace

BOOST_AUTO_TEST_CASE(a_body_gets_the_parameters_in_the_order_of_the_axes) {
  BOOST_TEST(made_by(free_function, grid) == 0.2 + 4 + 3);
  BOOST_TEST(made_by(
                 [](double gamma, int n, std::string solver) {
                   return std::to_string(n) + solver + (gamma == 0.2 ? "!" : "");
                 },
                 grid) == "4rk4!");
  BOOST_TEST(made_by([](auto... all) { return sizeof...(all); }, grid) == 3U);
  BOOST_TEST(made_by([](float, double, auto const& solver) { return solver; }, grid) == "rk4");
}

BOOST_AUTO_TEST_CASE(a_body_that_wants_its_cell_gets_it_first) {
  BOOST_TEST(made_by(
                 [](dlp::cell const& at, double, int n, std::string const&) {
                   return static_cast<int>(at.index) * 100 + at.attempt * 10 + n;
                 },
                 grid) == 324);
  BOOST_TEST(made_by([](auto const& at, auto, auto, auto const&) { return at.attempt; }, grid) ==
             2);
}

BOOST_AUTO_TEST_CASE(axes_that_are_members_come_as_their_struct) {
  BOOST_TEST(made_by([](setting const& at) { return at.gamma; }, members) == 0.2);
  BOOST_TEST(made_by([](dlp::cell at, setting s) { return at.index + s.solver.size(); }, members) ==
             4U);
  BOOST_TEST(made_by(&setting::gamma, members) == 0.2);
}

BOOST_AUTO_TEST_CASE(a_result_is_a_value) {
  auto const refers = [](double const& x, int, std::string const&) -> double const& { return x; };
  static_assert(std::is_same_v<result_over_grid<decltype(refers)>, double>);
  auto once = [own = std::make_unique<int>(3)](double, int, auto const&) mutable { return ++*own; };
  static_assert(std::is_same_v<result_over_grid<decltype(once)>, int>);
  BOOST_TEST(dlp::detail::call_body(once, grid, {}) == 4);
}

BOOST_AUTO_TEST_SUITE_END()
