// SPDX-License-Identifier: BSL-1.0
//
// Sweeps on several ranks, in memory and with a file.
#include <dlp/task/sweep.hpp>

#include <chrono>
#include <cmath>
#include <complex>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/map.hpp>
#include <dlp/sweep.hpp>

#include "../support/counted_calls.hpp"
#include "../support/failing_calls.hpp"
#include "../support/scratch_folder.hpp"
#include "../support/standard_error.hpp"
#include "../support/sweep_structs.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(sweep_test)

using dlp::is_root;
using dlp_test::calls;
using dlp_test::calls_of_all;
using dlp_test::contains;
using dlp_test::copied;
using dlp_test::scratch_folder;
using dlp_test::setting;
using dlp_test::swing;
using dlp_test::text_of;

namespace {

auto make(std::string const& last = "euler") {
  return dlp::product(dlp::axis("gamma", {0.1, 0.2, 0.5}, "1/s"), dlp::axis("n", {1, 2, 3, 4}),
                      dlp::axis("solver", {std::string("rk4"), last}));
}

auto computed(double gamma, int n, std::string const& solver) -> swing {
  auto made = swing{.energy = gamma / n,
                    .steps = n,
                    .stable = n > 2,
                    .amplitude = {gamma, -1.0 / n},
                    .note = solver + ", \"" + std::to_string(n) + "\""};
  for (auto i = 0; i != n; ++i) made.trace.push_back(gamma / (i + 3));
  made.main.at = std::sqrt(gamma);
  return made;
}

/// Fails where n is this.
auto failing_at(int where) {
  return [where](double gamma, int n, std::string const& solver) {
    ++calls;
    if (n == where) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      throw std::domain_error("no " + std::to_string(n));
    }
    return computed(gamma, n, solver);
  };
}

/// Compares a table with a serial loop.
template <class Grid>
void check_all(dlp::table const& table, Grid const& grid) {
  BOOST_REQUIRE(table.size() == grid.size());
  auto const energy = table.column<double>("energy");
  auto const steps = table.column<int>("steps");
  auto const stable = table.column<bool>("stable");
  auto const amplitude = table.column<std::complex<double>>("amplitude");
  auto const note = table.column<std::string>("note");
  auto const trace = table.column<std::vector<double>>("trace");
  auto const at = table.column<double>("main.at");
  auto const gammas = table.column<double>("gamma");
  auto const solvers = table.column<std::string>("solver");
  auto i = std::size_t{0};
  for (auto const& [gamma, n, solver] : grid) {
    auto const expected = computed(gamma, n, solver);
    BOOST_TEST(energy[i] == expected.energy);
    BOOST_TEST(steps[i] == expected.steps);
    BOOST_TEST(stable[i] == expected.stable);
    BOOST_TEST(amplitude[i] == expected.amplitude);
    BOOST_TEST(note[i] == expected.note);
    BOOST_TEST(trace[i] == expected.trace);
    BOOST_TEST(at[i] == expected.main.at);
    BOOST_TEST(gammas[i] == gamma);
    BOOST_TEST(solvers[i] == solver);
    BOOST_TEST((table.status(grid.cell_at(i)) == dlp::cell_status::done));
    ++i;
  }
}

}  // namespace

// contract: J2
BOOST_AUTO_TEST_CASE(it_equals_a_serial_loop) {
  auto const grid = make();
  auto const table = dlp::sweep(computed, grid);
  BOOST_TEST(table.empty() == !is_root());
  if (!is_root()) return;
  check_all(table, grid);
  BOOST_TEST(table.count(dlp::cell_status::done) == 24U);
  BOOST_TEST(table.attempts(5) == 1);
  BOOST_TEST(table.duration(5) >= 0);
  BOOST_TEST(table.start(5) > 1e9);
  BOOST_TEST(table.host(5) == dlp::detail::host_name());
  BOOST_TEST((table.rank(5) > 0) == (dlp::communicator().size() > 1));
}

BOOST_AUTO_TEST_CASE(every_rank_gets_the_table_where_it_is_to) {
  auto const grid = make().where([](double gamma, int, auto const&) { return gamma < 0.3; });
  auto const table = dlp::sweep(computed, grid, {.everywhere = true});
  check_all(table, grid);
  BOOST_TEST(table.host(3) == dlp::detail::host_name());
}

// contract: J2
BOOST_AUTO_TEST_CASE(a_cell_whose_body_throws_fails_and_the_rest_is_done) {
  auto const table = dlp::sweep(failing_at(3), make(), {.everywhere = true});
  BOOST_TEST(table.count(dlp::cell_status::failed) == 6U);
  BOOST_TEST(table.count(dlp::cell_status::done) == 18U);
  BOOST_TEST((table.status(4) == dlp::cell_status::failed));
  BOOST_TEST(table.error(4) == "std::domain_error: no 3");
  BOOST_TEST(table.error(3) == "");
  BOOST_TEST(table.attempts(4) == 1);
  BOOST_TEST(table.host(4) == dlp::detail::host_name());
  BOOST_TEST(table.start(4) > 1e9);
  BOOST_TEST(table.duration(4) >= 0.02);
  BOOST_TEST(table.duration(4) < 60);
  BOOST_TEST(std::isnan(table.column<double>("energy")[4]));
  BOOST_TEST(!table.column<std::optional<int>>("steps")[4].has_value());
  BOOST_TEST(contains(text_of([&] { static_cast<void>(table.column<int>("steps")); }),
                      "the column steps has no value in row 4"));
  BOOST_TEST(calls_of_all() == 24);
}

BOOST_AUTO_TEST_CASE(a_failed_cell_is_tried_again_where_it_is_to) {
  auto const table =
      dlp::sweep(failing_at(2), make(), {.on_error = dlp::retry{2}, .everywhere = true});
  BOOST_TEST(table.count(dlp::cell_status::failed) == 6U);
  BOOST_TEST(table.attempts(2) == 3);
  BOOST_TEST(calls_of_all() == 18 + 3 * 6);
}

BOOST_AUTO_TEST_CASE(a_cell_that_succeeds_in_the_end_is_done) {
  auto const folder = scratch_folder();
  auto const mark = folder / "mark";
  auto const once = [&](int n) {
    if (n != 3 || std::filesystem::exists(mark)) return n;
    std::ofstream(mark) << "x";
    throw std::domain_error("once");
  };
  auto const table = dlp::sweep(once, dlp::axis("n", {1, 2, 3, 4}),
                                {.on_error = dlp::retry{1}, .everywhere = true});
  BOOST_TEST(table.count(dlp::cell_status::done) == 4U);
  BOOST_TEST(table.attempts(2) == 2);
  BOOST_TEST(table.column<int>("result") == (std::vector{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(a_body_knows_which_attempt_it_is) {
  auto const body = [](dlp::cell const& at, int n) {
    if (n % 2 == 0 && at.attempt <= 2) throw std::domain_error("not yet");
    return at.attempt;
  };
  auto const table = dlp::sweep(body, dlp::axis("n", {1, 2, 3, 4}),
                                {.cost = [](dlp::index_t at) { return static_cast<double>(at); },
                                 .on_error = dlp::retry{3},
                                 .everywhere = true});
  BOOST_TEST(table.column<int>("result") == (std::vector{1, 3, 1, 3}));
}

BOOST_AUTO_TEST_CASE(the_first_failure_ends_it_where_it_is_to) {
  BOOST_CHECK_THROW(dlp::sweep(failing_at(1), make(), {.on_error = dlp::stop{}}), dlp::task_error);
  calls = 0;
}

BOOST_AUTO_TEST_CASE(what_no_table_can_hold_fails_its_cell) {
  auto const ragged = [](int n) {
    return n == 2 ? std::vector<std::vector<double>>{{1}, {2, 3}}
                  : std::vector<std::vector<double>>{{1.5, 2}, {3, 4}};
  };
  auto const table = dlp::sweep(ragged, dlp::axis("n", {1, 2, 3}), {.everywhere = true});
  BOOST_TEST((table.status(0) == dlp::cell_status::done));
  BOOST_TEST(contains(table.error(1), "the rows of an array in a result differ in length"));
  using arrays = std::optional<std::vector<std::vector<double>>>;
  BOOST_TEST((table.column<arrays>("result")[2] == arrays({{1.5, 2}, {3, 4}})));
}

BOOST_AUTO_TEST_CASE(axes_that_are_members_come_as_their_struct) {
  auto const grid = dlp::product(dlp::axis(&setting::gamma, {0.1, 0.2}),
                                 dlp::axis(&setting::solver, {"rk4", "euler"}));
  auto const table =
      dlp::sweep([](setting const& at) { return static_cast<double>(at.solver.size()) * at.gamma; },
                 grid, {.everywhere = true});
  BOOST_TEST(table.column<double>("result") == (std::vector{0.1 * 3, 0.1 * 5, 0.2 * 3, 0.2 * 5}));
}

BOOST_AUTO_TEST_CASE(a_body_may_know_its_cell) {
  auto const grid = make().where([](double, int n, auto const&) { return n != 2; });
  auto const table =
      dlp::sweep([](dlp::cell const& at, double, int,
                    std::string const&) { return std::pair(at.index, at.parameters); },
                 grid, {.everywhere = true});
  for (auto const& row : table) {
    BOOST_TEST(row.value<dlp::index_t>("result_1") == row.index());
    BOOST_TEST(row.value<std::uint64_t>("result_2") == grid.hash_of(row.index()));
  }
  BOOST_TEST(contains(text_of([&] { static_cast<void>(table.status(2)); }),
                      "the table has no row for the cell 2"));
}

// contract: J2
BOOST_AUTO_TEST_CASE(a_stop_of_the_sweep_cuts_no_cell_short_whose_result_would_be_taken_for_whole) {
  auto source = std::stop_source();
  auto const table = dlp::sweep(
      [&](dlp::cell const& at, int n) {
        if (n == 0) source.request_stop();
        return at.stop_token.stop_requested();
      },
      dlp::axis("n", std::vector{0}),
      {.cell_limit = std::chrono::hours(1), .stop = source.get_token(), .everywhere = true});
  BOOST_TEST(table.column<bool>("result") == std::vector{false});
}

BOOST_AUTO_TEST_CASE(a_cell_that_takes_too_long_is_told) {
  auto const body = [](dlp::cell const& at, int n) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(n * 30);
    while (!at.stop_token.stop_requested() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return at.stop_token.stop_requested();
  };
  auto const table = dlp::sweep(body, dlp::axis("n", {1, 0, 1, 0}),
                                {.cell_limit = std::chrono::milliseconds(500), .everywhere = true});
  BOOST_TEST(table.column<bool>("result") == (std::vector{true, false, true, false}));
}

BOOST_AUTO_TEST_CASE(a_sweep_that_is_stopped_has_cells_that_are_missing) {
  auto source = std::stop_source();
  source.request_stop();
  auto const table = dlp::sweep(computed, make(), {.stop = source.get_token(), .everywhere = true});
  BOOST_TEST(table.size() == 24U);
  BOOST_TEST(table.count(dlp::cell_status::missing) == 24U);
  BOOST_TEST(table.rank(0) == -1);
}

BOOST_AUTO_TEST_CASE(a_sweep_that_is_too_late_is_stopped_on_every_rank) {
  auto const waits = [](double, int, std::string const&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return 1;
  };
  BOOST_CHECK_THROW(dlp::sweep(waits, make(), {.deadline = std::chrono::milliseconds(20)}),
                    dlp::stopped);
}

// contract: J2
BOOST_AUTO_TEST_CASE(what_a_file_has_is_not_computed_again) {
  auto const folder = scratch_folder();
  auto const file = folder / "swing.db";
  auto const all = make();
  auto const some = all.where([](double, int n, auto const&) { return n == 2 || n == 3; });
  check_all(dlp::sweep(computed, some, {.everywhere = true, .root = 0}), some);
  auto const first = dlp::sweep(failing_at(0), some, {.path = file, .everywhere = true});
  BOOST_TEST(calls_of_all() == 12);

  auto const second = copied(file);
  auto const table = dlp::sweep(failing_at(0), all, {.path = second, .everywhere = true});
  BOOST_TEST(calls_of_all() == 12);
  check_all(table, all);
  BOOST_TEST(table.duration(2) == first.duration(2));
  BOOST_TEST(table.rank(2) == first.rank(2));
  check_all(dlp::sweep(failing_at(0), all, {.path = copied(second), .everywhere = true}), all);
  BOOST_TEST(calls_of_all() == 0);
}

// contract: J2
BOOST_AUTO_TEST_CASE(units_that_cells_know_come_to_the_table_and_are_in_the_file) {
  auto const folder = scratch_folder();
  auto const file = folder / "swing.db";
  auto const in_units = [](double gamma, int n, std::string const&) {
    return dlp::quantity{gamma / n, n < 4 ? "eV" : "J", {{"order", 2}, {"long_name", "energy"}}};
  };
  auto const few = make().where([](double, int n, auto const&) { return n < 4; });
  auto const check = [&](dlp::table const& table) {
    auto const energy = table.results().at(0);
    BOOST_TEST(energy.unit == "eV");
    BOOST_TEST(energy.attributes.at("order") == 2);
    BOOST_TEST(energy.attributes.at("long_name") == "energy");
  };
  check(dlp::sweep(in_units, few, {.path = file, .everywhere = true}));
  auto const second = copied(file);
  check(dlp::sweep(in_units, few, {.path = second, .everywhere = true}));
  auto const both = dlp::sweep(in_units, make(), {.path = copied(second), .everywhere = true});
  BOOST_TEST(both.results().at(0).unit == "");
  for (auto const row : both) {
    auto const energy = row.value<dlp::quantity<double>>("result");
    BOOST_TEST(energy.unit == (row.value<int>("n") < 4 ? "eV" : "J"));
    BOOST_TEST(energy.attributes.at("order") == 2);
  }
}

// contract: J2
BOOST_AUTO_TEST_CASE(failed_cells_are_computed_again_only_where_that_is_said) {
  auto const folder = scratch_folder();
  auto const file = folder / "swing.db";
  static_cast<void>(dlp::sweep(failing_at(3), make(), {.path = file}));
  BOOST_TEST(calls_of_all() == 24);
  auto const kept = dlp::sweep(failing_at(0), make(), {.path = copied(file), .everywhere = true});
  BOOST_TEST(calls_of_all() == 0);
  BOOST_TEST(kept.error(4) == "std::domain_error: no 3");
  BOOST_TEST(kept.start(4) > 1e9);
  BOOST_TEST(kept.duration(4) >= 0.02);
  check_all(dlp::sweep(failing_at(0), make(),
                       {.path = copied(file), .rerun = dlp::rerun::failed, .everywhere = true}),
            make());
  BOOST_TEST(calls_of_all() == 6);
  check_all(dlp::sweep(failing_at(0), make(),
                       {.path = copied(file), .rerun = dlp::rerun::all, .everywhere = true}),
            make());
  BOOST_TEST(calls_of_all() == 24);
}

namespace {

/// The line that a start says of a file; the folder in it is left out.
template <class Act>
auto said_by_root(std::string const& folder, Act act) -> std::string {
  auto said = dlp_test::said_on_stderr(act);
  for (auto at = said.find(folder); at != std::string::npos; at = said.find(folder)) {
    said.erase(at, folder.size());
  }
  return is_root() ? said : std::string();
}

/// A file of an earlier run with other values: each start is checked against a serial loop.
struct growing_file {
  scratch_folder folder = {};
  std::string file = folder / "swing.db";
  std::string said = {};

  /// Goes on with the file, over this grid; how many cells are computed.
  template <class Grid>
  auto computed_of(Grid const& grid) -> int {
    if (std::exchange(begun_, true)) file = copied(file);
    said = said_by_root(file, [&] {
      check_all(dlp::sweep(failing_at(0), grid, {.path = file, .everywhere = true}), grid);
    });
    return calls_of_all();
  }

  void check_said(std::string const& what) const {
    if (is_root()) BOOST_TEST(said == "dlp: sweep: " + what + "\n");
  }

 private:
  bool begun_ = false;
};

auto grid_of(std::vector<double> gammas, std::vector<int> ns,
             std::vector<std::string> solvers = {"rk4", "euler"}) {
  return dlp::product(dlp::axis("gamma", std::move(gammas), "1/s"), dlp::axis("n", std::move(ns)),
                      dlp::axis("solver", std::move(solvers)));
}

}  // namespace

// contract: J2
BOOST_AUTO_TEST_CASE(axes_with_more_values_have_only_the_new_cells_computed) {
  auto file = growing_file();
  BOOST_TEST(file.computed_of(grid_of({0.1, 0.2}, {1, 2})) == 8);
  BOOST_TEST(file.said.empty());
  BOOST_TEST(file.computed_of(grid_of({0.1, 0.2, 0.5}, {1, 2})) == 4);
  file.check_said("8 of 12 cells are taken from , whose axes had other values");
  BOOST_TEST(file.computed_of(grid_of({0.1, 0.15, 0.2, 0.5}, {1, 3, 2})) == 12);
  file.check_said("12 of 24 cells are taken from , whose axes had other values");
  BOOST_TEST(file.computed_of(grid_of({0.1, 0.15, 0.2, 0.5}, {1, 3, 2})) == 0);
  file.check_said(" has 24 cells of an earlier run, which are not computed again");
  BOOST_TEST(file.computed_of(grid_of({0.5, 0.1, 0.2, 0.15}, {3, 2, 1}, {"euler", "rk4"})) == 0);
  BOOST_TEST(file.computed_of(grid_of({0.5}, {3}, {"a", "euler", "b", "rk4", "c"})) == 3);
}

// contract: E1 J1
BOOST_AUTO_TEST_CASE(no_room_to_write_a_file_with_other_axes_ends_it_on_every_rank_and_loses_none) {
  auto file = growing_file();
  auto const grid = grid_of({0.1, 0.15, 0.2}, {1, 2});
  BOOST_TEST(file.computed_of(grid_of({0.1, 0.2}, {1, 2})) == 8);
  for (auto const nth : {1, 2, 3, 5}) {
    file.file = copied(file.file);
    if (is_root())
      dlp_test::faults = {.how = dlp_test::failing::no_room, .nth = nth, .stays = true};
    auto const text = text_of<dlp::error>(
        [&] { static_cast<void>(dlp::sweep(failing_at(0), grid, {.path = file.file})); });
    dlp_test::faults = {};
    BOOST_TEST(contains(text, "full"), text);
    BOOST_TEST(calls_of_all() == 0);
  }
  BOOST_TEST(file.computed_of(grid) == 4);
  file.check_said("8 of 12 cells are taken from , whose axes had other values");
}

// contract: J2
BOOST_AUTO_TEST_CASE(values_that_are_taken_away_are_there_when_they_come_back) {
  auto file = growing_file();
  BOOST_TEST(file.computed_of(grid_of({0.1, 0.2, 0.5}, {1, 2, 3})) == 18);
  BOOST_TEST(file.computed_of(grid_of({0.5, 0.7}, {2})) == 2);
  file.check_said(
      "2 of 4 cells are taken from , whose axes had other values; 16 of its results are of cells "
      "that this grid does not have, and stay in it");
  BOOST_TEST(file.computed_of(grid_of({9}, {9})) == 2);
  BOOST_TEST(file.computed_of(grid_of({0.1, 0.2, 0.5, 0.7}, {1, 2, 3})) == 4);
  file.check_said(
      "20 of 24 cells are taken from , whose axes had other values; 2 of its results are of cells "
      "that this grid does not have, and stay in it");
  BOOST_TEST(file.computed_of(grid_of({9, 0.7}, {9, 2})) == 4);
}

// contract: J2
BOOST_AUTO_TEST_CASE(cells_that_are_not_kept_are_known_by_their_values_too) {
  auto file = growing_file();
  auto const odd = [](double, int n, auto const&) { return n % 2 == 1; };
  BOOST_TEST(file.computed_of(grid_of({0.1, 0.2}, {1, 2, 3})) == 12);
  BOOST_TEST(file.computed_of(grid_of({0.2, 0.1}, {2, 3, 4, 5}).where(odd)) == 4);
  file.check_said(
      "4 of 8 cells are taken from , whose axes had other values; 4 of its results are of cells "
      "that this grid does not have, and stay in it");
  BOOST_TEST(file.computed_of(grid_of({0.2, 0.1}, {2, 3, 4, 5})) == 4);
}

// contract: J2
BOOST_AUTO_TEST_CASE(points_are_known_by_all_their_values) {
  auto const points = [](std::vector<std::tuple<double, int, std::string>> const& all) {
    return dlp::points({"gamma", "n", "solver"}, all);
  };
  auto file = growing_file();
  BOOST_TEST(file.computed_of(points({{0.1, 1, "a"}, {0.2, 2, "b"}, {0.1, 1, "a"}})) == 3);
  BOOST_TEST(file.computed_of(points({{0.1, 2, "b"}, {0.2, 2, "b"}, {0.1, 1, "a"}})) == 1);
  BOOST_TEST(file.computed_of(points({{0.1, 1, "a"}, {0.1, 1, "a"}, {0.1, 1, "a"}})) == 1);
}

// contract: J2
BOOST_AUTO_TEST_CASE(a_negative_value_is_not_taken_for_a_large_one) {
  auto const folder = scratch_folder();
  auto const body = [](auto n) { return ++calls, static_cast<double>(n); };
  constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
  auto file = folder / "sign.db";
  static_cast<void>(dlp::sweep(body, dlp::axis("n", {-1L, 5L}), {.path = file}));
  BOOST_TEST(calls_of_all() == 2);
  for (auto const& values : {std::vector{largest, std::uint64_t{5}}, std::vector{largest}}) {
    auto const other = dlp::axis("n", values);
    auto const text = text_of<dlp::task_error>(
        [&] { static_cast<void>(dlp::sweep(body, other, {.path = copied(file)})); });
    BOOST_TEST(contains(text, "its table is \"0; result real\", and here it is \"0 unsigned; "),
               text);
  }
  BOOST_TEST(calls_of_all() == 0);
  auto const small = dlp::axis("n", {std::uint64_t{5}});
  static_cast<void>(dlp::sweep(body, small, {.path = file = copied(file)}));
  BOOST_TEST(calls_of_all() == 0);
}

// contract: J2
BOOST_AUTO_TEST_CASE(an_axis_that_a_file_would_round_is_refused) {
  auto const folder = scratch_folder();
  auto const body = [](long double x) { return ++calls, static_cast<double>(x); };
  auto const rounded = dlp::axis("x", {0.5L, 0.1L});
  BOOST_TEST(contains(
      text_of<dlp::usage_error>(
          [&] { static_cast<void>(dlp::sweep(body, rounded, {.path = folder / "long.db"})); }),
      "long.db keeps the axis x as doubles, and some of its values are not exactly doubles"));
  static_cast<void>(dlp::sweep(body, rounded));
  BOOST_TEST(calls_of_all() == 2);
  auto const nan = std::numeric_limits<long double>::quiet_NaN();
  auto const doubles = dlp::axis("x", {0.5L, static_cast<long double>(0.1), nan});
  static_cast<void>(dlp::sweep(body, doubles, {.path = folder / "doubles.db"}));
  BOOST_TEST(calls_of_all() == 3);
}

// contract: J2
BOOST_AUTO_TEST_CASE(values_of_axes_are_equal_where_all_bits_are) {
  auto const folder = scratch_folder();
  auto const file = folder / "bits.db";
  auto const body = [](double x) { return ++calls, std::signbit(x); };
  auto const nan = std::numeric_limits<double>::quiet_NaN();
  static_cast<void>(dlp::sweep(body, dlp::axis("x", {0.0, 1.0, nan}), {.path = file}));
  BOOST_TEST(calls_of_all() == 3);
  auto const other = dlp::axis("x", {nan, -0.0, 0.0});
  auto const table = dlp::sweep(body, other, {.path = copied(file), .everywhere = true});
  BOOST_TEST(calls_of_all() == 1);
  BOOST_TEST((table.column<bool>("result") == std::vector{false, true, false}));
}

// contract: J2
BOOST_AUTO_TEST_CASE(a_longer_random_grid_takes_over_what_a_shorter_one_had) {
  auto const folder = scratch_folder();
  auto const file = folder / "random.db";
  auto const body = [](double x) { return ++calls, x * x; };
  auto const grid = [](dlp::index_t n) { return dlp::random(n, 42, dlp::interval("x", 0.0, 1.0)); };
  static_cast<void>(dlp::sweep(body, grid(10), {.path = file}));
  BOOST_TEST(calls_of_all() == 10);
  auto const longer = grid(25);
  auto const table = dlp::sweep(body, longer, {.path = copied(file), .everywhere = true});
  BOOST_TEST(calls_of_all() == 15);
  auto const squares = table.column<double>("result");
  auto const xs = table.column<double>("x");
  for (auto i = std::size_t{0}; i != longer.size(); ++i) {
    BOOST_TEST(squares[i] == xs[i] * xs[i]);
  }
}

// contract: J2
BOOST_AUTO_TEST_CASE(what_has_failed_is_taken_with_its_values_and_tried_again_where_that_is_said) {
  auto const folder = scratch_folder();
  auto const file = folder / "swing.db";
  static_cast<void>(dlp::sweep(failing_at(3), grid_of({0.1}, {2, 3}), {.path = file}));
  calls = 0;
  auto const more = grid_of({0.2, 0.1}, {3, 2});
  auto const second = copied(file);
  auto const kept = dlp::sweep(failing_at(0), more, {.path = second, .everywhere = true});
  BOOST_TEST(calls_of_all() == 4);
  BOOST_TEST(kept.error(4) == "std::domain_error: no 3");
  BOOST_TEST(kept.count(dlp::cell_status::failed) == 2U);
  auto const grown = grid_of({0.1}, {3, 2, 1});
  check_all(dlp::sweep(failing_at(0), grown,
                       {.path = copied(second), .rerun = dlp::rerun::failed, .everywhere = true}),
            grown);
  BOOST_TEST(calls_of_all() == 4);
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_map_with_other_examples_is_still_refused) {
  auto const folder = scratch_folder();
  auto const file = folder / "map.db";
  auto const body = [](int n) { return n; };
  static_cast<void>(dlp::map(body, std::vector{1, 2}, {.journal = file}));
  BOOST_TEST(contains(text_of([&] {
                        static_cast<void>(
                            dlp::map(body, std::vector{1, 2, 3}, {.journal = copied(file)}));
                      }),
                      "has the results of another call"));
}

// contract: J2
BOOST_AUTO_TEST_CASE(a_file_of_another_sweep_is_refused) {
  auto const folder = scratch_folder();
  auto const file = folder / "swing.db";
  static_cast<void>(dlp::sweep(failing_at(0), make(), {.path = file, .key = "dt = 1"}));
  calls = 0;
  auto const refused = [&](auto const& body, auto const& grid, std::string const& key) {
    auto const text = text_of(
        [&] { static_cast<void>(dlp::sweep(body, grid, {.path = copied(file), .key = key})); });
    BOOST_TEST(calls_of_all() == 0);
    return text;
  };
  auto const others = [](std::string const& name, std::string const& unit, auto n) {
    return dlp::product(dlp::axis(name, {0.1, 0.2}, unit), dlp::axis("n", {n}),
                        dlp::axis("solver", {std::string("rk4")}));
  };
  auto const real = [](double gamma, double, std::string const& solver) {
    ++calls;
    return computed(gamma, 1, solver);
  };
  for (auto const& axes : {refused(failing_at(0), others("omega", "1/s", 1), "dt = 1"),
                           refused(failing_at(0), others("gamma", "Hz", 1), "dt = 1"),
                           refused(real, others("gamma", "1/s", 1.0), "dt = 1")}) {
    BOOST_TEST(contains(axes, "its axes is \"gamma in 1/s real of 3 values"));
    BOOST_TEST(contains(axes, "and here it is \""));
  }
  auto const key = refused(failing_at(0), make(), "dt = 2");
  BOOST_TEST(contains(key, "its key is \"dt = 1\", and here it is \"dt = 2\""));
  auto const other = [](double, int, std::string const&) {
    ++calls;
    return 1;
  };
  auto const columns = refused(other, make(), "dt = 1");
  BOOST_TEST(contains(columns, "steps integer"));
  BOOST_TEST(contains(columns, "result integer"));
}

BOOST_AUTO_TEST_CASE(a_mistake_is_an_error_before_any_cell_runs) {
  auto const folder = scratch_folder();
  auto const refused = [&](auto const& grid, dlp::sweep_options const& options) {
    auto const body = [](int) {
      ++calls;
      return dlp_test::peak();
    };
    auto const text = text_of([&] { static_cast<void>(dlp::sweep(body, grid, options)); });
    BOOST_TEST(calls_of_all() == 0);
    return text;
  };
  BOOST_TEST(contains(refused(dlp::axis("width", {1, 2}), {}),
                      "dlp: an axis and a result are called width"));
  BOOST_TEST(contains(refused(dlp::axis("n", {1, 2}), {.path = folder / "none/swing.db"}),
                      "none/swing.db"));
  auto const file = folder / "text";
  dlp::call_on_root([&] {
    std::ofstream(file) << std::string(200, 'x');
    return 0;
  });
  BOOST_TEST(contains(refused(dlp::axis("n", {1, 2}), {.path = file}), "is no journal"));
  BOOST_TEST(contains(refused(dlp::axis("n", {1, 2}), {.cell_limit = std::chrono::seconds(0)}),
                      "dlp: sweep: cell_limit is to be longer than 0 s"));
  BOOST_TEST(contains(refused(dlp::axis("n", {1, 2}), {.key = "x"}), "key is for a journal"));
}

BOOST_AUTO_TEST_SUITE_END()
