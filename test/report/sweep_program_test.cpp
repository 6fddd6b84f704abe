// SPDX-License-Identifier: BSL-1.0
#include <report/sweep_program.hpp>

#include <cstdlib>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "../support/journals.hpp"
#include "../support/sweep_files.hpp"

BOOST_AUTO_TEST_SUITE(sweep_program_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct ended_program {
  int code;
  std::string out;
  std::string err;
};

struct fixture : journal_place {
  std::string const name = file.string();

  auto run(std::vector<std::string> const& arguments, std::optional<std::size_t> columns = {}) const
      -> ended_program {
    auto out = std::ostringstream();
    auto err = std::ostringstream();
    auto const code = run_sweep_program(arguments, out, err, columns);
    return {code, out.str(), err.str()};
  }

  /// That it says this in one line, and nothing else.
  void check_refused(std::vector<std::string> const& arguments, int code,
                     std::string const& part) const {
    auto const ended = run(arguments);
    BOOST_TEST(ended.code == code);
    BOOST_TEST(ended.out.empty());
    BOOST_TEST(contains(ended.err, part), ended.err);
    BOOST_TEST(std::ranges::count(ended.err, '\n') == 1);
    BOOST_TEST(ended.err.ends_with('\n'));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_person_looks_at_a_run_resets_it_and_exports_it, fixture) {
  sweep_file{file}.make();
  auto const status = run({"status", name});
  BOOST_TEST(status.code == 0);
  BOOST_TEST(status.err.empty());
  BOOST_TEST(contains(status.out, name + ": sweep, which no run is writing\n"));
  BOOST_TEST(contains(status.out, "  2 x E: no\n      cell 3: a = 2, b = 0.5\n"));

  auto const reset = run({"reset", name});
  BOOST_TEST(reset.code == 0);
  BOOST_TEST(reset.out ==
             name + ": 2 cells are taken out of it, to be computed again by the next start\n");
  BOOST_TEST(run({"reset", name, "--cell", "1"}).out ==
             name + ": 1 cell is taken out of it, to be computed again by the next start\n");
  BOOST_TEST(run({"reset", name}).out == name + ": 0 cells are taken out of it\n");
  BOOST_TEST(contains(run({"status", name}).out, "not done yet         4\n"));
  BOOST_TEST(contains(run({"reset", "--all", name}).out, ": 2 cells "));

  BOOST_TEST(run({"export", name, folder / "x.csv"}).code == 0);
  BOOST_TEST(contains(read_file(folder / "x.csv"), "5,2,2.5,,,,missing,\r\n"));
}

BOOST_FIXTURE_TEST_CASE(a_run_that_goes_on_is_named_and_not_disturbed, fixture) {
  auto const sweep = sweep_file{file};
  auto const going_on = sweep.open();
  sweep.keep_most(*going_on);
  BOOST_TEST(contains(run({"status", name}).out, ": sweep, being written by process "));
  check_refused({"reset", name}, 1, " is being written to by process ");
  BOOST_TEST(contains(run({"status", name}).out, "failed               2\n"));
}

BOOST_FIXTURE_TEST_CASE(lines_are_as_wide_as_the_terminal, fixture) {
  sweep_file{file}.make();
  BOOST_TEST(contains(run({"status", name}, 17).out, "      cell 3: a …\n"));
}

BOOST_FIXTURE_TEST_CASE(what_is_wrong_is_one_line_and_a_code, fixture) {
  check_refused({}, 2, "dlp-sweep: it needs a command");
  check_refused({"look", name}, 2, "there is no command \"look\"");
  check_refused({"status", name}, 1, name + ": No such file or directory");
  check_refused({"status", folder.path()}, 1, "that is no file");
  write_file(file, "energy\n1.5\n");
  check_refused({"status", name}, 1, " is no journal: it is no database of SQLite");
  check_refused({"reset", name}, 1, " is no journal: it is no database of SQLite");
  check_refused({"export", name, "x.txt"}, 2, "x.txt is none");
  BOOST_TEST(read_file(file) == "energy\n1.5\n");
}

BOOST_FIXTURE_TEST_CASE(nothing_is_written_over_the_journal, fixture) {
  std::filesystem::rename((sweep_file{file}.make(), file), folder / "run.csv");
  auto const journal = (folder / "run.csv").string();
  auto const before = read_file(journal);
  std::filesystem::create_symlink("run.csv", folder / "link.csv");
  std::filesystem::create_symlink("run.csv-wal", folder / "log.svg");
  write_file(folder / "run.csv-wal", "");
  auto const why = std::string(" is the journal, or belongs to it, and is not written over");
  check_refused({"export", journal, journal}, 1, journal + why);
  check_refused({"export", journal, folder / "link.csv"}, 1, "link.csv" + why);
  check_refused({"export", folder / "link.csv", journal}, 1, "run.csv" + why);
  check_refused({"plot", folder / "link.csv", "x", "-o", folder / "log.svg"}, 1, "log.svg" + why);
  BOOST_TEST(read_file(journal) == before);
}

BOOST_FIXTURE_TEST_CASE(output_that_cannot_be_written_is_an_error, fixture) {
  auto out = std::ostringstream();
  out.setstate(std::ios::badbit);
  auto err = std::ostringstream();
  BOOST_TEST(run_sweep_program(std::vector<std::string>{"--help"}, out, err) == 1);
  BOOST_TEST(err.str() == "dlp-sweep: what it has to say cannot be written\n");
}

BOOST_FIXTURE_TEST_CASE(without_gnuplot_a_script_is_left, fixture) {
  sweep_file{file}.make();
  auto const path = std::string(std::getenv("PATH"));
  ::setenv("PATH", folder.path().c_str(), 1);
  auto const plot = run({"plot", name, "x", "b"});
  ::setenv("PATH", path.c_str(), 1);
  BOOST_TEST(plot.code == 0);
  BOOST_TEST(plot.out == "there is no gnuplot here: " + (folder / "run.gp").string() +
                             " is the script by which it draws " + (folder / "run.svg").string() +
                             "\n");
  BOOST_TEST(contains(read_file(folder / "run.gp"), "$line0 << end\n0.5 0\n1.5 0.5\n2.5 1\nend\n"));
  check_refused({"plot", name, "x", "c"}, 1, "there is no axis c, but a, b");
  check_refused({"plot", name, "x", "-o", "x.pdf"}, 2, "x.pdf is none");
}

BOOST_FIXTURE_TEST_CASE(it_says_how_it_is_called, fixture) {
  BOOST_TEST(contains(run({"--help"}).out, "dlp-sweep reset FILE"));
  BOOST_TEST(run({"--version"}).out.starts_with("dlp-sweep 0."));
}

BOOST_AUTO_TEST_SUITE_END()
