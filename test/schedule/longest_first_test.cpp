// SPDX-License-Identifier: BSL-1.0
#include <schedule/longest_first.hpp>

#include <limits>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(longest_first_test)

using dlp::index_t;
using dlp::detail::longest_first;

// contract: S8
BOOST_AUTO_TEST_CASE(the_costliest_comes_first_and_ties_keep_their_order) {
  auto const costs = std::vector<double>{2, 7, 2, 9, 0, 7, -1};
  auto const order = longest_first([&](index_t i) { return costs[i]; }, costs.size());
  BOOST_TEST(order == (std::vector<index_t>{3, 1, 5, 0, 2, 4, 6}));
}

BOOST_AUTO_TEST_CASE(nothing_and_one_are_ordinary) {
  BOOST_TEST(longest_first([](index_t) { return 1.0; }, 0).empty());
  BOOST_TEST(longest_first([](index_t) { return 1.0; }, 1) == std::vector<index_t>{0});
}

BOOST_AUTO_TEST_CASE(infinite_costs_have_their_places) {
  auto const infinity = std::numeric_limits<double>::infinity();
  auto const order = longest_first(
      [&](index_t i) { return i == 1   ? infinity
                              : i == 2 ? -infinity
                                       : 0.0; }, index_t{4});
  BOOST_TEST(order == (std::vector<index_t>{1, 0, 3, 2}));
}

BOOST_AUTO_TEST_CASE(every_index_is_asked_for_once) {
  auto asked = std::vector<int>(1000);
  auto const order = longest_first(
      [&](index_t i) {
        ++asked[i];
        return static_cast<double>(i * 7919 % 1000);
      },
      1000);
  BOOST_TEST((asked == std::vector<int>(1000, 1)));
  BOOST_TEST(order.size() == 1000u);
  BOOST_TEST(order.front() * 7919 % 1000 == 999u);
}

BOOST_AUTO_TEST_CASE(a_cost_that_is_not_a_number_is_a_usage_error_that_names_the_example) {
  auto const nan = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_EXCEPTION(longest_first([&](index_t i) { return i == 3 ? nan : 1.0; }, 5),
                        dlp::usage_error, [](auto const& thrown) {
                          return std::string(thrown.what()).find("example 3") != std::string::npos;
                        });
}

BOOST_AUTO_TEST_CASE(what_the_cost_throws_comes_through) {
  BOOST_CHECK_THROW(longest_first([](index_t) -> double { throw std::out_of_range("no"); }, 1),
                    std::out_of_range);
}

// As many as a sort that keeps no order of ties would mix.
//
// contract: S8
BOOST_AUTO_TEST_CASE(many_ties_keep_their_order) {
  for (auto const size : {index_t{17}, index_t{1000}}) {
    auto const order = longest_first([](index_t i) { return i % 2 == 0 ? 1.0 : 2.0; }, size);
    auto expected = std::vector<index_t>();
    for (auto i = index_t{1}; i < size; i += 2) expected.push_back(i);
    for (auto i = index_t{0}; i < size; i += 2) expected.push_back(i);
    BOOST_TEST((order == expected));
  }
}

BOOST_AUTO_TEST_SUITE_END()
