// SPDX-License-Identifier: BSL-1.0
//
// What Boost.Histogram is relied on for, and what it is not.
#include <dlp/core/histogram.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <vector>

#include <boost/histogram/accumulators/mean.hpp>
#include <boost/test/unit_test.hpp>
#include <boost/version.hpp>

#include "../support/packed.hpp"

BOOST_AUTO_TEST_SUITE(histogram_test)

namespace {

auto const angles = std::vector{10, 30, 60, 90, 120, 150, 170, 230};
auto period(int angle) -> double { return angle / 10.0; }

}  // namespace

// As docs/guide/accumulators.md shows it.
BOOST_AUTO_TEST_CASE(a_histogram_is_filled_and_read) {
  auto counts = dlp::histogram(10, 0.0, 20.0);
  for (auto const angle : angles) counts(period(angle));
  std::cout << counts.at(0) << " below 2, " << counts.at(10) << " from 20 on\n";
  BOOST_TEST((counts.at(0) == 1 && counts.at(10) == 1));
}

BOOST_AUTO_TEST_CASE(numbers_are_counted_in_bins_and_beside_them) {
  auto counts = dlp::histogram(10, 0, 5);
  for (auto const one : {0.0, 0.49, 0.5, 4.99, 5.0, -0.1, std::numeric_limits<double>::infinity()})
    counts(one);
  BOOST_TEST((counts.at(0) == 2 && counts.at(1) == 1 && counts.at(9) == 1));
  counts(std::nan(""));
  BOOST_TEST((counts.at(-1) == 1 && counts.at(10) == 3));
}

BOOST_AUTO_TEST_CASE(two_are_added_where_their_bins_are_the_same) {
  auto here = dlp::histogram(10, 0, 5);
  auto there = here;
  there(0.7);
  for (auto i = 0; i != 40; ++i) {
    auto const same = there;
    there += same;
  }
  here(0.7);
  here += there;
  BOOST_TEST(here.at(1) == (std::uint64_t{1} << 40U) + 1);
  BOOST_CHECK_THROW(here += dlp::histogram(11, 0, 5), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(it_travels) {
  auto counts = dlp::histogram(10, 0, 5);
  dlp_test::travels(counts);
  for (auto i = 0; i != 1000; ++i) counts(0.7);
  dlp_test::travels(counts);
}

// Boost's default storage gives each bin as many bytes as its count needs.
BOOST_AUTO_TEST_CASE(so_do_boosts_own_of_other_axes) {
  namespace axis = boost::histogram::axis;
  auto plane = boost::histogram::make_histogram(axis::regular<>(3, 0, 1, "x"),
                                                axis::variable<>({0., 1., 9.}));
  for (auto i = 0; i != 1000; ++i) plane(0.5, 7.0);
  dlp_test::travels(plane);
  auto twice = plane;
  twice += plane;
  BOOST_TEST(double(twice.at(1, 1)) == 2000);
}

// Another Boost may have mended its accumulator: then the guide is to say so.
BOOST_AUTO_TEST_CASE(the_mean_of_boost_1_74_is_wrong_when_merged) {
#if BOOST_VERSION == 107400
  auto here = boost::histogram::accumulators::mean<double>();
  auto there = here;
  for (auto const one : {1., 2., 3.}) here(one);
  for (auto const one : {101., 102., 103.}) there(one);
  here += there;
  BOOST_TEST((here.variance() > 0.79 && here.variance() < 0.81));  // 3000.8 is right
#else
  BOOST_TEST_MESSAGE("not looked at: this is another Boost");
#endif
}

BOOST_AUTO_TEST_SUITE_END()
