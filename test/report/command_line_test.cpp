// SPDX-License-Identifier: BSL-1.0
#include <report/command_line.hpp>

#include <sstream>

#include <boost/test/unit_test.hpp>

#include <dispatch/progress/terminal.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(command_line_test)

using namespace dlp::detail;

namespace {

using words = std::vector<std::string>;

template <class Command>
auto parsed(words const& arguments) -> Command {
  return std::get<Command>(parse_command(arguments));
}

auto refusal(words const& arguments) -> std::string {
  return dlp_test::text_of<misuse>([&] { return parse_command(arguments); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_command_takes_its_files) {
  BOOST_TEST(parsed<status_command>({"status", "run.db"}).file == "run.db");
  auto const copied = parsed<export_command>({"export", "run.db", "x.csv"});
  BOOST_TEST(copied.file == "run.db");
  BOOST_TEST(copied.to == "x.csv");
  BOOST_TEST(!copied.for_sweepexp);
  BOOST_TEST(parsed<export_command>({"export", "run.db", "--sweepexp", "x.nc"}).for_sweepexp);
  BOOST_TEST(dlp_test::contains(refusal({"export", "run.db", "x.csv", "--sweepexp"}),
                                "export --sweepexp writes *.nc"));
  for (auto const& asks : {words{"--help"}, {"-h"}, {"reset", "--help"}}) {
    BOOST_TEST(std::holds_alternative<help_command>(parse_command(asks)));
  }
  BOOST_TEST(std::holds_alternative<version_command>(parse_command(words{"--version"})));
}

BOOST_AUTO_TEST_CASE(reset_takes_what_is_asked_for) {
  for (auto const& arguments : {words{"reset", "run.db"}, {"reset", "--failed", "run.db"}}) {
    auto const failed = parsed<reset_command>(arguments);
    BOOST_TEST(!failed.all);
    BOOST_TEST(failed.cells.empty());
    BOOST_TEST(failed.file == "run.db");
  }
  BOOST_TEST(parsed<reset_command>({"reset", "run.db", "--all"}).all);
  BOOST_TEST(parsed<reset_command>({"reset", "--all", "run.db", "--all"}).all);
  for (auto const& arguments : {words{"reset", "run.db", "--cell", "3", "0"},
                                {"reset", "--cell", "3", "0", "run.db"},
                                {"reset", "--cell", "3", "run.db", "--cell", "0"}}) {
    auto const named = parsed<reset_command>(arguments);
    BOOST_TEST(named.cells == (std::vector<dlp::index_t>{3, 0}), boost::test_tools::per_element());
    BOOST_TEST(named.file == "run.db");
  }
}

BOOST_AUTO_TEST_CASE(plot_takes_a_result_axes_and_what_is_held) {
  auto const asked = parsed<plot_command>(
      {"plot", "run.db", "energy", "gamma", "--at", "solver=a=b", "-o", "x.png", "--at", "n=3"});
  BOOST_TEST(asked.file == "run.db");
  BOOST_TEST(asked.to == "x.png");
  BOOST_TEST(asked.what.result == "energy");
  BOOST_TEST(asked.what.axes == words{"gamma"}, boost::test_tools::per_element());
  BOOST_REQUIRE(asked.what.at.size() == 2U);
  BOOST_TEST(asked.what.at[0].first == "solver");
  BOOST_TEST(asked.what.at[0].second == "a=b");
  BOOST_TEST(parsed<plot_command>({"plot", "run.db", "energy"}).what.axes.empty());
  BOOST_TEST(parsed<plot_command>({"plot", "run.db", "energy", "a", "b"}).what.axes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_meant_is_refused_in_one_line) {
  auto const end = std::string("; dlp-sweep --help says how it is called");
  BOOST_TEST(refusal({}) == "dlp-sweep: it needs a command" + end);
  BOOST_TEST(refusal({"stat\n", "x"}) == "dlp-sweep: there is no command \"stat\\n\"" + end);
  BOOST_TEST(refusal({"status"}) == "dlp-sweep: status needs the file of a run" + end);
  BOOST_TEST(refusal({"status", "a", "b"}) == "dlp-sweep: status has no use for \"b\"" + end);
  BOOST_TEST(refusal({"status", "a", "-v"}) == "dlp-sweep: status has no option \"-v\"" + end);
  BOOST_TEST(refusal({"status", "--all", "a"}) ==
             "dlp-sweep: status has no option \"--all\"" + end);
  BOOST_TEST(refusal({"export", "a"}) ==
             "dlp-sweep: export needs the name of a file to write" + end);
  BOOST_TEST(refusal({"export", "a", "x.txt"}) ==
             "dlp: a table is saved as *.csv or *.nc, and x.txt is none");
  BOOST_TEST(refusal({"plot", "a", "b", "-o", "x.pdf"}) ==
             "dlp-sweep: a plot is drawn as *.svg, *.png, and x.pdf is none");
  BOOST_TEST(refusal({"plot", "a"}) == "dlp-sweep: plot needs the name of a result" + end);
  BOOST_TEST(refusal({"plot", "a", "b", "-o"}) == "dlp-sweep: -o needs a value" + end);
  BOOST_TEST(refusal({"plot", "a", "b", "-o", "c.svg", "-o", "d"}) ==
             "dlp-sweep: -o is given twice" + end);
  BOOST_TEST(refusal({"plot", "a", "b", "--at", "c"}) ==
             "dlp-sweep: --at needs name=value, and not \"c\"" + end);
  BOOST_TEST(refusal({"plot", "a", "b", "c", "d", "e"}) ==
             "dlp-sweep: plot has no use for \"e\"" + end);
  BOOST_TEST(refusal({"reset", "a", "--cell"}) ==
             "dlp-sweep: --cell needs the number of a cell" + end);
  BOOST_TEST(refusal({"reset", "a", "--cell", "1", "--cell"}) ==
             "dlp-sweep: --cell needs the number of a cell" + end);
  BOOST_TEST(refusal({"reset", "a", "--cell", "-1"}) ==
             "dlp-sweep: --cell needs the number of a cell" + end);
  BOOST_TEST(refusal({"reset", "a", "--cell", "1", "--all"}) ==
             "dlp-sweep: reset takes one of --failed, --all and --cell" + end);
}

BOOST_AUTO_TEST_CASE(help_fits_on_a_terminal) {
  auto lines = std::istringstream(help_text());
  for (auto line = std::string(); std::getline(lines, line);) {
    BOOST_TEST(columns_of(line) <= 80U, line);
  }
}

BOOST_AUTO_TEST_SUITE_END()
