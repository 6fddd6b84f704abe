// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/supply.hpp>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <vector>

#include "exactly_once.hpp"

BOOST_AUTO_TEST_SUITE(supply_test)

using dlp::index_range;
using dlp::index_t;
using dlp::detail::supply;

// contract: S8
BOOST_AUTO_TEST_CASE(indices_go_out_in_order_and_all_of_them) {
  auto one = supply(10);
  BOOST_TEST(one.remaining() == 10u);
  BOOST_TEST((one.take(4) == index_range{0, 4}));
  BOOST_TEST(one.begun() == 4u);
  BOOST_TEST((one.take(4) == index_range{4, 8}));
  BOOST_TEST((one.take(4) == index_range{8, 10}));
  BOOST_TEST(one.remaining() == 0u);
  BOOST_TEST(one.take(4).empty());
  BOOST_TEST(one.begun() == 10u);
}

// contract: S7
BOOST_AUTO_TEST_CASE(what_came_back_goes_first_and_travels_with_no_other) {
  auto one = supply(100);
  static_cast<void>(one.take(20));
  one.give_back({5, 8});
  one.give_back({15, 16});
  one.give_back({9, 9});
  BOOST_TEST(one.remaining() == 84u);
  BOOST_TEST((one.take(2) == index_range{5, 7}));
  BOOST_TEST((one.take(50) == index_range{7, 8}));
  BOOST_TEST((one.take(50) == index_range{15, 16}));
  BOOST_TEST((one.take(50) == index_range{20, 70}));
  BOOST_TEST(one.begun() == 70u);
}

// contract: S5
BOOST_AUTO_TEST_CASE(of_a_range_without_size_there_is_always_more_until_it_has_ended) {
  auto one = supply(std::nullopt);
  BOOST_TEST(!one.size().has_value());
  BOOST_TEST((one.take(1'000) == index_range{0, 1'000}));
  BOOST_TEST(one.remaining() > index_t{1} << 63);
  one.give_back({2, 4});
  one.give_back({6, 9});
  one.give_back({12, 14});
  one.ends_at(8);
  BOOST_TEST((one.size() == index_t{8}));
  BOOST_TEST(one.remaining() == 4u);
  BOOST_TEST((one.take(10) == index_range{2, 4}));
  BOOST_TEST((one.take(10) == index_range{6, 8}));
  BOOST_TEST(one.take(10).empty());
  one.give_back({7, 10});
  BOOST_TEST((one.take(10) == index_range{7, 8}));
}

// contract: S5
BOOST_AUTO_TEST_CASE(a_range_may_end_beyond_what_has_been_handed_out) {
  auto one = supply(std::nullopt);
  static_cast<void>(one.take(3));
  one.ends_at(5);
  BOOST_TEST((one.take(10) == index_range{3, 5}));
  BOOST_TEST(one.remaining() == 0u);
}

// contract: S9
BOOST_AUTO_TEST_CASE(nothing_and_all_numbers_are_ordinary) {
  auto none = supply(0);
  BOOST_TEST(none.remaining() == 0u);
  BOOST_TEST(none.take(1).empty());
  auto const all = std::numeric_limits<index_t>::max();
  auto many = supply(all);
  BOOST_TEST((many.take(all) == index_range{0, all}));
  many.give_back({0, all});
  BOOST_TEST(many.remaining() == all);
}

// contract: S1
BOOST_AUTO_TEST_CASE(each_index_is_somewhere_once_whatever_comes_back) {
  auto random = std::mt19937_64(1);
  for (auto round = 0; round != 200; ++round) {
    constexpr auto size = index_t{100};
    auto one = supply(size);
    auto visited = std::vector<index_t>();
    while (one.remaining() != 0) {
      auto taken = one.take(1 + random() % 20);
      auto const kept = taken.take_front(random() % 21);
      for (auto index = kept.first; index != kept.last; ++index) visited.push_back(index);
      auto const middle = taken.take_front(random() % 5);
      one.give_back(taken);
      one.give_back(middle);
      BOOST_TEST(one.remaining() + visited.size() == size);
    }
    BOOST_TEST(dlp_test::exactly_once(visited, size) == "");
  }
}

BOOST_AUTO_TEST_SUITE_END()
