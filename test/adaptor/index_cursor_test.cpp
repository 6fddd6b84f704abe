// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/index_cursor.hpp>

#include <forward_list>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/ranges.hpp"

BOOST_AUTO_TEST_SUITE(index_cursor_test)

using dlp::detail::index_cursor;

BOOST_AUTO_TEST_CASE(it_finds_increasing_indices_of_every_kind_of_range) {
  dlp_test::for_each_kind(50, [](auto name, auto make, auto number) {
    auto base = std::views::all(make());
    auto cursor = index_cursor<decltype(base)>(base);
    for (auto const index : {0, 0, 1, 7, 8, 30, 49}) {
      BOOST_TEST(cursor.seek(static_cast<dlp::index_t>(index)), name);
      BOOST_TEST(number(*cursor) == index, name);
    }
  });
}

BOOST_AUTO_TEST_CASE(it_goes_back_where_a_range_can_be_walked_again) {
  auto numbers = std::vector{0, 1, 2, 3, 4};
  auto jumping = index_cursor<std::vector<int>>(numbers);
  auto list = std::forward_list<int>(numbers.begin(), numbers.end());
  auto walking = index_cursor<std::forward_list<int>>(list);
  for (auto const index : {4u, 0u, 3u, 1u, 2u}) {
    BOOST_TEST(jumping.seek(index));
    BOOST_TEST(walking.seek(index));
    BOOST_TEST(*jumping == static_cast<int>(index));
    BOOST_TEST(*walking == static_cast<int>(index));
  }
}

BOOST_AUTO_TEST_CASE(at_the_end_of_a_range_it_knows_the_size) {
  auto generator = dlp_test::counting_generator(10);
  auto cursor = index_cursor<dlp_test::counting_generator>(generator);
  BOOST_TEST(cursor.seek(9));
  BOOST_TEST(!cursor.seek(15));
  BOOST_TEST(cursor.position() == 10u);
  auto list = std::forward_list{1, 2, 3};
  auto other = index_cursor<std::forward_list<int>>(list);
  BOOST_TEST(!other.seek(3));
  BOOST_TEST(other.position() == 3u);
  BOOST_TEST(other.seek(2));  // and it can still go back
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_range_leaves_a_cursor_that_starts_again) {
  auto fragile = true;
  auto list = std::forward_list{0, 1, 2, 3};
  auto range = list | std::views::filter([&](int x) {
                 return x == 2 && fragile ? throw std::runtime_error("x") : true;
               });
  auto cursor = index_cursor<decltype(range)>(range);
  BOOST_CHECK_THROW(static_cast<void>(cursor.seek(3)), std::runtime_error);
  fragile = false;
  BOOST_TEST(cursor.seek(3));
  BOOST_TEST(*cursor == 3);
}

BOOST_AUTO_TEST_CASE(where_a_range_can_be_walked_once_an_exception_of_it_is_the_end) {
  auto fragile = true;
  auto generator = dlp_test::counting_generator(10);
  auto range = std::move(generator) | std::views::transform([&](int x) {
                 return x == 2 && std::exchange(fragile, false) ? throw std::runtime_error("x") : x;
               }) |
               std::views::filter([](int) { return true; });
  auto cursor = index_cursor<decltype(range)>(range);
  BOOST_CHECK_THROW(static_cast<void>(cursor.seek(3)), std::runtime_error);
  BOOST_CHECK_EXCEPTION(static_cast<void>(cursor.seek(4)), dlp::error, [](auto const& thrown) {
    return std::string(thrown.what()) == "dlp: a single-pass range cannot go on after an exception";
  });
}

BOOST_AUTO_TEST_SUITE_END()
