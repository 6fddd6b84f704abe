// SPDX-License-Identifier: BSL-1.0
//
// What the README and the guide of sweepexp show, a Python package for sweeps, as sweeps of dlp's:
// with the same results.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <boost/serialization/nvp.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>
#include <dlp/sweep.hpp>

#include "../support/counted_calls.hpp"
#include "../support/scratch_folder.hpp"
#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(sweepexp_examples_test)

using dlp::cell_status;
using dlp_test::calls;
using dlp_test::calls_of_all;
using dlp_test::copied;
using reals = std::vector<double>;

namespace {

struct sums {
  double addition = 0;
  double multiplication = 0;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(addition) & BOOST_SERIALIZATION_NVP(multiplication);
  }
};

auto two_axes() { return dlp::product(dlp::axis("x", {1, 2}), dlp::axis("y", {3, 4, 5})); }

auto ratio(int a, int b) -> double {
  ++calls;
  if (b == 0) throw std::domain_error("Division by zero");
  return static_cast<double>(a) / b;
}

auto wait(int tenths) -> int {
  std::this_thread::sleep_for(std::chrono::milliseconds(100 * tenths));
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_CASE(results_have_names_or_numbers_or_none) {
  auto const named = dlp::sweep([](double x, double y) { return sums{x + y, x * y}; }, two_axes(),
                                {.everywhere = true});
  BOOST_TEST((named.column<double>("addition") == reals{4, 5, 6, 5, 6, 7}));
  BOOST_TEST((named.column<double>("multiplication") == reals{3, 4, 5, 6, 8, 10}));
  BOOST_TEST(named.count(cell_status::done) == 6U);
  BOOST_TEST((named.shape() == std::vector<dlp::index_t>{2, 3}));

  auto const numbered = dlp::sweep([](int x, int y) { return std::tuple(x + y, x * y); },
                                   two_axes(), {.everywhere = true});
  BOOST_TEST((numbered.column<int>("result_2") == std::vector{3, 4, 5, 6, 8, 10}));
  auto const single =
      dlp::sweep([](int x, int y) { return x + y; }, two_axes(), {.everywhere = true});
  BOOST_TEST((single.column<int>("result") == std::vector{4, 5, 6, 5, 6, 7}));
}

BOOST_AUTO_TEST_CASE(a_result_lies_along_something_of_its_own) {
  using trace = dlp::labelled<std::vector<int>>;
  auto const along = [](int x) { return trace{"y", {1, 2, 3}, {x, x + 1, x - 1}}; };
  auto const table = dlp::sweep(along, dlp::axis("x", {1, 2}), {.everywhere = true});
  auto const column = table.column<trace>("result");
  BOOST_TEST((column[0].values == std::vector{1, 2, 0}));
  BOOST_TEST((column[1].values == std::vector{2, 3, 1}));
  BOOST_TEST((column[1].coordinates == std::vector{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(cells_are_skipped_and_fail_and_are_run_later) {
  auto const folder = dlp_test::scratch_folder();
  auto const file = folder / "rat.db";
  auto const grid = dlp::product(dlp::axis("a", {1, 4}), dlp::axis("b", {0, 2}));
  auto const kept = grid.where([](int a, int b) { return a != 1 || b != 0; });
  static_cast<void>(calls_of_all());
  auto const first = dlp::sweep(ratio, kept, {.path = file, .everywhere = true});
  BOOST_TEST(calls_of_all() == 3);
  BOOST_TEST((first.status(1) == cell_status::done));
  BOOST_TEST((first.status(2) == cell_status::failed));
  BOOST_TEST(first.error(2) == "std::domain_error: Division by zero");
  BOOST_TEST((first.status(3) == cell_status::done));

  // That which was skipped, and nothing else.
  auto const second = dlp::sweep(ratio, grid, {.path = copied(file), .everywhere = true});
  BOOST_TEST(calls_of_all() == 1);
  BOOST_TEST((second.status(0) == cell_status::failed));
  auto const ratios = second.column<std::optional<double>>("result");
  BOOST_TEST((ratios[1] == 0.5 && ratios[3] == 2.0));
  // Those that failed, again.
  auto const third = dlp::sweep(
      ratio, grid, {.path = copied(file), .rerun = dlp::rerun::failed, .everywhere = true});
  BOOST_TEST(calls_of_all() == 2);
  BOOST_TEST(third.count(cell_status::failed) == 2U);
  // All of them.
  static_cast<void>(dlp::sweep(ratio, grid, {.path = copied(file), .rerun = dlp::rerun::all}));
  BOOST_TEST(calls_of_all() == 4);
}

BOOST_AUTO_TEST_CASE(each_cell_has_a_file_of_its_own) {
  auto const folder = dlp_test::scratch_folder();
  auto const write = [&](dlp::cell const& at, int first, int second) {
    auto const name = folder / ("output_" + at.id() + ".txt");
    std::ofstream(name) << "param1: " << first << ", param2: " << second;
    return name;
  };
  auto const grid = dlp::product(dlp::axis("param1", {1, 4}), dlp::axis("param2", {1, 2}));
  auto const table = dlp::sweep(write, grid, {.everywhere = true});
  auto const names = table.column<std::string>("result");
  BOOST_TEST(dlp_test::read_file(names[0]) == "param1: 1, param2: 1");
  BOOST_TEST(dlp_test::read_file(names[3]) == "param1: 4, param2: 2");
}

BOOST_AUTO_TEST_CASE(the_longest_goes_first_and_its_time_is_known) {
  auto const table = dlp::sweep(
      wait, dlp::axis("wait_time", {1, 2, 3}),
      {.cost = [](dlp::index_t at) { return static_cast<double>(at); }, .everywhere = true});
  for (auto i = dlp::index_t{0}; i != 3; ++i)
    BOOST_TEST(table.duration(i) >= 0.1 * static_cast<double>(i + 1));
  BOOST_TEST(table.start(2) < table.start(0));
}

BOOST_AUTO_TEST_SUITE_END()
