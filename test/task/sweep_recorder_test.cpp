// SPDX-License-Identifier: BSL-1.0
#include <task/sweep_recorder.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/journal_reader.hpp>
#include <dlp/sweep.hpp>
#include <task/stored_row.hpp>

#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(sweep_recorder_test)

using namespace dlp::detail;

namespace {

/// The cells 1, 2, 4 and 5 of six.
auto empty_table() {
  auto const grid = dlp::product(dlp::axis("a", {1, 2}), dlp::axis("b", {0.5, 1.5, 2.5}));
  auto const kept = grid.where([](int, double b) { return b > 1; });
  return std::make_shared<table_data>(table_shape_of(kept, {describe("x", 0.0)}));
}

auto packed(double x) -> dlp::bytes {
  auto to = dlp::bytes();
  append_values(to, std::vector<stored_value>{x});
  return to;
}

/// Keeps that position 1 is done, and that 3 has failed.
void keep_two(sweep_recorder& to) {
  auto const value = packed(7.5);
  auto const done = std::vector<done_example>{
      {.index = 1, .rank = 2, .host = "node7", .attempts = 2, .start = 1e9, .packed = value}};
  auto const failed = std::vector<failed_example>{
      {3, {.index = 3, .rank = 1, .host = "node8", .type = "E", .text = "no"}, {{2e9, 0.5}}}};
  to.keep(done, failed);
}

void check_two(table_data const& table) {
  BOOST_TEST((table.about(0).status == dlp::cell_status::missing));
  BOOST_TEST((table.about(1).status == dlp::cell_status::done));
  BOOST_TEST(table.about(1).index == 2U);
  BOOST_TEST(table.about(1).attempts == 2);
  BOOST_TEST(table.about(1).host == "node7");
  BOOST_TEST(value_of_cell<double>(*table.named("x"), 1) == 7.5);
  BOOST_TEST((table.about(3).status == dlp::cell_status::failed));
  BOOST_TEST(table.about(3).error == "E: no");
  BOOST_TEST(table.about(3).attempts == 3);
  BOOST_TEST(table.about(3).rank == 1);
  BOOST_TEST(table.about(3).start == 2e9);
  BOOST_TEST(table.about(3).duration == 0.5);
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_comes_is_in_the_table) {
  auto const table = empty_table();
  auto recorder = sweep_recorder(table, {});
  BOOST_TEST(recorder.done().empty());
  keep_two(recorder);
  check_two(*table);
}

// contract: J2
BOOST_AUTO_TEST_CASE(what_is_in_a_file_is_done_and_in_the_table) {
  auto const in = dlp_test::temporary_folder();
  auto const file = (in / "x.db").string();
  {
    auto first = sweep_recorder(empty_table(), {.path = file});
    keep_two(first);
  }
  auto const table = empty_table();
  auto const again = sweep_recorder(table, {.path = file});
  check_two(*table);
  BOOST_REQUIRE(again.done().size() == 2U);
  BOOST_TEST(again.done()[0].first == 1U);
  BOOST_TEST(again.done()[1].first == 3U);
}

BOOST_AUTO_TEST_CASE(what_is_to_be_computed_again_is_not_done) {
  auto const in = dlp_test::temporary_folder();
  auto const file = (in / "x.db").string();
  {
    auto first = sweep_recorder(empty_table(), {.path = file});
    keep_two(first);
  }
  {
    auto const done = sweep_recorder(empty_table(), {.path = file, .rerun = dlp::rerun::failed});
    BOOST_TEST(done.done().size() == 1U);
  }
  auto const table = empty_table();
  auto const none = sweep_recorder(table, {.path = file, .rerun = dlp::rerun::all});
  BOOST_TEST(none.done().empty());
  BOOST_TEST((table->about(1).status == dlp::cell_status::missing));
}

BOOST_AUTO_TEST_CASE(a_file_has_the_parameters_and_results_of_each_cell) {
  auto const in = dlp_test::temporary_folder();
  auto const file = (in / "x.db").string();
  {
    auto first = sweep_recorder(empty_table(), {.path = file});
    keep_two(first);
  }
  auto cells = std::vector<dlp::index_t>();
  journal_reader(file).for_each_row([&](cell_row const& row) {
    cells.push_back(row.index);
    if (row.index != 2) return;
    BOOST_TEST(std::get<std::int64_t>(row.axes[0]) == 1);
    BOOST_TEST(std::get<double>(row.axes[1]) == 2.5);
    BOOST_TEST(std::get<double>(row.results[0]) == 7.5);
  });
  BOOST_TEST(cells == (std::vector<dlp::index_t>{2, 5}));
}

BOOST_AUTO_TEST_SUITE_END()
