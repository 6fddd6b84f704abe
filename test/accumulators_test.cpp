// SPDX-License-Identifier: BSL-1.0
//
// What a program is promised of accumulators: ranks fill their own, and put them together.
#include <dlp/accumulators.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "support/two_pass.hpp"

BOOST_AUTO_TEST_SUITE(accumulators_test)

namespace {

using all_kinds = dlp::all_of<dlp::moments, dlp::compensated_sum, dlp::extremes>;
using numbers = std::vector<double>;

auto const values = dlp_test::numbers_around(100, 200);
auto const others = dlp_test::numbers_around(-3, 200, 2);

auto const merge = [](auto mine, auto const& theirs) {
  mine.merge(theirs);
  return mine;
};

/// What all ranks have accumulated, of whom each has put its own examples in.
template <class Accumulator, class Put>
auto of_all_ranks(Put put) -> Accumulator {
  auto mine = Accumulator();
  for (auto const i : dlp::split_round_robin(values.size())) put(mine, i);
  return dlp::all_reduce(std::move(mine), merge);
}

}  // namespace

BOOST_AUTO_TEST_CASE(several_of_the_same_values_are_reduced_over_ranks) {
  auto const got = of_all_ranks<all_kinds>([](auto& mine, std::size_t i) { mine(values[i]); });
  BOOST_TEST(got.get<dlp::moments>().count() == values.size());
  auto const mean = dlp_test::mean_of(values);
  auto const variance = dlp_test::variance_of(values);
  BOOST_TEST(dlp_test::is_near(got.get<dlp::moments>().mean(), mean));
  BOOST_TEST(dlp_test::is_near(got.get<dlp::moments>().variance(), variance, 1e5));
  BOOST_TEST(dlp_test::is_near(got.get<dlp::compensated_sum>().value(), dlp_test::sum_of(values)));
  BOOST_TEST(got.get<dlp::extremes>().min() == std::ranges::min(values));
  BOOST_TEST(got.get<dlp::extremes>().max() == std::ranges::max(values));
}

BOOST_AUTO_TEST_CASE(pairs_are_reduced_over_ranks) {
  auto const got =
      of_all_ranks<dlp::covariance>([](auto& mine, std::size_t i) { mine(values[i], others[i]); });
  BOOST_TEST(got.count() == values.size());
  BOOST_TEST(dlp_test::is_near(got.value(), dlp_test::covariance_of(values, others), 1e5));
}

BOOST_AUTO_TEST_CASE(arrays_are_reduced_over_ranks) {
  auto const got = of_all_ranks<dlp::averages<numbers>>(
      [](auto& mine, std::size_t i) { mine(numbers{values[i], others[i]}); });
  BOOST_TEST(got.count() == values.size());
  BOOST_REQUIRE(got.mean().size() == 2u);
  BOOST_TEST(dlp_test::is_near(got.mean()[0], dlp_test::mean_of(values)));
  BOOST_TEST(dlp_test::is_near(got.mean()[1], dlp_test::mean_of(others)));
}

// contract: M5
BOOST_AUTO_TEST_CASE(maps_reduce_them_to_the_same_bits_on_any_number_of_ranks) {
  auto const of_one = [](double x) { return dlp_test::accumulated<dlp::moments>({x}); };
  auto const got =
      dlp::map_reduce(of_one, values, dlp::moments(), merge, {.schedule = dlp::fixed{3}});
  auto expected = dlp::moments();
  for (auto const x : values) expected.merge(of_one(x));
  BOOST_TEST((got == expected));
}

BOOST_AUTO_TEST_SUITE_END()
