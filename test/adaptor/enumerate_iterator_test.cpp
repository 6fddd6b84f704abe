// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/enumerate_iterator.hpp>

#include <forward_list>
#include <iterator>
#include <list>
#include <ranges>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(enumerate_iterator_test)

namespace {

template <class Range>
auto iterator(Range& range) {
  return typename dlp::detail::enumerate_steps<Range>::iterator(std::ranges::begin(range), 0);
}

template <class Range>
auto sentinel(Range& range) {
  return typename dlp::detail::enumerate_steps<Range>::sentinel(std::ranges::end(range));
}

using in_list = dlp::detail::enumerate_steps<std::list<int>>::iterator;
static_assert(std::is_aggregate_v<dlp::indexed<int>>);
static_assert(std::bidirectional_iterator<in_list> && !std::random_access_iterator<in_list>);

}  // namespace

BOOST_AUTO_TEST_CASE(it_jumps_where_its_range_jumps) {
  auto const range = std::views::iota(100, 200);
  auto const begin = iterator(range);
  auto it = begin + 50;
  BOOST_TEST((*it).index == 50u);
  BOOST_TEST((*it).value == 150);
  BOOST_TEST(it[-10].value == 140);
  BOOST_TEST(it[-10].index == 40u);
  BOOST_TEST((it - begin) == 50);
  BOOST_TEST((it > begin));
  --it;
  BOOST_TEST((*it).index == 49u);
}

BOOST_AUTO_TEST_CASE(its_end_is_that_of_the_range) {
  auto list = std::forward_list{1, 2};
  auto it = iterator(list);
  BOOST_TEST((it != sentinel(list)));
  ++ ++it;
  BOOST_TEST((it == sentinel(list)));
  auto const endless = std::views::iota(0);
  BOOST_TEST((iterator(endless) + 1000 != sentinel(endless)));
}

BOOST_AUTO_TEST_CASE(an_element_in_its_place_converts_to_a_copy) {
  auto x = 5;
  auto const copy = dlp::indexed<int>(dlp::indexed<int&>{3, x});
  x = 6;
  BOOST_TEST(copy.index == 3u);
  BOOST_TEST(copy.value == 5);
}

BOOST_AUTO_TEST_SUITE_END()
