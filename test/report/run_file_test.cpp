// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/run_file.hpp>

#include <filesystem>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"
#include "planted_run.hpp"

BOOST_AUTO_TEST_SUITE(run_file_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

auto run_of(std::string const& lines) -> drawn_run {
  auto in = std::istringstream(lines);
  return read_run(in, "lines");
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_recognises_which_it_is) {
  auto const report = run_of(report_line({}, "a") + report_line({}, "b"));
  BOOST_TEST(!report.is_timeline);
  BOOST_TEST(report.loops.size() == 2u);
  BOOST_TEST(report.loops[1].title == "b");
  auto const timeline = run_of("[\n" + body_line(1, "x", 0, 5, 0) + body_line(1, "x", 9, 5, 1) +
                               R"({"ph":"M","pid":0,"name":""})" + "\n]\n");
  BOOST_TEST(timeline.is_timeline);
  BOOST_TEST(timeline.loops.size() == 1u);
  BOOST_TEST(timeline.loops[0].examples == 2u);
  BOOST_TEST(report.lines_left_out + timeline.lines_left_out == 0u);
}

BOOST_AUTO_TEST_CASE(an_event_without_a_time_is_left_out_and_counted) {
  auto const run =
      run_of(body_line(1, "x", 0, 5, 0) + "{\"ph\":\"X\",\"pid\":1,\"name\":\"x\"},\n");
  BOOST_TEST(run.lines_left_out == 1u);
}

BOOST_AUTO_TEST_CASE(brackets_of_the_array_may_stand_in_the_line_of_an_event) {
  auto const event = body_line(1, "x", 0, 5, 0);
  auto const run = run_of("[" + event + event.substr(0, event.size() - 2) + "]\n");
  BOOST_TEST(run.loops[0].examples == 2u);
  BOOST_TEST(run.lines_left_out == 0u);
}

BOOST_AUTO_TEST_CASE(a_line_that_a_kill_has_cut_is_left_out_and_counted) {
  auto const whole = "[\n" + body_line(1, "x", 0, 5, 0);
  auto const next = body_line(1, "x", 9, 5, 1);
  for (auto const length : {1u, 20u, unsigned(next.size()) - 3}) {
    auto const run = run_of(whole + next.substr(0, length));
    BOOST_TEST(run.loops[0].examples == 1u);
    BOOST_TEST(run.lines_left_out == 1u);
  }
  auto const report = report_line({});
  BOOST_TEST(run_of(report + report.substr(0, report.size() / 2)).lines_left_out == 1u);
}

BOOST_AUTO_TEST_CASE(of_very_many_loops_those_that_took_longest_are_there) {
  auto lines = std::string();
  auto all = 0.0;
  for (auto at = 0; at != 300; ++at) {
    auto const costs = std::vector<double>(8, at == 77 ? 1.0 : 1e-3);
    lines += report_line({.costs = costs}, "loop " + std::to_string(at));
    all += record_of({.costs = costs}).makespan();
  }
  auto const run = run_of(lines);
  BOOST_TEST(run.loops.size() == most_loops);
  BOOST_TEST(run.loops_left_out == 300u - most_loops);
  auto has_longest = false;
  auto kept = 0.0;
  for (auto const& one : run.loops) {
    has_longest = has_longest || one.title == "loop 77";
    kept += one.makespan;
  }
  BOOST_TEST(has_longest);
  BOOST_TEST(kept + run.seconds_left_out == all, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(what_is_neither_is_refused) {
  auto const says = [](std::string const& lines) {
    return text_of<dlp::usage_error>([&] { return run_of(lines); });
  };
  auto const neither = std::string(
      "dlp-report: lines has neither a line that DLP_REPORT wrote nor one that DLP_TRACE did");
  BOOST_TEST(says("") == neither + ": it is empty");
  BOOST_TEST(says("[\n]\n") == neither + ": it is empty");
  BOOST_TEST(says("{\"a\": 1}\n") == neither);
  BOOST_TEST(says(std::string("\x7f"
                              "ELF\0\n\n\xff",
                              8)) == neither);
  BOOST_TEST(says(std::string(40'000'000, '[')) == neither);
}

BOOST_AUTO_TEST_CASE(a_report_and_a_timeline_are_not_one_file) {
  auto const both = [] { return run_of(report_line({}) + body_line(1, "x", 0, 5, 0)); };
  BOOST_TEST(
      text_of<dlp::usage_error>(both) ==
      "dlp-report: lines has lines of DLP_REPORT and of DLP_TRACE: it takes a file of one of "
      "them");
}

BOOST_AUTO_TEST_CASE(files_and_folders_of_parts_are_read) {
  auto const folder = temporary_folder();
  write_file(folder / "r.json", report_line({}));
  BOOST_TEST(read_run(folder / "r.json").loops.size() == 1u);

  auto const parts = folder / "t.json.parts";
  std::filesystem::create_directory(parts);
  write_file(parts / "1.json", body_line(1, "x", 0, 5, 0));
  write_file(parts / "2.json", body_line(2, "x", 1, 5, 1) + R"({"ts":7,"ph)");
  auto const run = read_run(parts);
  BOOST_TEST(run.loops[0].workers == 2);
  BOOST_TEST(run.lines_left_out == 1u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_told) {
  auto const folder = temporary_folder();
  auto const none = folder / "none.json";
  BOOST_TEST(text_of<dlp::error>([&] { return read_run(none); }) ==
             "dlp-report: " + none.string() + " cannot be read: No such file or directory");
  auto const text = text_of<dlp::usage_error>([&] { return read_run(folder.path()); });
  BOOST_TEST(contains(text, " is a folder, and none of *.parts"));
}

BOOST_AUTO_TEST_SUITE_END()
