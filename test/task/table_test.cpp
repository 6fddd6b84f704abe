// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table.hpp>

#include <cmath>
#include <complex>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <task/table_data.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(table_test)

using dlp::cell_status;
using dlp::column_kind;
using dlp_test::contains;
using dlp_test::text_of;

namespace {

enum class mode : unsigned char { off, on = 200 };

/// 2 × 3 cells, of which that of number 4 is left out.
auto shape() -> dlp::detail::table_shape {
  auto const place = [](dlp::index_t cell) { return cell < 4 ? cell : cell - 1; };
  return {.axes = {{{.name = "gamma", .unit = "1/s"}, 0, {{2}, std::vector{0.1, 0.2}}},
                   {{.name = "solver", .kind = column_kind::text},
                    1,
                    {{3}, std::vector<std::string>{"rk4", "=sum(A1)", "a, \"b\""}}}},
          .dimensions = {2, 3},
          .results = {{.name = "energy", .unit = "J"},
                      {.name = "steps", .kind = column_kind::integer},
                      {.name = "large", .kind = column_kind::integer, .is_signed = false},
                      {.name = "stable", .kind = column_kind::boolean, .is_signed = false},
                      {.name = "note", .kind = column_kind::text},
                      {.name = "wave", .kind = column_kind::complex}},
          .size = 5,
          .cell_at = [](dlp::index_t at) { return at < 4 ? at : at + 1; },
          .position_of = [place](dlp::index_t cell) -> std::optional<dlp::index_t> {
            if (cell == 4 || cell > 5) return std::nullopt;
            return place(cell);
          }};
}

auto filled() -> std::shared_ptr<dlp::detail::table_data> {
  auto data = std::make_shared<dlp::detail::table_data>(shape());
  auto const put = [&](dlp::index_t cell, double energy, std::int64_t steps) {
    auto const values = std::vector<dlp::detail::stored_value>{
        energy,
        steps,
        std::int64_t{-1},
        std::int64_t{steps > 1},
        cell == 0 ? "-1" : "plain",
        cell == 5 ? dlp::detail::stored_value() : dlp::detail::stored_value("[1.5,\"NaN\"]")};
    data->put({.index = cell,
               .attempts = 2,
               .rank = 3,
               .host = "node7",
               .start = 1e9,
               .duration = 0.5,
               .results = values});
  };
  put(0, 1.5, 1);
  put(2, -0.0, 300);
  put(5, std::numeric_limits<double>::quiet_NaN(), 200);
  auto const none = std::vector<dlp::detail::stored_value>(6);
  data->put({.index = 3,
             .status = cell_status::failed,
             .rank = 1,
             .host = "node8",
             .error = "no\nway",
             .results = none});
  data->put({.index = 4, .results = none});  // which is not in it
  return data;
}

auto read(std::filesystem::path const& file) -> std::string {
  auto in = std::ifstream(file, std::ios::binary);
  return {std::istreambuf_iterator(in), {}};
}

struct folder {
  std::filesystem::path path = [] {
    auto name = (std::filesystem::temp_directory_path() / "dlp-test-XXXXXX").string();
    return ::mkdtemp(name.data()) ? std::filesystem::path(name) : std::filesystem::path();
  }();
  folder() = default;
  folder(folder const&) = delete;
  auto operator=(folder const&) -> folder& = delete;
  ~folder() { std::filesystem::remove_all(path); }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_cell_is_known_by_its_number) {
  auto const table = dlp::table(filled());
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
  auto const table = dlp::table(filled());
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

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_is_refused) {
  auto const table = dlp::table(filled());
  auto const row = table.begin()[2];
  auto const refusal = [&]<class T>(T, std::string const& name) {
    return text_of([&] { static_cast<void>(row.value<T>(name)); });
  };
  BOOST_TEST(row.value<int>("steps") == 300);
  BOOST_TEST(row.value<std::uint64_t>("large") == std::numeric_limits<std::uint64_t>::max());
  BOOST_TEST(contains(refusal(std::int8_t(), "steps"), "the column steps has the number 300"));
  BOOST_TEST(contains(refusal(std::int64_t(), "large"), "has the number 18446744073709551615"));
  BOOST_TEST(contains(refusal(mode(), "steps"), "the column steps has the number 300"));
  BOOST_TEST((table.begin()[4].value<mode>("steps") == mode::on));
  BOOST_TEST(contains(refusal(1.0, "steps"), "the values of the column steps are no values of"));
  BOOST_TEST(contains(refusal(std::vector<double>(), "energy"), "are no values of type"));
  BOOST_TEST(contains(refusal(1.0, "force"),
                      "dlp: the table has no column force, but gamma, solver, energy, steps"));
}

BOOST_AUTO_TEST_CASE(its_rows_are_a_range) {
  auto const table = dlp::table(filled());
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

BOOST_AUTO_TEST_CASE(a_file_has_all_of_it_and_no_formula) {
  auto const in = folder();
  auto const file = in.path / "table.csv";
  std::ofstream(file) << "old";
  dlp::table(filled()).save(file);
  BOOST_TEST(read(file) ==
             "index,gamma,solver,energy,steps,large,stable,note,wave,status,error\r\n"
             "0,0.1,rk4,1.5,1,18446744073709551615,false,\"'-1\",\"[1.5,\"\"NaN\"\"]\",done,\r\n"
             "1,0.1,\"'=sum(A1)\",,,,,,,missing,\r\n"
             "2,0.1,\"a, \"\"b\"\"\",-0,300,18446744073709551615,true,plain,\"[1.5,\"\"NaN\"\"]\","
             "done,\r\n"
             "3,0.2,rk4,,,,,,,failed,\"no\nway\"\r\n"
             "5,0.2,\"a, \"\"b\"\"\",NaN,200,18446744073709551615,true,plain,,done,\r\n");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(in.path), {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_is_an_error) {
  auto const in = folder();
  auto const table = dlp::table(filled());
  BOOST_TEST(contains(text_of([&] { table.save(in.path / "table.xls"); }),
                      "dlp: a table is saved as *.csv"));
  BOOST_TEST(contains(text_of([&] { table.save(in.path / "none/table.csv"); }),
                      "table.csv cannot be written: No such file or directory"));
  std::filesystem::create_directory(in.path / "x.csv");
  std::filesystem::create_directory(in.path / "x.csv/y");
  BOOST_TEST(contains(text_of([&] { table.save(in.path / "x.csv"); }), "x.csv cannot be written"));
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(in.path), {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_table_without_rows_says_nothing) {
  auto const in = folder();
  auto const table = dlp::table();
  BOOST_TEST(table.empty());
  BOOST_TEST((table.begin() == table.end()));
  BOOST_TEST(table.column<double>("energy").empty());
  BOOST_CHECK_THROW(static_cast<void>(table.status(0)), dlp::usage_error);
  table.save(in.path / "table.csv");
  BOOST_TEST(std::filesystem::is_empty(in.path));
  BOOST_CHECK_THROW(table.save(in.path / "table"), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(it_travels) {
  auto const data = filled();
  auto packed = dlp::bytes();
  data->append_to(packed);
  auto copy = std::make_shared<dlp::detail::table_data>(shape());
  copy->take_from(packed);
  auto again = dlp::bytes();
  copy->append_to(again);
  BOOST_TEST((packed == again));
  BOOST_TEST(dlp::table(copy).error(3) == "no\nway");
  BOOST_TEST(dlp::table(copy).column<double>("energy").at(0) == 1.5);
}

BOOST_AUTO_TEST_SUITE_END()
