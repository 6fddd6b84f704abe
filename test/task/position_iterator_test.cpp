// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/position_iterator.hpp>

#include <algorithm>
#include <compare>
#include <iterator>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(position_iterator_test)

namespace {

using numbers = std::vector<int>;

struct iterator : dlp::detail::position_iterator<iterator, numbers> {
  using position_iterator::position_iterator;
  using value_type = int;
  auto operator*() const -> int { return of()[position()]; }
};

static_assert(std::random_access_iterator<iterator>);
static_assert(std::sized_sentinel_for<iterator, iterator>);
static_assert(std::is_default_constructible_v<iterator>);

auto const all = numbers{10, 11, 12, 13, 14};
auto const begin = iterator(all, 0);
auto const end = iterator(all, 5);

}  // namespace

BOOST_AUTO_TEST_CASE(it_walks_there_and_back) {
  BOOST_TEST(std::ranges::equal(begin, end, all.begin(), all.end()));
  auto at = begin;
  BOOST_TEST(*++at == 11);
  BOOST_TEST(*at++ == 11);
  BOOST_TEST(*at == 12);
  BOOST_TEST(*--at == 11);
  BOOST_TEST(*at-- == 11);
  BOOST_TEST((at == begin));
}

BOOST_AUTO_TEST_CASE(it_jumps) {
  auto at = begin;
  BOOST_TEST(*(at += 3) == 13);
  BOOST_TEST(*(at -= 2) == 11);
  BOOST_TEST(*(at + 2) == 13);
  BOOST_TEST(*(2 + at) == 13);
  BOOST_TEST(*(end - 1) == 14);
  BOOST_TEST(at[3] == 14);
  BOOST_TEST(at[-1] == 10);
}

BOOST_AUTO_TEST_CASE(two_are_compared_by_their_positions) {
  BOOST_TEST((end - begin == 5));
  BOOST_TEST((begin - end == -5));
  BOOST_TEST((begin < end));
  BOOST_TEST((end >= begin));
  BOOST_TEST(((begin + 5 <=> end) == std::strong_ordering::equal));
  BOOST_TEST((iterator() == iterator()));
}

BOOST_AUTO_TEST_SUITE_END()
