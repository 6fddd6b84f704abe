// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/compensated_sum.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"
#include "../support/two_pass.hpp"

BOOST_AUTO_TEST_SUITE(compensated_sum_test)

namespace {

auto const of = dlp_test::accumulated<dlp::compensated_sum>;

constexpr auto infinity = std::numeric_limits<double>::infinity();

}  // namespace

BOOST_AUTO_TEST_CASE(small_numbers_are_not_lost_beside_large_ones) {
  BOOST_TEST(of({1, 1e100, 1, -1e100}).value() == 2);
  BOOST_TEST(of({1e100, 1, -1e100, 1}).value() == 2);
  auto tenths = dlp::compensated_sum();
  for (auto i = 0; i != 1'000'000; ++i) tenths(0.1);
  BOOST_TEST(tenths.value() == static_cast<double>(1'000'000 * 0.1L + 1'000'000 * (0.1 - 0.1L)));
}

BOOST_AUTO_TEST_CASE(what_is_merged_at_any_split_has_lost_nothing) {
  auto const all = std::vector<double>{1, 1e100, 3, 7, -1e100, 11, 1e100, 13, -1e100};
  dlp_test::for_every_split<dlp::compensated_sum>(
      all.size(), [&](auto& part, std::size_t i) { part(all[i]); },
      [](dlp::compensated_sum const& got) { BOOST_TEST(got.value() == 35); });
}

BOOST_AUTO_TEST_CASE(it_may_be_merged_with_itself) {
  auto twice = of({1, 1e100, 1, 5, -1e100});
  twice.merge(twice);
  BOOST_TEST(twice.value() == 14);
}

BOOST_AUTO_TEST_CASE(the_sum_of_nothing_is_zero_and_changes_nothing) {
  BOOST_TEST(dlp::compensated_sum().value() == 0);
  auto const some = of({1, 1e100, 1});
  auto left = dlp::compensated_sum();
  left.merge(some);
  auto right = some;
  right.merge({});
  BOOST_TEST((left == some && right == some && some != dlp::compensated_sum()));
}

BOOST_AUTO_TEST_CASE(sums_that_are_no_numbers_are_those_of_plus) {
  BOOST_TEST(of({1, infinity, 1}).value() == infinity);
  BOOST_TEST(of({1, -infinity}).value() == -infinity);
  BOOST_TEST(std::isnan(of({infinity, 1, -infinity}).value()));
  BOOST_TEST(std::isnan(of({std::nan(""), 1}).value()));
  auto merged = of({infinity});
  merged.merge(of({1, 2}));
  BOOST_TEST(merged.value() == infinity);
}

BOOST_AUTO_TEST_CASE(it_travels) {
  dlp_test::travels(dlp::compensated_sum());
  dlp_test::travels(of({1, 1e100, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
