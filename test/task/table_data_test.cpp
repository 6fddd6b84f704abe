// SPDX-License-Identifier: BSL-1.0
#include <task/table_data.hpp>

#include <cstdint>
#include <memory>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/tables.hpp"

BOOST_AUTO_TEST_SUITE(table_data_test)

using dlp_test::filled_table;
using dlp_test::shape_of_table;

BOOST_AUTO_TEST_CASE(it_travels) {
  auto const data = filled_table();
  auto packed = dlp::bytes();
  data->append_to(packed);
  auto copy = std::make_shared<dlp::detail::table_data>(shape_of_table());
  copy->take_from(packed);
  auto again = dlp::bytes();
  copy->append_to(again);
  BOOST_TEST((packed == again));
  BOOST_TEST(copy->about(3).error == "no\nway");
  BOOST_TEST(copy->about(4).host == "node7");
  BOOST_TEST((copy->about(1).status == dlp::cell_status::missing));
}

BOOST_AUTO_TEST_CASE(a_row_takes_the_place_of_another) {
  auto const data = filled_table();
  auto values = std::vector<dlp::detail::stored_value>();
  auto row = data->row_at(0, values);
  auto const done = values;
  row.index = 3;
  row.results = done;
  data->put(row);
  BOOST_TEST((data->about(3).status == dlp::cell_status::done));
  BOOST_TEST(data->about(3).error.empty());
  BOOST_TEST(std::get<double>(data->row_at(3, values).results[0]) == 1.5);
}

BOOST_AUTO_TEST_CASE(a_value_of_another_kind_is_refused) {
  auto const data = filled_table();
  auto const values = std::vector<dlp::detail::stored_value>(6, std::int64_t{1});
  BOOST_CHECK_THROW(data->put({.index = 0, .results = values}), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
