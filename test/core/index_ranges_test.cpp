// SPDX-License-Identifier: BSL-1.0
#include <core/index_ranges.hpp>

#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(index_ranges_test)

using dlp::index_range;

BOOST_AUTO_TEST_CASE(an_index_next_to_the_last_makes_its_range_longer) {
  auto ranges = std::vector<index_range>();
  BOOST_TEST(dlp::detail::count_of(ranges) == 0U);
  for (auto const index : {0, 1, 3, 7, 8}) {
    dlp::detail::append_index(ranges, static_cast<dlp::index_t>(index));
  }
  BOOST_TEST((ranges == std::vector<index_range>{{0, 2}, {3, 4}, {7, 9}}));
  BOOST_TEST(dlp::detail::count_of(ranges) == 5U);
}

BOOST_AUTO_TEST_CASE(the_first_index_of_two_lists_is_found) {
  using dlp::detail::first_common;
  using ranges = std::vector<index_range>;
  auto const some = ranges{{0, 2}, {2, 3}, {5, 9}};
  BOOST_TEST(!first_common(some, {}));
  BOOST_TEST(!first_common(some, ranges{{3, 5}, {9, 12}}));
  BOOST_TEST(first_common(some, ranges{{3, 6}}).value() == 5U);
  BOOST_TEST(first_common(ranges{{3, 5}, {8, 12}}, some).value() == 8U);
  BOOST_TEST(first_common(some, ranges{{2, 7}}).value() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
