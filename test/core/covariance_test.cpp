// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/covariance.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"
#include "../support/two_pass.hpp"

BOOST_AUTO_TEST_SUITE(covariance_test)

namespace {

/// Two numbers that depend on each other in part.
struct pairs {
  std::vector<double> x = dlp_test::numbers_around(10, 40, 1);
  std::vector<double> y = dlp_test::numbers_around(-3, 40, 2);
  pairs() {
    for (auto i = std::size_t{0}; i != x.size(); ++i) y[i] += x[i];
  }
};

auto of(std::vector<double> const& x, std::vector<double> const& y) -> dlp::covariance {
  auto made = dlp::covariance();
  for (auto i = std::size_t{0}; i != x.size(); ++i) made(x[i], y[i]);
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_that_of_the_definition_at_any_split) {
  auto const [x, y] = pairs();
  auto const wanted = dlp_test::covariance_of(x, y);
  auto const deviations = std::sqrt(dlp_test::variance_of(x) * dlp_test::variance_of(y));
  dlp_test::for_every_split<dlp::covariance>(
      x.size(), [&, &ax = x, &ay = y](auto& part, std::size_t i) { part(ax[i], ay[i]); },
      [&, &ax = x, &ay = y](dlp::covariance const& got) {
        BOOST_TEST(got.count() == 40u);
        BOOST_TEST(dlp_test::is_near(got.value(), wanted, 1000));
        BOOST_TEST(dlp_test::is_near(got.correlation(), wanted / deviations, 1000));
        BOOST_TEST(dlp_test::is_near(got.x().mean(), dlp_test::mean_of(ax)));
        BOOST_TEST(dlp_test::is_near(got.y().variance(), dlp_test::variance_of(ay), 1000));
      });
}

BOOST_AUTO_TEST_CASE(the_correlation_is_one_on_a_line) {
  BOOST_TEST(dlp_test::is_near(of({1, 2, 3, 7}, {2, 4, 6, 14}).correlation(), 1));
  BOOST_TEST(dlp_test::is_near(of({1, 2, 3, 7}, {-1, -2, -3, -7}).correlation(), -1));
  BOOST_TEST(std::isnan(of({1, 1, 1}, {1, 2, 3}).correlation()));
  for (auto seed = 0U; seed != 100; ++seed) {  // rounding does not lead beyond
    auto const x = dlp_test::numbers_around(10, 40, seed);
    auto y = x;
    for (auto& one : y) one *= -3;
    BOOST_TEST((of(x, x).correlation() <= 1 && of(x, y).correlation() >= -1));
  }
}

BOOST_AUTO_TEST_CASE(an_empty_one_changes_nothing_and_says_nothing) {
  auto const [x, y] = pairs();
  auto const some = of(x, y);
  auto left = dlp::covariance();
  auto const large = of({1e308}, {1e308});
  left.merge(large);
  BOOST_TEST((left == large));
  left = {};
  left.merge(some);
  auto right = some;
  right.merge({});
  BOOST_TEST((left == some && right == some && some != dlp::covariance()));
  for (auto const& few : {dlp::covariance(), of({1}, {2})})
    BOOST_TEST((std::isnan(few.value()) && std::isnan(few.correlation())));
  BOOST_TEST(of({1}, {2}).y().mean() == 2);
}

BOOST_AUTO_TEST_CASE(one_that_is_infinite_or_nan_makes_it_nan) {
  for (auto const odd : {std::numeric_limits<double>::infinity(), std::nan("")}) {
    BOOST_TEST(std::isnan(of({odd, 1, 2}, {1, 2, 3}).value()));
    auto merged = of({1, 2, 3}, {1, 2, 3});
    merged.merge(of({1, 2}, {odd, 1}));
    BOOST_TEST(std::isnan(merged.value()));
  }
}

BOOST_AUTO_TEST_CASE(where_a_variance_overflows_it_is_nan_at_any_split) {
  auto const large = std::vector{1e200, -1e200};
  auto const small = std::vector{1.0, -1.0};
  for (auto const& [x, y] : {std::pair(large, small), {small, large}}) {
    dlp_test::for_every_split<dlp::covariance>(
        x.size(), [&, &ax = x, &ay = y](auto& part, std::size_t i) { part(ax[i], ay[i]); },
        [](dlp::covariance const& got) {
          BOOST_TEST((std::isnan(got.value()) && std::isnan(got.correlation())));
        });
  }
}

BOOST_AUTO_TEST_CASE(a_sum_of_products_that_is_finite_is_so_at_any_split) {
  auto const x = std::vector{0, 1.5e154};
  dlp_test::for_every_split<dlp::covariance>(
      x.size(), [&](auto& part, std::size_t i) { part(x[i], x[i]); },
      [&](dlp::covariance const& got) {
        BOOST_TEST(dlp_test::is_near(got.value(), dlp_test::covariance_of(x, x)));
      });
}

BOOST_AUTO_TEST_CASE(counts_go_beyond_32_bits) {
  auto many = of({1, 2, 3, 4}, {4, 2, 3, 1});
  for (auto i = 0; i != 40; ++i) many.merge(many);
  BOOST_TEST(many.count() == std::uint64_t{4} << 40U);
  BOOST_TEST(std::abs(many.value() + 1) < 1e-11);
}

BOOST_AUTO_TEST_CASE(it_travels) {
  dlp_test::travels(dlp::covariance());
  dlp_test::travels(of({1, 2, 3}, {4, 1e10, -6}));
}

BOOST_AUTO_TEST_SUITE_END()
