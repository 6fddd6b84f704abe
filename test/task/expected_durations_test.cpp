// SPDX-License-Identifier: BSL-1.0
#include <task/expected_durations.hpp>

#include <array>
#include <cstddef>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(expected_durations_test)

using dlp::detail::expected_durations;
namespace tolerance = boost::test_tools;

BOOST_AUTO_TEST_CASE(nothing_is_known) {
  auto const none = expected_durations({2, 3});
  BOOST_TEST(none.of(0) == 0);
  auto no_time = expected_durations({2, 3});
  no_time.add(1, 0);
  BOOST_TEST(no_time.of(1) == 0);
  BOOST_TEST(no_time.of(4) == 0);
}

BOOST_AUTO_TEST_CASE(a_cell_takes_what_it_took) {
  auto some = expected_durations({2, 3});
  some.add(1, 5);
  some.add(4, 0.25);
  BOOST_TEST(some.of(1) == 5);
  BOOST_TEST(some.of(4) == 0.25);
}

BOOST_AUTO_TEST_CASE(a_new_value_takes_what_the_nearest_one_does) {
  auto const rows = std::vector{1.0, 2.0, 4.0};
  auto const columns = std::vector{3.0, 1.0};
  auto some = expected_durations({5, 2});  // rows 0, 1 and 4 are known
  for (auto const row : {0, 1, 4}) {
    for (auto column = 0; column != 2; ++column) {
      some.add(static_cast<dlp::index_t>(2 * row + column),
               rows[static_cast<std::size_t>(row == 4 ? 2 : row)] *
                   columns[static_cast<std::size_t>(column)]);
    }
  }
  BOOST_TEST(some.of(4) == 2 * 3.0, tolerance::tolerance(1e-12));
  BOOST_TEST(some.of(5) == 2 * 1.0, tolerance::tolerance(1e-12));
  BOOST_TEST(some.of(6) == 4 * 3.0, tolerance::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_cell_that_is_missing_is_a_product_of_what_is_known_of_its_values) {
  auto some = expected_durations({3, 2, 2});
  for (auto cell = dlp::index_t{0}; cell != 12; ++cell) {
    auto const [a, b, c] = std::array{cell / 4, cell / 2 % 2, cell % 2};
    if (a != 2) some.add(cell, static_cast<double>((a + 1) * (1 + 9 * b) * (c + 2)));
  }
  BOOST_TEST(some.of(8) == 2 * 1 * 2.0, tolerance::tolerance(1e-12));
  BOOST_TEST(some.of(10) == 2 * 10 * 2.0, tolerance::tolerance(1e-12));
  BOOST_TEST(some.of(11) == 2 * 10 * 3.0, tolerance::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
