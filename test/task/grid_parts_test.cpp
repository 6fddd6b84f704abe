// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of parts that are none is in compile_errors_test.
#include <dlp/task/grid_parts.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/task/axis.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(grid_parts_test)

namespace {

using dlp::detail::grid_parts;
using dlp_test::says;

}  // namespace

BOOST_AUTO_TEST_CASE(the_dimensions_of_a_part_come_behind_those_before_it) {
  auto const pair = dlp::detail::grid_of(
      std::tuple(dlp::axis("a", {1, 2}), dlp::axis("b", {1, 2}), dlp::axis("c", {1})), {0, 0, 1});
  auto const all = grid_parts::product(dlp::axis("x", {1, 2, 3}), pair, dlp::axis("y", {1}));
  BOOST_TEST(all.dimensions() == (std::vector<dlp::index_t>{3, 2, 1, 1}));
}

BOOST_AUTO_TEST_CASE(a_part_is_a_whole_grid) {
  auto const some = grid_parts::product(dlp::axis("a", {1, 2})).where([](int a) { return a == 1; });
  BOOST_CHECK_EXCEPTION(
      grid_parts::product(some, dlp::axis("b", {1})), dlp::usage_error,
      says("dlp::product: a grid with a where cannot be a part of another one: put the where "
           "behind the product"));
}

BOOST_AUTO_TEST_CASE(lengths_and_counts_that_differ_are_told) {
  dlp::detail::check_lengths({{"a", 3}, {"b", 3}});
  BOOST_CHECK_EXCEPTION(dlp::detail::check_lengths({{"a", 3}, {"b", 3}, {"c", 4}}),
                        dlp::usage_error, says("dlp::zip: the axis a has 3 values, and c has 4"));
  dlp::detail::check_count(2, 2);
  BOOST_CHECK_EXCEPTION(dlp::detail::check_count(2, 3), dlp::usage_error,
                        says("dlp::points: 2 names for 3 values of each point"));
}

BOOST_AUTO_TEST_SUITE_END()
