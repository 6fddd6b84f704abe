// SPDX-License-Identifier: BSL-1.0
//
// Monte Carlo runs whose answers are known. Seeds are fixed, and a result has the same bits
// wherever it runs: what passes once does not fail by chance. DLP_TEST_SOAK=10 takes ten times as
// many trajectories.
#include <dlp/batches.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/test/unit_test.hpp>

#include "../examples/spin_boson.hpp"
#include "support/points.hpp"
#include "support/soaked.hpp"

BOOST_AUTO_TEST_SUITE(known_answers_test)

using dlp_test::soaked;

namespace {

// A European call at the money: what it pays after a year, in money of today.
constexpr auto stock = 100.0;
constexpr auto interest = 0.05;
constexpr auto volatility = 0.2;

auto call(dlp::random_stream& draw) -> double {
  auto normal = boost::random::normal_distribution<double>();
  auto const growth = interest - volatility * volatility / 2 + volatility * normal(draw);
  return std::exp(-interest) * std::max(0.0, stock * std::exp(growth) - stock);
}

/// The normal distribution below x.
auto below(double x) -> double { return std::erfc(-x / std::numbers::sqrt2) / 2; }

struct price {
  double mean;
  double deviation;  // of one trajectory
};

/// By Black and Scholes.
auto price_of_call() -> price {
  auto const d = interest / volatility - volatility / 2;
  auto const kept = std::exp(-interest);
  auto const mean = stock * (below(d + volatility) - kept * below(d));
  auto const square = stock * stock *
                      (std::exp(volatility * volatility) * below(d + 2 * volatility) -
                       2 * kept * below(d + volatility) + kept * kept * below(d));
  return {mean, std::sqrt(square - mean * mean)};
}

/// At how many of the times 1 to 20 the mean is within 3 standard errors of the exact one.
auto times_right(dlp::averages<spin> const& spins) -> int {
  auto const mean = spins.mean().x;
  auto const error = spins.standard_error().x.values;
  BOOST_TEST_REQUIRE(mean.values.size() == 41U);
  auto right = 0;
  for (auto i = 2U; i <= 40; i += 2) {
    auto const away = mean.values[i] - spin_boson::exact(mean.coordinates[i]);
    right += static_cast<int>(std::abs(away) < 3 * error[i]);
  }
  return right;
}

}  // namespace

BOOST_AUTO_TEST_CASE(pi_by_points_in_a_square) {
  auto const count = soaked(dlp::index_t{1'000'000});
  auto const pi =
      dlp::batches(dlp_test::point_in_circle, dlp::moments(), {.count = count, .seed = 42});
  auto const root_of_count = std::sqrt(static_cast<double>(count));
  auto const deviation = std::sqrt(std::numbers::pi * (4 - std::numbers::pi));
  BOOST_TEST(pi.count() == count);
  BOOST_TEST(std::abs(pi.mean() - std::numbers::pi) < 3 * pi.standard_error());
  BOOST_TEST(pi.standard_error() * root_of_count == deviation, boost::test_tools::tolerance(0.01));
}

// A run that goes on, each time to ten times as many, up to 10^6.
BOOST_AUTO_TEST_CASE(a_call_by_black_and_scholes_and_its_error_falls_as_the_root_of_the_count) {
  auto const [mean, deviation] = price_of_call();
  BOOST_TEST(mean == 10.4505835722, boost::test_tools::tolerance(1e-11));
  auto prices = dlp::batches(call, dlp::moments(), {.count = 1'000, .batch_size = 500, .seed = 42});
  for (auto count = dlp::index_t{1'000};; count *= 10) {
    BOOST_TEST_CONTEXT(count << " trajectories") {
      auto const root_of_count = std::sqrt(static_cast<double>(count));
      BOOST_TEST(prices.count() == count);
      BOOST_TEST(std::abs(prices.mean() - mean) < 3 * prices.standard_error());
      BOOST_TEST(std::abs(prices.standard_error() * root_of_count / deviation - 1) <
                 3 / root_of_count);
    }
    if (count >= soaked(dlp::index_t{1'000'000})) break;
    prices = dlp::batches(call, prices, {.count = 9 * count});
  }
}

BOOST_AUTO_TEST_CASE(the_spin_among_oscillators_by_its_formula) {
  constexpr auto exact = std::array{0.1850095908, -0.1922720436, -0.0420015607, 0.0043366240};
  for (auto i = 0U; i != exact.size(); ++i)
    BOOST_TEST(std::abs(spin_boson::exact(5 * (i + 1)) - exact[i]) < 0.5001e-10);
}

// Steps of time shift the means by 1e-5 at most, which is far below their errors.
BOOST_AUTO_TEST_CASE(the_spin_among_oscillators_by_trajectories) {
  for (auto count = dlp::index_t{100}; count <= soaked(dlp::index_t{1'000}); count *= 10) {
    auto const spins = dlp::batches(spin_boson(0), dlp::averages<spin>(),
                                    {.count = count, .batch_size = 25, .seed = 1});
    BOOST_TEST_CONTEXT(count << " trajectories") {
      BOOST_TEST(spins.count() == count);
      BOOST_TEST(times_right(spins) >= 19);
      // In the end a spin may point anywhere across z: the variance of the cosine is a half.
      auto const root_of_count = std::sqrt(static_cast<double>(count));
      auto const error = spins.standard_error().x.values.back();
      BOOST_TEST(std::abs(error * root_of_count * std::numbers::sqrt2 - 1) < 1 / root_of_count);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
