// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of lists that are none is in compile_errors_test.
#include <dlp/task/axis.hpp>

#include <forward_list>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(axis_test)

namespace {

using dlp_test::setting;
enum class solver { rk4, euler };

template <class T, class S>
auto values_of(dlp::axis_of<T, S> const& axis) -> std::vector<T> {
  return {axis.values().begin(), axis.values().end()};
}
template <class T, class Axis>
constexpr auto holds = std::is_same_v<typename Axis::value_type, T>;

}  // namespace

BOOST_AUTO_TEST_CASE(each_kind_of_value_can_stand_in_a_list) {
  BOOST_TEST(values_of(dlp::axis("gamma", {0.1, 0.2})) == (std::vector{0.1, 0.2}));
  BOOST_TEST(values_of(dlp::axis("n", {1, 2})) == (std::vector{1, 2}));
  BOOST_TEST(values_of(dlp::axis("on", {true, false})) == (std::vector{true, false}));
  BOOST_TEST((values_of(dlp::axis("by", {solver::euler})) == std::vector{solver::euler}));
  auto const text = dlp::axis("solver", {"rk4", "euler"}, "none");
  BOOST_TEST(values_of(text) == (std::vector<std::string>{"rk4", "euler"}));
  BOOST_TEST(text.name() == "solver");
  BOOST_TEST(text.unit() == "none");
  static_assert(holds<float, decltype(dlp::axis("x", {1.0f}))>);
}

BOOST_AUTO_TEST_CASE(the_values_of_every_range_are_taken) {
  BOOST_TEST(values_of(dlp::axis("n", std::views::iota(1, 4))) == (std::vector{1, 2, 3}));
  BOOST_TEST(values_of(dlp::axis("n", std::set{3, 1}, "m")) == (std::vector{1, 3}));
  BOOST_TEST(values_of(dlp::axis("n", std::forward_list{2.5})) == (std::vector{2.5}));
  auto const bits = std::vector{true, false};
  BOOST_TEST(values_of(dlp::axis("on", bits)) == bits);
  auto const words = std::vector<std::string_view>{"a", "bc"};
  BOOST_TEST(values_of(dlp::axis("word", words)) == (std::vector<std::string>{"a", "bc"}));
  auto word = std::string("temporary");
  auto const kept = dlp::axis("word", std::vector{word.c_str()});
  word = "overwritten";
  BOOST_TEST(values_of(kept) == (std::vector<std::string>{"temporary"}));
}

BOOST_AUTO_TEST_CASE(a_member_has_the_name_that_its_struct_gives_it) {
  auto const gamma = dlp::axis(&setting::gamma, {0.1, 1}, "1/s");
  static_assert(holds<double, decltype(gamma)>);
  BOOST_TEST(gamma.name() == "gamma");
  BOOST_TEST(gamma.unit() == "1/s");
  BOOST_TEST(values_of(gamma) == (std::vector{0.1, 1.0}));
  BOOST_TEST((gamma.member() == &setting::gamma));
  auto const omega = dlp::axis(&setting::omega, std::views::iota(1, 3));
  BOOST_TEST(omega.name() == "omega");
  BOOST_TEST(values_of(omega) == (std::vector{1.0, 2.0}));
  auto const solver = dlp::axis(&setting::solver, {"rk4", "euler"}, "none");
  BOOST_TEST(values_of(solver) == (std::vector<std::string>{"rk4", "euler"}));
}

BOOST_AUTO_TEST_CASE(a_member_can_have_a_name_of_its_own) {
  auto const given = dlp::axis(&setting::unnamed, "n", {1, 2}, "m");
  BOOST_TEST(given.name() == "n");
  BOOST_TEST(given.unit() == "m");
  auto const range = dlp::axis(&setting::unnamed, std::string("n"), std::views::iota(1, 3));
  BOOST_TEST(values_of(range) == values_of(given));
  BOOST_CHECK_EXCEPTION(dlp::axis(&setting::unnamed, {1, 2}), dlp::usage_error, [](auto const& e) {
    return std::string(e.what()).starts_with("dlp::axis: the serialize of dlp_test::setting does ");
  });
}

BOOST_AUTO_TEST_CASE(without_a_name_or_without_values_there_is_no_axis) {
  BOOST_CHECK_THROW(dlp::axis("", {1}), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::axis("status", {1}), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::axis("n", std::vector<int>()), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::axis(&setting::gamma, std::vector<double>()), dlp::usage_error);
}

BOOST_AUTO_TEST_SUITE_END()
