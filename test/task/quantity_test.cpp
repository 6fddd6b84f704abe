// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/quantity.hpp>

#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"

BOOST_AUTO_TEST_SUITE(quantity_test)

BOOST_AUTO_TEST_CASE(a_value_that_is_assigned_leaves_the_unit) {
  auto energy = dlp::quantity<double>{.unit = "J"};
  energy = 1.5;
  BOOST_TEST(energy.value == 1.5);
  BOOST_TEST(energy.unit == "J");
}

BOOST_AUTO_TEST_CASE(its_type_is_that_of_the_value) {
  auto const lengths = dlp::quantity{std::vector{1.0, 2.0}, "m"};
  static_assert(std::is_same_v<decltype(lengths), dlp::quantity<std::vector<double>> const>);
  BOOST_TEST(lengths.unit == "m");
}

BOOST_AUTO_TEST_CASE(all_of_it_travels) {
  static_assert(dlp::detail::sendable<dlp::quantity<double>>);
  auto const sent = dlp_test::packed(dlp::quantity{2.5, "J", {{"long_name", "energy"}}});
  auto const come = dlp::detail::unpack<dlp::quantity<double>>(sent);
  BOOST_TEST(come.value == 2.5);
  BOOST_TEST(come.unit == "J");
  BOOST_TEST(come.attributes.at("long_name") == "energy");
}

BOOST_AUTO_TEST_SUITE_END()
