// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/enumerate.hpp>

#include <forward_list>
#include <list>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/ranges.hpp"

BOOST_AUTO_TEST_SUITE(enumerate_test)

using numbers = dlp::enumerate_view<std::views::all_t<std::vector<int>&>>;
static_assert(std::ranges::random_access_range<numbers> && std::ranges::sized_range<numbers>);
static_assert(std::ranges::random_access_range<numbers const> &&
              std::ranges::common_range<numbers>);
static_assert(
    std::ranges::bidirectional_range<dlp::enumerate_view<std::views::all_t<std::list<int>&>>>);
static_assert(
    std::ranges::forward_range<dlp::enumerate_view<std::views::all_t<std::forward_list<int>&>>>);
static_assert(std::ranges::input_range<dlp::enumerate_view<dlp_test::counting_generator>>);
static_assert(std::ranges::view<numbers>);
static_assert(std::is_aggregate_v<dlp::indexed<int>>);

BOOST_AUTO_TEST_CASE(every_element_comes_with_its_index) {
  auto words = std::vector<std::string>{"a", "b", "c"};
  auto expected = dlp::index_t{0};
  for (auto [index, word] : words | dlp::enumerate) {
    BOOST_TEST(index == expected);
    BOOST_TEST(word == words[index]);
    ++expected;
  }
  BOOST_TEST(expected == 3u);
}

BOOST_AUTO_TEST_CASE(the_value_is_the_element_itself) {
  auto words = std::vector<std::string>{"a", "b"};
  for (auto [index, word] : words | dlp::enumerate) word += std::to_string(index);
  BOOST_TEST(words == (std::vector<std::string>{"a0", "b1"}));
  auto const constant = words;
  static_assert(
      std::is_same_v<decltype((*dlp::enumerate(constant).begin()).value), std::string const&>);
}

BOOST_AUTO_TEST_CASE(it_jumps_where_its_base_jumps) {
  auto view = std::views::iota(100, 200) | dlp::enumerate;
  auto it = view.begin() + 50;
  BOOST_TEST((*it).index == 50u);
  BOOST_TEST((*it).value == 150);
  BOOST_TEST(it[-10].value == 140);
  BOOST_TEST((view.end() - it) == 50);
  BOOST_TEST((it > view.begin()));
  --it;
  BOOST_TEST((*it).index == 49u);
  BOOST_TEST(view.size() == 100u);
}

BOOST_AUTO_TEST_CASE(every_kind_of_range_can_be_enumerated) {
  dlp_test::for_each_kind(20, [](auto name, auto make, auto number) {
    auto expected = 0;
    for (auto&& [index, x] : dlp::enumerate(make())) {
      BOOST_TEST(number(x) == expected, name);
      BOOST_TEST(index == static_cast<dlp::index_t>(expected), name);
      ++expected;
    }
    BOOST_TEST(expected == 20, name);
  });
}

BOOST_AUTO_TEST_CASE(an_element_in_its_place_converts_to_a_copy) {
  auto x = 5;
  auto const copy = dlp::indexed<int>(dlp::indexed<int&>{3, x});
  x = 6;
  BOOST_TEST(copy.index == 3u);
  BOOST_TEST(copy.value == 5);
}

BOOST_AUTO_TEST_SUITE_END()
