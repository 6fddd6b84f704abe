// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(column_test)

BOOST_AUTO_TEST_CASE(a_column_that_nobody_describes_is_one_of_doubles) {
  auto const plain = dlp::column();
  BOOST_TEST((plain.kind == dlp::column_kind::real));
  BOOST_TEST(plain.bytes == 8U);
  BOOST_TEST(plain.shape.empty());
  BOOST_TEST((plain == dlp::column()));
  BOOST_TEST((plain != dlp::column{.unit = "J"}));
}

BOOST_AUTO_TEST_CASE(a_value_is_missing_until_it_has_numbers) {
  auto value = dlp::column_value();
  BOOST_TEST(value.is_missing());
  value.values = std::vector<std::string>{""};
  BOOST_TEST(!value.is_missing());
}

BOOST_AUTO_TEST_CASE(values_are_the_same_by_shape_and_numbers) {
  auto const flat = dlp::column_value{.shape = {4}, .values = std::vector<double>(4)};
  auto const square = dlp::column_value{.shape = {2, 2}, .values = std::vector<double>(4)};
  BOOST_TEST((flat == flat));
  BOOST_TEST((flat != square));
  auto const no_number = dlp::column_value{.values = std::vector<double>{NAN}};
  BOOST_TEST((no_number != no_number));
  BOOST_TEST((dlp::result_value{.value = flat} != dlp::result_value{.value = square}));
}

BOOST_AUTO_TEST_SUITE_END()
