// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table.hpp>

#include <cmath>
#include <complex>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/tables.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(table_test)

using dlp::cell_status;
using dlp_test::filled_table;

BOOST_AUTO_TEST_CASE(a_cell_is_known_by_its_number) {
  auto const table = dlp::table(filled_table());
  BOOST_TEST(table.size() == 5U);
  BOOST_TEST(table.shape() == (std::vector<dlp::index_t>{2, 3}));
  BOOST_TEST(table.axes().at(0).what.unit == "1/s");
  BOOST_TEST(table.results().at(0).unit == "J");
  BOOST_TEST((table.status(2) == cell_status::done));
  BOOST_TEST((table.status(3) == cell_status::failed));
  BOOST_TEST((table.status(1) == cell_status::missing));
  BOOST_TEST((table.status(5) == cell_status::done));
  BOOST_TEST(table.error(3) == "no\nway");
  BOOST_TEST(table.rank(5) == 3);
  BOOST_TEST(table.host(5) == "node7");
  BOOST_TEST(table.host(3) == "node8");
  BOOST_TEST(table.attempts(5) == 2);
  BOOST_TEST(table.start(5) == 1e9);
  BOOST_TEST(table.duration(5) == 0.5);
  BOOST_TEST(std::isnan(table.duration(3)));
  BOOST_TEST(table.count(cell_status::missing) == 1U);
  BOOST_CHECK_THROW(static_cast<void>(table.status(4)), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(table.status(6)), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(a_column_has_a_value_for_each_row) {
  auto const table = dlp::table(filled_table());
  auto const energy = table.column<float>("energy");
  BOOST_TEST(energy.at(0) == 1.5F);
  BOOST_TEST(std::isnan(energy.at(1)));
  BOOST_TEST(std::signbit(energy.at(2)));
  BOOST_TEST(std::isnan(energy.at(4)));
  auto const steps = table.column<std::optional<long>>("steps");
  BOOST_TEST((steps == std::vector<std::optional<long>>{1, {}, 300, {}, 200}));
  BOOST_TEST(table.column<std::string>("solver").at(4) == "a, \"b\"");
  auto const wave = table.column<std::complex<double>>("wave");
  BOOST_TEST(wave.at(0).real() == 1.5);
  BOOST_TEST(std::isnan(wave.at(0).imag()));
  BOOST_TEST(std::isnan(wave.at(4).real()));
  auto const with_unit = table.begin()[2].value<dlp::quantity<double>>("energy");
  BOOST_TEST(with_unit.unit == "J");
}

BOOST_AUTO_TEST_CASE(its_rows_are_a_range) {
  auto const table = dlp::table(filled_table());
  auto cells = std::vector<dlp::index_t>();
  auto gammas = std::vector<double>();
  for (auto const row : table) {
    cells.push_back(row.index());
    gammas.push_back(row.value<double>("gamma"));
  }
  BOOST_TEST(cells == (std::vector<dlp::index_t>{0, 1, 2, 3, 5}));
  BOOST_TEST(gammas == (std::vector{0.1, 0.1, 0.1, 0.2, 0.2}));
  BOOST_TEST((table.begin()[3].status() == cell_status::failed));
}

BOOST_AUTO_TEST_CASE(a_table_without_rows_says_nothing) {
  auto const in = dlp_test::temporary_folder();
  auto const table = dlp::table();
  BOOST_TEST(table.empty());
  BOOST_TEST((table.begin() == table.end()));
  BOOST_TEST(table.column<double>("energy").empty());
  BOOST_CHECK_THROW(static_cast<void>(table.status(0)), dlp::usage_error);
  table.save(in / "table.csv");
  table.save(in / "table.nc");
  BOOST_TEST(std::filesystem::is_empty(in.path()));
  BOOST_CHECK_THROW(table.save(in / "table"), dlp::usage_error);
  auto const other = in / "table.xls";
  BOOST_CHECK_EXCEPTION(
      table.save(other), dlp::usage_error,
      dlp_test::says("dlp: a table is saved as *.csv or *.nc, and " + other.string() + " is none"));
  dlp::table(filled_table()).save(in / "table.csv");
  BOOST_TEST(std::filesystem::file_size(in / "table.csv") > 100U);
}

BOOST_AUTO_TEST_SUITE_END()
