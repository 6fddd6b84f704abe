// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/labelled.hpp>

#include <string>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"

BOOST_AUTO_TEST_SUITE(labelled_test)

namespace {

auto const times = std::vector{0.0, 0.5, 1.0};
auto const counts = std::vector{3, 4, 5};
using curve = dlp::labelled<std::vector<double>, std::vector<int>>;

}  // namespace

BOOST_AUTO_TEST_CASE(its_type_is_that_of_coordinates_and_values) {
  auto const made = dlp::labelled{"t", times, counts};
  static_assert(std::is_same_v<decltype(made), curve const>);
  BOOST_TEST(made.dimension == "t");
  BOOST_TEST(made.coordinates == times);
  BOOST_TEST(made.values == counts);
  auto const computed = dlp::labelled{std::string("t"), times, times, "m", "s"};
  static_assert(std::is_same_v<decltype(computed), dlp::labelled<> const>);
  BOOST_TEST(computed.coordinate_unit == "s");
}

BOOST_AUTO_TEST_CASE(all_of_it_travels) {
  static_assert(dlp::detail::sendable<curve>);
  auto const come = dlp::detail::unpack<curve>(
      dlp_test::packed(dlp::labelled{"t", times, counts, "m", "s", {{"a", "b"}}}));
  BOOST_TEST(come.dimension == "t");
  BOOST_TEST(come.coordinates == times);
  BOOST_TEST(come.values == counts);
  BOOST_TEST(come.unit == "m");
  BOOST_TEST(come.coordinate_unit == "s");
  BOOST_TEST(come.attributes.at("a") == "b");
}

BOOST_AUTO_TEST_SUITE_END()
