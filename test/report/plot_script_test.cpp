// SPDX-License-Identifier: BSL-1.0
#include <report/plot_script.hpp>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/tables.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(plot_script_test)

using namespace dlp::detail;
using dlp_test::contains;
using dlp_test::filled_table;

namespace {

auto refusal(plot_terms const& terms) -> std::string {
  return dlp_test::text_of<dlp::usage_error>([&] { return plot_script(*filled_table(), terms); });
}

/// A table of 2 x 3 x 2 cells, of which all but one are done.
auto table_of_three_axes() -> table_data {
  auto shape =
      table_shape{.axes = {{{.name = "gamma", .unit = "1/s"}, 0, {{2}, std::vector{0.2, 0.1}}},
                           {{.name = "solver", .kind = dlp::column_kind::text},
                            1,
                            {{3}, std::vector<std::string>{"rk4", "it's`id`", "100%"}}},
                           {{.name = "n", .kind = dlp::column_kind::integer},
                            2,
                            {{2}, std::vector<std::int64_t>{10, 20}}}},
                  .dimensions = {2, 3, 2},
                  .results = {{.name = "energy", .unit = "J"}}};
  keep_all(shape, cells_of_grid(shape));
  auto made = table_data(std::move(shape));
  for (auto cell = dlp::index_t{0}; cell != 11; ++cell) {
    auto const values = std::vector<stored_value>{static_cast<double>(cell) / 2};
    made.put({.index = cell, .start = 1, .results = values});
  }
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(lines_go_along_an_axis_one_for_each_value_of_another) {
  BOOST_TEST(
      plot_script(table_of_three_axes(),
                  {.result = "energy", .axes = {"gamma"}, .at = {{"solver", "100%"}}}) ==
      "set title 'solver = 100%'\n"
      "set xlabel 'gamma (1/s)'\n"
      "set ylabel 'energy (J)'\n"
      "set key outside\n"
      "$line0 << end\n"
      "0.1 5\n"
      "0.2 2\n"
      "end\n"
      "$line1 << end\n"
      "0.2 2.5\n"
      "end\n"
      "plot $line0 with linespoints title 'n = 10', $line1 with linespoints title 'n = 20'\n");
}

BOOST_AUTO_TEST_CASE(the_first_axis_of_several_values_is_taken) {
  auto const at = std::vector<std::pair<std::string, std::string>>{{"gamma", "2e-1"}, {"n", "20"}};
  auto const script =
      plot_script(table_of_three_axes(), {.result = "energy", .axes = {}, .at = at});
  BOOST_TEST(contains(script, "set title 'gamma = 0.2, n = 20'\n"));
  BOOST_TEST(contains(script, "set xlabel 'solver'\n"));
  BOOST_TEST(contains(script, "$line0 << end\n0 0.5\n1 1.5\n2 2.5\nend\n"));
  // What another has written executes nothing, and formats nothing.
  BOOST_TEST(contains(script, "set xtics ('rk4' 0, 'it''s`id`' 1, '100%%' 2)\n"));
}

BOOST_AUTO_TEST_CASE(a_heat_map_goes_along_two_axes) {
  auto const script =
      plot_script(table_of_three_axes(),
                  {.result = "energy", .axes = {"n", "gamma"}, .at = {{"solver", "100%"}}});
  BOOST_TEST(contains(script,
                      "set xlabel 'n'\nset ylabel 'gamma (1/s)'\nset cblabel 'energy (J)'\n"
                      "set xtics ('10' 0, '20' 1)\nset ytics ('0.2' 0, '0.1' 1)\n"));
  BOOST_TEST(contains(script,
                      "$map << end\n0 0 2\n1 0 2.5\n0 1 5\n1 1 NaN\nend\n"
                      "plot $map using 1:2:3 with image title ''\n"));
}

BOOST_AUTO_TEST_CASE(numbers_in_a_picture_are_short_and_may_be_typed_so) {
  auto shape = dlp_test::shape_of_whole_table();
  shape.axes[0].values = {{2}, std::vector{1.0 / 3, 0.1 + 0.2}};
  shape.results.resize(1);
  auto table = table_data(shape);
  auto const value = stored_value(1.5);
  for (auto i = dlp::index_t{0}; i != 6; ++i)
    table.put({.index = i, .results = std::span(&value, 1)});
  auto const drawn = plot_script(table, {.result = "energy", .axes = {"solver", "gamma"}});
  BOOST_TEST(contains(drawn, "set ytics ('0.333333' 0, '0.3' 1)\n"));
  auto const held = plot_script(table, {.result = "energy", .at = {{"gamma", "0.3"}}});
  BOOST_TEST(contains(held, "set title 'gamma = 0.3'\n"));
  // Two that look the same are none.
  shape.axes[0].values = {{2}, std::vector{0.3000000001, 0.1 + 0.2}};
  auto const alike = table_data(shape);
  BOOST_TEST(dlp_test::text_of<dlp::usage_error>([&] {
               return plot_script(alike, {.result = "energy", .at = {{"gamma", "0.3"}}});
             }) == "dlp-sweep: the axis gamma has no value 0.3");
}

BOOST_AUTO_TEST_CASE(cells_without_a_value_are_left_out) {
  auto const script = plot_script(
      *filled_table(), {.result = "steps", .axes = {"gamma"}, .at = {{"solver", "rk4"}}});
  BOOST_TEST(contains(script, "$line0 << end\n0.1 1\nend\n"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_drawn_is_refused) {
  auto const three = [](plot_terms const& terms) {
    return dlp_test::text_of<dlp::usage_error>(
        [&] { return plot_script(table_of_three_axes(), terms); });
  };
  BOOST_TEST(three({.result = "energy", .axes = {"gamma"}}) ==
             "dlp-sweep: these axes have several values too: solver, n; fix all but one by "
             "--at name=value");
  BOOST_TEST(three({.result = "energy", .axes = {"gamma", "n"}}) ==
             "dlp-sweep: these axes have several values too: solver; fix them by --at name=value");
  BOOST_TEST(three({.result = "energy", .axes = {"n", "n"}}) ==
             "dlp-sweep: the axes of a heat map cannot go together");
  BOOST_TEST(three({.result = "energy", .at = {{"gamma", "0.3"}}}) ==
             "dlp-sweep: the axis gamma has no value 0.3");
  BOOST_TEST(three({.result = "energy", .axes = {"n"}, .at = {{"gamma", "0.1"}, {"x", "1"}}}) ==
             "dlp-sweep: there is no axis x, but gamma, solver, n");
  auto const already =
      std::string(": it is drawn or held already, or goes together with an axis that is");
  BOOST_TEST(three({.result = "energy", .axes = {"n"}, .at = {{"n", "10"}}}) ==
             "dlp-sweep: --at has no use for n" + already);
  BOOST_TEST(
      three({.result = "energy", .axes = {"n"}, .at = {{"gamma", "0.1"}, {"gamma", "0.1"}}}) ==
      "dlp-sweep: --at has no use for gamma" + already);
  BOOST_TEST(contains(
      dlp_test::text_of<dlp::usage_error>([] { return plot_script(table_data({}), {"energy"}); }),
      "this is the journal of a loop: it has no axes to draw over"));
  BOOST_TEST(refusal({.result = "note"}) ==
             "dlp-sweep: note is a text, or an array, which cannot be drawn");
  BOOST_TEST(refusal({.result = "q"}).starts_with("dlp: the table has no column q, but "));
  BOOST_TEST(refusal({.result = "energy", .axes = {"gamma"}, .at = {{"solver", "=sum(A1)"}}}) ==
             "dlp-sweep: no cell has a value of energy yet that is to be drawn");
  BOOST_TEST(refusal({.result = "energy", .at = {{"solver", "rk4"}, {"gamma", "0.1"}}}) ==
             "dlp-sweep: there is no axis of several values to draw over");
}

BOOST_AUTO_TEST_SUITE_END()
