// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/moments.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"
#include "../support/two_pass.hpp"

BOOST_AUTO_TEST_SUITE(moments_test)

namespace {

auto const of = dlp_test::accumulated<dlp::moments>;

constexpr auto infinity = std::numeric_limits<double>::infinity();
constexpr auto nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

BOOST_AUTO_TEST_CASE(mean_and_variance_are_those_of_the_definitions) {
  for (auto const middle : {0.0, -3.0, 1e6}) {
    auto const all = dlp_test::numbers_around(middle, 1000);
    auto const got = of(all);
    BOOST_TEST(got.count() == 1000u);
    BOOST_TEST(dlp_test::is_near(got.mean(), dlp_test::mean_of(all)));
    auto const roundings = 64 * (1 + std::abs(middle));
    auto const variance = dlp_test::variance_of(all);
    BOOST_TEST(dlp_test::is_near(got.variance(), variance, roundings));
    BOOST_TEST(dlp_test::is_near(got.standard_error(), std::sqrt(variance / 1000), roundings));
  }
}

BOOST_AUTO_TEST_CASE(what_is_merged_at_any_split_is_that_of_all) {
  auto const all = dlp_test::numbers_around(10, 40);
  dlp_test::for_every_split<dlp::moments>(
      all.size(), [&](auto& part, std::size_t i) { part(all[i]); },
      [&](dlp::moments const& got) {
        BOOST_TEST(got.count() == all.size());
        BOOST_TEST(dlp_test::is_near(got.mean(), dlp_test::mean_of(all)));
        BOOST_TEST(dlp_test::is_near(got.variance(), dlp_test::variance_of(all), 640));
      });
}

BOOST_AUTO_TEST_CASE(parts_that_lie_far_from_each_other_are_merged_right) {
  auto near = of({1, 2, 3});
  near.merge(of({101, 102, 103}));
  BOOST_TEST(near.mean() == 52);
  BOOST_TEST(dlp_test::is_near(near.variance(), 3000.8L));
}

BOOST_AUTO_TEST_CASE(an_empty_one_changes_nothing) {
  auto const some = of({0.1, 0.2, 0.7});
  auto left = dlp::moments();
  left.merge(some);
  auto right = some;
  right.merge(dlp::moments());
  BOOST_TEST((left == some && right == some));
  for (auto const& large : {of({1e308}), of({1e200, 1e200})}) {
    left = {};
    left.merge(large);
    BOOST_TEST((left == large && left.mean() == large.mean()));
  }
  left = {};
  left.merge({});
  BOOST_TEST((left == dlp::moments() && left != some));
}

BOOST_AUTO_TEST_CASE(what_is_asked_of_too_few_is_nan) {
  BOOST_TEST((std::isnan(of({}).mean()) && std::isnan(of({}).variance()) &&
              std::isnan(of({}).standard_error())));
  auto const one = of({2.5});
  BOOST_TEST(one.mean() == 2.5);
  BOOST_TEST((std::isnan(one.variance()) && std::isnan(one.standard_error())));
  BOOST_TEST(of({2.5, 2.5}).variance() == 0);
}

BOOST_AUTO_TEST_CASE(one_that_is_infinite_or_nan_makes_all_nan_wherever_it_stands) {
  for (auto const odd : {infinity, -infinity, nan}) {
    for (auto const& all : {std::vector{odd}, {odd, 1.0}, {1.0, odd}, {1.0, odd, 2.0}}) {
      auto const got = of(all);
      BOOST_TEST((std::isnan(got.mean()) && std::isnan(got.variance())));
      auto merged = of({3.0, 4.0});
      merged.merge(got);
      BOOST_TEST((std::isnan(merged.mean()) && std::isnan(merged.variance())));
      BOOST_TEST(merged.count() == 2 + all.size());
    }
  }
}

BOOST_AUTO_TEST_CASE(distances_whose_squares_overflow_make_all_nan_at_any_split) {
  for (auto const& all : {std::vector{1.7e308, -1.7e308}, {1, 1.7e308, -1.7e308, 1}, {1e200, 0}}) {
    dlp_test::for_every_split<dlp::moments>(
        all.size(), [&](auto& part, std::size_t i) { part(all[i]); },
        [&](dlp::moments const& got) {
          BOOST_TEST((std::isnan(got.mean()) && std::isnan(got.variance())));
          BOOST_TEST(std::isnan(got.standard_error()));
        });
  }
  auto const far = of({1e153, -1e153});
  BOOST_TEST((far.mean() == 0 && std::isfinite(far.variance())));
}

BOOST_AUTO_TEST_CASE(a_sum_of_squares_that_is_finite_is_so_at_any_split) {
  for (auto const& all : {std::vector{0, 1.5e154}, {1.5e154, 0}, {1e154, 1e154, 1e154, 0}}) {
    dlp_test::for_every_split<dlp::moments>(
        all.size(), [&](auto& part, std::size_t i) { part(all[i]); },
        [&](dlp::moments const& got) {
          BOOST_TEST(dlp_test::is_near(got.mean(), dlp_test::mean_of(all)));
          BOOST_TEST(dlp_test::is_near(got.variance(), dlp_test::variance_of(all)));
        });
  }
}

BOOST_AUTO_TEST_CASE(counts_go_beyond_32_bits) {
  auto many = of({1, 2, 3, 4});
  for (auto i = 0; i != 40; ++i) many.merge(many);
  BOOST_TEST(many.count() == std::uint64_t{4} << 40U);
  BOOST_TEST(many.mean() == 2.5);
  BOOST_TEST(std::abs(many.variance() - 1.25) < 1e-11);
  many(2.5);
  BOOST_TEST(many.count() == (std::uint64_t{4} << 40U) + 1);
}

BOOST_AUTO_TEST_CASE(it_travels) {
  dlp_test::travels(dlp::moments());
  dlp_test::travels(of({0.1, 1e300, -7}));
}

BOOST_AUTO_TEST_SUITE_END()
