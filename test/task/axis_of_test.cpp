// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/axis_of.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(axis_of_test)

using dlp::detail::fits_in;
static_assert(fits_in<double, int> && fits_in<float, double> && fits_in<long, int>);
static_assert(!fits_in<int, double> && !fits_in<int, long> && !fits_in<bool, int>);

BOOST_AUTO_TEST_CASE(copies_share_the_values) {
  auto const axis = dlp::detail::axis_from<void, double>({}, "gamma", std::vector{0.1, 0.2}, "1/s");
  auto const copy = axis;
  BOOST_TEST(copy.name() == "gamma");
  BOOST_TEST(copy.unit() == "1/s");
  BOOST_REQUIRE(copy.values().size() == 2U);
  BOOST_TEST(copy.values()[1] == 0.2);
  BOOST_TEST(copy.values().data() == axis.values().data());
  BOOST_TEST((copy.member() == nullptr));
}

BOOST_AUTO_TEST_CASE(one_without_values_is_refused) {
  BOOST_CHECK_THROW((dlp::axis_of<int>("axis", {}, "n", nullptr, 0, "")), dlp::usage_error);
}

BOOST_AUTO_TEST_SUITE_END()
