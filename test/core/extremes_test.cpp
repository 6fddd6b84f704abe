// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/extremes.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"
#include "../support/two_pass.hpp"

BOOST_AUTO_TEST_SUITE(extremes_test)

namespace {

auto const of = dlp_test::accumulated<dlp::extremes>;

constexpr auto infinity = std::numeric_limits<double>::infinity();
constexpr auto nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

BOOST_AUTO_TEST_CASE(they_are_the_least_and_the_greatest_at_any_split) {
  auto const all = dlp_test::numbers_around(-0.5, 20);
  auto const [least, greatest] = std::ranges::minmax(all);
  dlp_test::for_every_split<dlp::extremes>(
      all.size(), [&](auto& part, std::size_t i) { part(all[i]); },
      [low = least, high = greatest](dlp::extremes const& got) {
        BOOST_TEST((got.min() == low && got.max() == high));
      });
}

BOOST_AUTO_TEST_CASE(of_none_they_are_nan) {
  BOOST_TEST((std::isnan(of({}).min()) && std::isnan(of({}).max())));
  BOOST_TEST((of({7}).min() == 7 && of({7}).max() == 7));
  auto some = of({1, 2});
  some.merge({});
  BOOST_TEST((some == of({2, 1}) && some != dlp::extremes()));
}

BOOST_AUTO_TEST_CASE(infinities_are_numbers) {
  BOOST_TEST((of({infinity}).min() == infinity && of({infinity}).max() == infinity));
  BOOST_TEST((of({-infinity}).min() == -infinity && of({-infinity}).max() == -infinity));
}

BOOST_AUTO_TEST_CASE(a_nan_stays_wherever_it_stands) {
  for (auto const& all : {std::vector{nan}, {nan, 1.0}, {1.0, nan}, {1.0, nan, 2.0}}) {
    auto merged = of({3, -4});
    merged.merge(of(all));
    for (auto const& got : {of(all), merged})
      BOOST_TEST((std::isnan(got.min()) && std::isnan(got.max())));
  }
}

BOOST_AUTO_TEST_CASE(they_travel) {
  dlp_test::travels(dlp::extremes());
  dlp_test::travels(of({3, -4}));
}

BOOST_AUTO_TEST_SUITE_END()
