// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/grid_element.hpp>

#include <array>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/task/axis.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(grid_element_test)

namespace {

using dlp::index_t;
using dlp_test::setting;
using sizes = std::vector<index_t>;

}  // namespace

BOOST_AUTO_TEST_CASE(the_last_dimension_varies_fastest_and_axes_of_one_go_together) {
  auto places = std::array<dlp::detail::axis_place, 3>();
  auto const dimensions = std::array<std::size_t, 3>{0, 0, 1};
  auto const cells = dlp::detail::place_axes(dimensions, sizes{2, 2, 3}, places);
  BOOST_TEST(cells == 6U);
  BOOST_TEST(dlp::detail::dimensions_of(places) == (sizes{2, 3}));
  for (auto cell = index_t{0}; cell != cells; ++cell) {
    BOOST_TEST(places[0].index(cell) == cell / 3);
    BOOST_TEST(places[1].index(cell) == cell / 3);
    BOOST_TEST(places[2].index(cell) == cell % 3);
  }
}

BOOST_AUTO_TEST_CASE(cells_that_cannot_be_numbered_are_refused) {
  auto places = std::array<dlp::detail::axis_place, 2>();
  auto const place = [&](sizes const& of) {
    return dlp::detail::place_axes(std::array<std::size_t, 2>{0, 1}, of, places);
  };
  BOOST_TEST(place({index_t{1} << 31, index_t{1} << 31}) == index_t{1} << 62);
  BOOST_CHECK_EXCEPTION(place({4294967296, 2147483648}), dlp::usage_error, [](auto const& e) {
    return std::string(e.what()) ==
           "dlp: a grid of 4294967296 x 2147483648 has more cells than can be numbered";
  });
}

BOOST_AUTO_TEST_CASE(an_element_of_parameters_refers_to_them) {
  using element = dlp::detail::grid_element<void, double, std::string>;
  auto const axes = std::tuple(dlp::axis("x", {0.5}), dlp::axis("s", {"a"}));
  auto const text = std::string("a");
  auto const made = element::make(axes, 0.5, text);
  BOOST_TEST(&std::get<1>(made) == &text);
}

BOOST_AUTO_TEST_CASE(an_element_of_members_is_the_struct_with_its_defaults) {
  using element = dlp::detail::grid_element<setting, double, std::string>;
  auto const axes =
      std::tuple(dlp::axis(&setting::omega, {0.5}), dlp::axis(&setting::solver, {"a"}));
  auto const made = element::make(axes, 3.5, "euler");
  BOOST_TEST(made.omega == 3.5);
  BOOST_TEST(made.solver == "euler");
  BOOST_TEST(made.gamma == setting().gamma);
}

BOOST_AUTO_TEST_CASE(a_predicate_is_called_as_a_body_is) {
  using named = dlp::detail::grid_element<void, double, int>;
  constexpr auto of_values = [](double, int) { return true; };
  constexpr auto of_nothing = [](double, int) {};
  static_assert(named::is_predicate<decltype(of_values)>);
  static_assert(!named::is_predicate<decltype(of_nothing)>);
  static_assert(!named::is_predicate<bool (*)(setting)>);
  static_assert(dlp::detail::grid_element<setting, double>::is_predicate<bool (*)(setting const&)>);
  auto sum = 0;
  dlp::detail::for_each_of(std::tuple(1, 2L), [&](auto one) { sum = 10 * sum + int(one); });
  BOOST_TEST(sum == 12);
}

BOOST_AUTO_TEST_SUITE_END()
