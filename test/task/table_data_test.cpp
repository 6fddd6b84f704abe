// SPDX-License-Identifier: BSL-1.0
#include <task/table_data.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <dlp/task/column_text.hpp>
#include <dlp/task/quantity.hpp>
#include <dlp/task/table_column.hpp>

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

namespace {

/// What a cell of the table says of its energy.
void say(dlp::detail::table_data& to, dlp::index_t cell, std::string const& unit) {
  auto values = std::vector<dlp::detail::stored_value>();
  auto row = to.row_at(*to.shape().position_of(cell), values);
  auto const words = dlp::detail::text_of_words({{0, {unit, {{"n", 3}}}}});
  row.words = words;
  to.put(row);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_columns_of_results_say_what_all_cells_agree_on) {
  auto const data = filled_table();
  BOOST_TEST(data->results().front().unit == "J");
  say(*data, 0, "eV");
  BOOST_TEST(data->results().front().unit == "");  // the others say J
  BOOST_TEST(data->agreed(0).contradictions() == "the unit (eV, J)");
  for (auto const cell : {2, 5}) say(*data, static_cast<dlp::index_t>(cell), "eV");
  auto const agreed = data->results();
  BOOST_TEST(agreed.front().unit == "eV");
  BOOST_TEST(agreed.front().attributes.at("n") == 3);
  BOOST_TEST(agreed.back().unit == "");
  using energy = dlp::quantity<double>;
  auto const all = data->named("energy");
  BOOST_TEST(dlp::detail::value_of_cell<energy>(*all, 0).unit == "eV");
  BOOST_TEST(dlp::detail::value_of_cell<energy>(*filled_table()->named("energy"), 0).unit == "J");
}

BOOST_AUTO_TEST_CASE(what_a_cell_says_travels_and_goes_with_its_row) {
  auto const data = filled_table();
  say(*data, 2, "eV");
  auto packed = dlp::bytes();
  data->append_to(packed);
  auto copy = dlp::detail::table_data(shape_of_table());
  copy.take_from(packed);
  BOOST_TEST(copy.words_at(2) == R"({"0":{"unit":"eV","attributes":{"n":3}}})");
  BOOST_TEST(copy.words_at(0) == "");
  auto values = std::vector<dlp::detail::stored_value>();
  copy.put(copy.row_at(2, values));
  BOOST_TEST(copy.words_at(2) == "");
}

BOOST_AUTO_TEST_SUITE_END()
