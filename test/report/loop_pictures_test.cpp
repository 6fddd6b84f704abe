// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/loop_pictures.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <report/pictures/run_file.hpp>

#include "../support/texts.hpp"
#include "planted_run.hpp"

BOOST_AUTO_TEST_SUITE(loop_pictures_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

auto run_of(std::string const& lines) -> drawn_run {
  auto in = std::istringstream(lines);
  return read_run(in, "lines");
}

auto names_of(std::vector<named_picture> const& all) -> std::vector<std::string> {
  auto names = std::vector<std::string>();
  for (auto const& one : all) names.push_back(one.name);
  return names;
}

auto picture_in(drawn_run const& run, std::string const& name) -> named_picture {
  auto const all = pictures_of(run.loops.at(0));
  return *std::ranges::find(all, name, &named_picture::name);
}

using names = std::vector<std::string>;
constexpr auto each = boost::test_tools::per_element();

}  // namespace

BOOST_AUTO_TEST_CASE(a_report_has_all_pictures) {
  auto const run = run_of(report_line({}));
  BOOST_TEST(names_of(pictures_of(run.loops[0])) ==
                 (names{"who", "busy", "time", "costs", "histogram", "schedules", "ranks"}),
             each);
  BOOST_TEST(!picture_of_run(run).has_value());
}

BOOST_AUTO_TEST_CASE(a_timeline_has_those_of_what_was_seen) {
  auto const run = run_of(body_line(1, "a <loop>", 0, 1e6, 0) + body_line(2, "b", 1e6, 1e6, 0));
  BOOST_TEST(
      names_of(pictures_of(run.loops[0])) == (names{"who", "busy", "time", "costs", "histogram"}),
      each);
  auto const whole = picture_of_run(run);
  BOOST_REQUIRE(whole.has_value());
  BOOST_TEST(contains(whole->drawn.all(), ">a &lt;loop&gt;</text>"));
  BOOST_TEST(contains(whole->drawn.all(), ">rank 2</text>"));
}

BOOST_AUTO_TEST_CASE(a_loop_of_nothing_has_no_picture_that_would_be_empty) {
  BOOST_TEST(pictures_of(drawn_loop{.title = "nothing"}).empty());
  auto const run = run_of(report_line({.costs = {}}));
  auto const all = names_of(pictures_of(run.loops[0]));
  BOOST_TEST(std::ranges::count(all, "who") == 0);
  BOOST_TEST(std::ranges::count(all, "costs") == 0);
}

BOOST_AUTO_TEST_CASE(the_mean_of_busy_workers_is_that_of_the_report) {
  auto const run = run_of(report_line({.starts = {0, 0.5, 0.5, 0.5}}));
  auto const& loop = run.loops[0];
  auto const mean = std::round(100 * loop.seconds / loop.makespan) / 100;
  BOOST_TEST(picture_in(run, "busy").caption ==
             "On average " + count_text(mean) + "; dashed: all 4.");
}

BOOST_AUTO_TEST_CASE(where_time_went_is_all_of_it) {
  auto const run = run_of(report_line({.starts = {0, 1}}));
  auto const& loop = run.loops[0];
  auto const text = picture_in(run, "time").drawn.all();
  BOOST_TEST(contains(text, seconds_text(loop.seconds)));
  BOOST_TEST(contains(text, ">ranks not yet there</text>"));
  BOOST_TEST(contains(text, seconds_text(loop.idle[0].second)));
}

BOOST_AUTO_TEST_CASE(one_long_example_does_not_flatten_the_others) {
  auto costs = std::vector<double>(400, 10e-3);
  costs[100] = 5;
  auto const single = picture_in(run_of(report_line({.costs = costs})), "costs");
  BOOST_TEST(single.caption == "A bar is an example.");
  auto loop = drawn_loop{.title = "x"};
  for (auto at = dlp::index_t{0}; at != 10; ++at)
    loop.costs.push_back({10 * at, 10, 0.1, at == 4 ? 5.0 : 0.01});
  auto const all = pictures_of(loop);
  BOOST_TEST(contains(all[0].caption, "The longest of all, 5 s, is far beyond the top."));
}

BOOST_AUTO_TEST_CASE(this_run_stands_beside_what_others_would_have_taken) {
  auto const run = run_of(report_line({}));
  auto const& loop = run.loops[0];
  auto const text = picture_in(run, "schedules").drawn.all();
  BOOST_TEST(contains(text, seconds_text(loop.makespan) + ", measured"));
  for (auto const& [name, seconds] : loop.schedules)
    BOOST_TEST(contains(text, name + ": " + seconds_text(seconds)));
  BOOST_TEST(contains(picture_in(run, "ranks").drawn.all(), ">this run, 5</text>"));
}

BOOST_AUTO_TEST_CASE(the_histogram_has_all_examples) {
  auto const run = run_of(report_line({.slowness = {1, 1, 1, 9}}));
  auto const one = picture_in(run, "histogram");
  BOOST_TEST(one.caption.starts_with("400 examples"));
  BOOST_TEST(contains(one.drawn.all(), " examples of "));
}

BOOST_AUTO_TEST_SUITE_END()
