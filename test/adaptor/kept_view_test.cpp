// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/kept_view.hpp>

#include <memory>
#include <ranges>
#include <sstream>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/ranges.hpp"

BOOST_AUTO_TEST_SUITE(kept_view_test)

using dlp::detail::kept_view;

static_assert(std::ranges::forward_range<kept_view<dlp_test::counting_generator>>);
static_assert(std::ranges::sized_range<kept_view<dlp_test::counting_generator>>);

BOOST_AUTO_TEST_CASE(a_range_that_could_be_walked_once_has_a_size_and_can_be_walked_again) {
  auto view = kept_view(dlp_test::counting_generator(5));
  BOOST_TEST(view.size() == 5u);
  for (auto round = 0; round != 2; ++round) {
    auto expected = 0;
    for (auto x : view) BOOST_TEST(x == expected++);
    BOOST_TEST(expected == 5);
  }
}

BOOST_AUTO_TEST_CASE(elements_keep_the_kind_of_their_reference) {
  auto text = std::istringstream("1 2 3");
  auto in_place = kept_view(std::ranges::istream_view<int>(text));
  static_assert(std::is_same_v<std::ranges::range_reference_t<decltype(in_place)>, int&>);
  BOOST_TEST(in_place.size() == 3u);
  auto by_value = kept_view(dlp_test::counting_generator(3) |
                            std::views::transform([](int x) { return std::make_unique<int>(x); }));
  static_assert(
      std::is_same_v<std::ranges::range_reference_t<decltype(by_value)>, std::unique_ptr<int>>);
  auto sum = 0;
  for (auto x : by_value) sum += *x;
  BOOST_TEST(sum == 3);
}

BOOST_AUTO_TEST_SUITE_END()
