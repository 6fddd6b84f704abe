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

BOOST_AUTO_TEST_CASE(the_end_is_that_of_the_range_as_many_as_there_are) {
  auto view = std::views::iota(100, 200) | dlp::enumerate;
  BOOST_TEST((view.end() - view.begin()) == 100);
  BOOST_TEST((*--view.end()).index == 99u);
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

BOOST_AUTO_TEST_SUITE_END()
