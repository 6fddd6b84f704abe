// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/product.hpp>

#include <cstdint>
#include <forward_list>
#include <list>
#include <memory>
#include <ranges>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/enumerate.hpp>
#include <dlp/adaptor/index_cursor.hpp>

#include "../support/ranges.hpp"

BOOST_AUTO_TEST_SUITE(product_test)

namespace {

using numbers = std::vector<int>&;
template <class... Ranges>
using product_of = decltype(dlp::product(std::declval<Ranges>()...));
using table = product_of<numbers, std::vector<int> const&>;

}  // namespace

static_assert(std::ranges::random_access_range<table> && std::ranges::sized_range<table> &&
              std::ranges::common_range<table> && std::ranges::view<table>);
static_assert(std::ranges::random_access_range<table const>);
static_assert(
    std::same_as<std::ranges::range_reference_t<table>, dlp::product_element<int&, int const&>>);
static_assert(std::same_as<std::ranges::range_value_t<table>, std::tuple<int, int>>);
static_assert(std::ranges::random_access_range<product_of<int>>);
static_assert(
    std::ranges::random_access_range<product_of<std::vector<std::unique_ptr<int>>&, int>>);
static_assert(std::ranges::forward_range<product_of<int, std::list<int>&>>);
static_assert(std::ranges::sized_range<product_of<int, std::list<int>&>>);
static_assert(!std::ranges::sized_range<product_of<int, std::forward_list<int>&>>);
static_assert(std::ranges::input_range<product_of<dlp_test::counting_generator, int>>);
static_assert(!std::ranges::forward_range<product_of<dlp_test::counting_generator, int>>);
static_assert(std::ranges::random_access_range<decltype(std::declval<table>() | dlp::enumerate)>);

// contract: S11
BOOST_AUTO_TEST_CASE(the_last_range_varies_fastest) {
  auto const rows = std::vector{1, 2};
  auto const words = std::vector<std::string>{"a", "b", "c"};
  auto text = std::string();
  for (auto [row, word, n] : dlp::product(rows, words, 2)) {
    text += std::to_string(row) + word + std::to_string(n) + " ";
  }
  BOOST_TEST(text == "1a0 1a1 1b0 1b1 1c0 1c1 2a0 2a1 2b0 2b1 2c0 2c1 ");
}

BOOST_AUTO_TEST_CASE(a_product_of_one_range_has_elements_of_one_part) {
  auto sum = 0;
  for (auto [x] : dlp::product(4)) sum += x;
  BOOST_TEST(sum == 6);
}

BOOST_AUTO_TEST_CASE(elements_can_be_written_to_and_are_copied_as_values) {
  auto xs = std::vector{1, 2};
  auto view = dlp::product(xs, 2);
  auto const copies = std::vector(view.begin(), view.end());
  static_assert(std::same_as<decltype(copies), std::vector<std::tuple<int, int>> const>);
  for (auto [x, i] : view) x += 10 * (i + 1);
  BOOST_TEST(xs == (std::vector{31, 32}));
  BOOST_TEST((copies == std::vector<std::tuple<int, int>>{{1, 0}, {1, 1}, {2, 0}, {2, 1}}));
}

BOOST_AUTO_TEST_CASE(without_elements_in_one_range_there_are_none) {
  auto const none = std::vector<int>();
  auto const list = std::list<int>();
  auto const count = [](auto&& view) {
    auto found = 0;
    for (auto const& one : view) static_cast<void>(one), ++found;
    return found;
  };
  BOOST_TEST(count(dlp::product(none, 3)) == 0);
  BOOST_TEST(count(dlp::product(3, none)) == 0);
  BOOST_TEST(count(dlp::product(3, none, 3)) == 0);
  BOOST_TEST(count(dlp::product(3, list)) == 0);
  BOOST_TEST(count(dlp::product(std::forward_list<int>(), 3)) == 0);
  BOOST_TEST(count(dlp::product(dlp_test::counting_generator(3), 0)) == 0);
  BOOST_TEST(count(dlp::product(0)) == 0);
  BOOST_TEST(dlp::product(std::int64_t{1} << 40, std::int64_t{1} << 40, 0).empty());
}

BOOST_AUTO_TEST_CASE(every_kind_of_range_can_be_the_first) {
  dlp_test::for_each_kind(20, [](auto name, auto make, auto number) {
    auto expected = 0;
    for (auto&& [x, i] : dlp::product(make(), 3)) {
      BOOST_TEST(3 * number(x) + i == expected, name);
      ++expected;
    }
    BOOST_TEST(expected == 60, name);
  });
}

BOOST_AUTO_TEST_CASE(every_kind_that_can_be_walked_again_can_be_the_last) {
  dlp_test::for_each_kind(20, [](auto name, auto make, auto number) {
    if constexpr (std::ranges::forward_range<decltype(make())>) {
      auto expected = 0;
      for (auto&& [i, x] : dlp::product(3, make())) {
        BOOST_TEST(20 * i + number(x) == expected, name);
        ++expected;
      }
      BOOST_TEST(expected == 60, name);
    }
  });
}

// contract: S11
BOOST_AUTO_TEST_CASE(a_cursor_goes_to_any_element_of_a_huge_product) {
  auto view = dlp::product(std::int64_t{1} << 40, 1'000'000);
  auto cursor = dlp::detail::index_cursor<decltype(view)>(view);
  for (auto const index : {dlp::index_t{7'654'321'000'123'456'789}, dlp::index_t{3'000'001},
                           dlp::index_t{999'999}, dlp::index_t{1} << 59}) {
    if (index >= view.size()) continue;
    BOOST_TEST(cursor.seek(index));
    auto const [row, column] = *cursor;
    BOOST_TEST(static_cast<dlp::index_t>(row) == index / 1'000'000);
    BOOST_TEST(static_cast<dlp::index_t>(column) == index % 1'000'000);
  }
}

// contract: E6
BOOST_AUTO_TEST_CASE(what_cannot_be_numbered_is_a_usage_error) {
  auto const complaint = [](auto... counts) -> std::string {
    try {
      static_cast<void>(dlp::product(counts...));
    } catch (dlp::usage_error const& thrown) {
      return thrown.what();
    }
    return "none";
  };
  BOOST_TEST(complaint(std::int64_t{1} << 40, std::int64_t{1} << 22) == "none");
  BOOST_TEST(complaint(std::int64_t{1} << 40, std::int64_t{1} << 23) ==
             "dlp: a product of 1099511627776 x 8388608 has more elements than can be numbered");
  BOOST_TEST(complaint(~std::uint64_t{0}) != "none");
  BOOST_TEST(complaint(3, -1) == "dlp: a count of examples cannot be -1");
}

BOOST_AUTO_TEST_CASE(a_product_keeps_what_nobody_else_owns_and_can_be_stored_and_moved) {
  auto view = dlp::product(std::vector{1, 2}, std::vector{3, 4});
  auto moved = std::move(view);
  auto sum = 0;
  for (auto [a, b] : moved) sum += a * b;
  BOOST_TEST(sum == 21);
}

BOOST_AUTO_TEST_CASE(products_and_enumerations_stand_in_each_other) {
  auto xs = std::vector{5, 6};
  auto text = std::string();
  for (auto [index, element] : dlp::product(xs, 2) | dlp::enumerate) {
    auto [x, i] = element;
    text += std::to_string(index) + ":" + std::to_string(x) + std::to_string(i) + " ";
  }
  for (auto [counted, i] : dlp::product(dlp::enumerate(xs), 1)) {
    text += std::to_string(counted.index) + ":" + std::to_string(counted.value) + " ";
  }
  BOOST_TEST(text == "0:50 1:51 2:60 3:61 0:5 1:6 ");
}

BOOST_AUTO_TEST_SUITE_END()
