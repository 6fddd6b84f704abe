// SPDX-License-Identifier: BSL-1.0
//
// Which cells a sweep computes, and which go first.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/sweep.hpp>
#include <task/stored_row.hpp>
#include <task/sweep_recorder.hpp>
#include <task/table_data.hpp>

#include "../support/counted_calls.hpp"
#include "../support/scratch_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(choosing_cells_test)

using dlp_test::calls_of_all;
using dlp_test::contains;
using dlp_test::copied;
using dlp_test::scratch_folder;
using dlp_test::text_of;
using cells = std::vector<dlp::index_t>;

namespace {

auto make(std::vector<int> as = {1, 2, 3}) {
  return dlp::product(dlp::axis("a", std::move(as)), dlp::axis("b", {10, 20}));
}

auto sum(int a, int b) -> int {
  ++dlp_test::calls;
  if (a == 3 && b == 20) throw std::domain_error("thirty-two");
  std::this_thread::sleep_for(std::chrono::milliseconds(2));  // so that cells begin one by one
  return a + b;
}

auto cells_with(dlp::table const& table, dlp::cell_status status) -> cells {
  auto all = cells();
  for (auto const row : table)
    if (row.status() == status) all.push_back(row.index());
  return all;
}

/// Cells in the order in which they began; as many ranks as compute begin at once.
auto in_turn(dlp::table const& table) -> cells {
  auto all = cells(table.size());
  std::iota(all.begin(), all.end(), dlp::index_t{0});
  std::ranges::sort(all, {}, [&](auto cell) { return table.start(cell); });
  return all;
}
auto const one_computes = [] { return dlp::communicator().size() <= 2; };

/// The file of an earlier run of `make()` that has these cells, of which each took so long.
void write(std::string const& file, std::vector<double> const& seconds) {
  using namespace dlp::detail;
  dlp::call_on_root([&] {
    auto const of = table_shape_of(make(), {describe("result", 0)});
    auto keeps = sweep_recorder(std::make_shared<table_data>(of), {.path = file});
    auto packed = dlp::bytes();
    append_values(packed, std::vector<stored_value>{std::int64_t{7}});
    auto done = std::vector<done_example>();
    for (auto const one : seconds)
      done.push_back({.index = done.size(), .start = 1e9, .seconds = one, .packed = packed});
    keeps.keep(done, {});
    return 0;
  });
}

}  // namespace

// contract: J2
BOOST_AUTO_TEST_CASE(the_others_are_missing_until_a_later_start) {
  auto const folder = scratch_folder();
  auto const grid = make();
  auto const odd = grid.where([](int a, int) { return a != 2; });
  for (auto const& file : {std::string(), folder / "run.db"}) {
    auto const table = dlp::sweep(sum, grid, {.path = file, .only = odd, .everywhere = true});
    BOOST_TEST(calls_of_all() == 4);
    BOOST_TEST(table.size() == 6U);
    BOOST_TEST(cells_with(table, dlp::cell_status::done) == (cells{0, 1, 4}));
    BOOST_TEST(cells_with(table, dlp::cell_status::failed) == (cells{5}));
    BOOST_TEST(cells_with(table, dlp::cell_status::missing) == (cells{2, 3}));
  }
  auto const file = copied(folder / "run.db");
  auto const some = dlp::sweep(sum, grid, {.path = file, .only = {0, 3}, .everywhere = true});
  BOOST_TEST(calls_of_all() == 1);
  BOOST_TEST(cells_with(some, dlp::cell_status::done) == (cells{0, 1, 3, 4}));
  auto const all = dlp::sweep(sum, grid, {.path = copied(file), .everywhere = true});
  BOOST_TEST(calls_of_all() == 1);
  BOOST_TEST(cells_with(all, dlp::cell_status::done) == (cells{0, 1, 2, 3, 4}));
  auto const none = dlp::sweep(sum, grid, {.only = cells(), .everywhere = true});
  BOOST_TEST(calls_of_all() == 0);
  BOOST_TEST(cells_with(none, dlp::cell_status::missing).size() == 6U);
}

// contract: J2
BOOST_AUTO_TEST_CASE(what_is_computed_again_is_of_the_chosen_ones) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  auto const without = [](dlp::table const& table) {
    return cells_with(table, dlp::cell_status::missing);
  };
  static_cast<void>(dlp::sweep(sum, make(), {.path = file, .everywhere = true}));
  BOOST_TEST(calls_of_all() == 6);
  auto const again = [&](dlp::rerun which, dlp::cell_choice const& only) {
    auto const table =
        dlp::sweep([](int, int) { return ++dlp_test::calls; }, make(),
                   {.path = copied(file), .rerun = which, .only = only, .everywhere = true});
    BOOST_TEST(without(table).empty());
    return calls_of_all();
  };
  BOOST_TEST(again(dlp::rerun::all, {1, 2}) == 2);
  BOOST_TEST(again(dlp::rerun::all, {}) == 6);
  BOOST_TEST(again(dlp::rerun::failed, {1, 2}) == 0);
  BOOST_TEST(again(dlp::rerun::failed, {1, 5}) == 1);
  BOOST_TEST(again(dlp::rerun::missing, {5}) == 0);
}

// contract: J2
BOOST_AUTO_TEST_CASE(a_where_of_the_sweep_goes_before) {
  auto const grid = make().where([](int a, int) { return a != 2; });
  auto const table = dlp::sweep(sum, grid, {.only = {1, 2, 4}, .everywhere = true});
  BOOST_TEST(calls_of_all() == 2);
  BOOST_TEST(cells_with(table, dlp::cell_status::done) == (cells{1, 4}));
  BOOST_TEST(cells_with(table, dlp::cell_status::missing) == (cells{0, 5}));
}

// contract: J2
BOOST_AUTO_TEST_CASE(what_a_where_leaves_out_stays_in_the_file) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  static_cast<void>(dlp::sweep(sum, make(), {.path = file}));
  BOOST_TEST(calls_of_all() == 6);
  auto const some = make().where([](int a, int) { return a != 2; });
  static_cast<void>(dlp::sweep(sum, some, {.path = copied(file), .rerun = dlp::rerun::all}));
  BOOST_TEST(calls_of_all() == 4);
  static_cast<void>(dlp::sweep(sum, make(), {.path = copied(file)}));
  BOOST_TEST(calls_of_all() == 0);
}

BOOST_AUTO_TEST_CASE(cells_that_there_are_none_of_are_refused) {
  auto const other = make({1, 2});
  BOOST_CHECK_THROW(dlp::sweep(sum, make(), {.only = other}), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::sweep(sum, make(), {.only = {6}}), dlp::usage_error);
  BOOST_TEST(calls_of_all() == 0);
}

BOOST_AUTO_TEST_CASE(those_of_higher_priority_go_first_and_of_these_the_costliest) {
  auto const table =
      dlp::sweep([](int a, int b) { return sum(a, b - 1); }, make(),
                 {.cost = [](auto at) { return at == 3 ? 1.5 : static_cast<double>(at); },
                  .priority = [](auto at) { return at % 2 == 1 ? 2.0 : -1.0; },
                  .schedule = dlp::fixed{1},
                  .everywhere = true});
  BOOST_TEST(calls_of_all() == 6);
  if (one_computes()) BOOST_TEST(in_turn(table) == (cells{5, 3, 1, 4, 2, 0}));
  auto const by_itself = dlp::sweep([](int a, int b) { return sum(a, b - 1); }, make(),
                                    {.priority = [](auto at) { return at > 3 ? 1.0 : 0.0; },
                                     .schedule = dlp::fixed{1},
                                     .everywhere = true});
  BOOST_TEST(calls_of_all() == 6);
  if (one_computes()) BOOST_TEST(in_turn(by_itself) == (cells{4, 5, 0, 1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_priority_that_is_no_number_is_refused) {
  auto const text = text_of<dlp::task_error>([] {
    auto const nan = std::numeric_limits<double>::quiet_NaN();
    static_cast<void>(
        dlp::sweep(sum, make(), {.priority = [=](auto at) { return at == 2 ? nan : 0.0; }}));
  });
  BOOST_TEST(contains(text, "dlp: sweep: the priority of the cell at position 2 is not a number"),
             text);
}

// contract: J2
BOOST_AUTO_TEST_CASE(what_an_earlier_run_took_says_which_take_longest) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  write(file, {1, 3, 2, 6, 9, 0.5});
  auto const body = [](int a, int b) { return sum(a, b - 1); };
  auto const again = dlp::sweep(body, make(),
                                {.path = copied(file),
                                 .rerun = dlp::rerun::all,
                                 .cost = dlp::learnt{},
                                 .schedule = dlp::fixed{1},
                                 .everywhere = true});
  BOOST_TEST(calls_of_all() == 6);
  if (one_computes()) BOOST_TEST(in_turn(again) == (cells{4, 3, 1, 2, 0, 5}));

  auto const half = folder / "half.db";
  write(half, {1, 3, 2, 6});
  auto const grown = dlp::sweep(body, make({1, 2, 3, 4}),
                                {.path = copied(half),
                                 .cost = dlp::learnt{},
                                 .priority = [](auto at) { return at < 6 ? 0.0 : 1.0; },
                                 .schedule = dlp::fixed{1},
                                 .everywhere = true});
  BOOST_TEST(calls_of_all() == 4);
  auto const turns = in_turn(grown);
  if (one_computes()) BOOST_TEST((cells(turns.begin() + 4, turns.end())) == (cells{7, 6, 5, 4}));
}

BOOST_AUTO_TEST_CASE(where_nothing_is_to_be_learnt_cells_go_in_order) {
  auto const folder = scratch_folder();
  for (auto const& file : {std::string(), folder / "new.db"}) {
    auto const table = dlp::sweep(
        [](int a, int b) { return sum(a, b - 1); }, make(),
        {.path = file, .cost = dlp::learnt{}, .schedule = dlp::fixed{1}, .everywhere = true});
    BOOST_TEST(calls_of_all() == 6);
    if (one_computes()) BOOST_TEST(in_turn(table) == (cells{0, 1, 2, 3, 4, 5}));
  }
}

BOOST_AUTO_TEST_CASE(a_sweep_that_is_stopped_counts_the_chosen_cells_alone) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  static_cast<void>(dlp::sweep(sum, make(), {.path = file, .only = {0, 1, 4}}));
  auto const text = text_of<dlp::stopped>([&] {
    auto const late = dlp::deadline(std::chrono::seconds(0));
    static_cast<void>(
        dlp::sweep(sum, make(), {.path = copied(file), .only = {0, 1, 2}, .deadline = late}));
  });
  BOOST_TEST(contains(text, "after 2 of 3 examples"), text);
}

BOOST_AUTO_TEST_SUITE_END()
