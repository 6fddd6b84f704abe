// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/future_range.hpp>

#include <functional>
#include <memory>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(future_range_test)

namespace {

using state = dlp::detail::result_state<int>;
using dlp::future;

auto futures() -> std::vector<future<int>> {
  auto all = std::vector<future<int>>();
  all.emplace_back(std::make_shared<state>());
  all.emplace_back(std::make_shared<state>());
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(futures_stand_in_a_range_or_are_referred_to) {
  static_assert(dlp::future_range<std::vector<future<int>>&>);
  static_assert(dlp::future_range<std::vector<future<int>> const&>);
  static_assert(dlp::future_range<std::vector<std::reference_wrapper<future<int>>>>);
  static_assert(dlp::future_range<std::vector<std::reference_wrapper<future<int> const>>>);
  static_assert(!dlp::future_range<std::vector<int>>);
  static_assert(!dlp::future_range<future<int>>);
  static_assert(std::is_same_v<dlp::detail::result_in<std::vector<future<char>>>, char>);
  auto all = futures();
  auto const twice = std::vector{std::ref(all[1]), std::ref(all[1])};
  auto const states = dlp::detail::states_of(twice);
  BOOST_REQUIRE(states.size() == 2U);
  BOOST_TEST(states[0] == all[1].state());
  BOOST_TEST(states[1] == all[1].state());
}

BOOST_AUTO_TEST_CASE(one_of_no_call_is_refused) {
  auto all = futures();
  all.emplace_back();
  BOOST_CHECK_THROW(static_cast<void>(dlp::detail::states_of(all)), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(what_cancels_them_reaches_those_that_are_pending_and_holds_none) {
  auto all = futures();
  auto const first = all[0].state();
  auto const cancel = dlp::detail::cancelling(dlp::detail::states_of(all));
  auto const gone = std::weak_ptr(all[1].state());
  all.pop_back();
  BOOST_TEST(gone.expired());
  cancel();
  BOOST_TEST(first->cancelled());
}

BOOST_AUTO_TEST_SUITE_END()
