// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/report_program.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"
#include "planted_run.hpp"

BOOST_AUTO_TEST_SUITE(report_program_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct outcome {
  int code;
  std::string out;
  std::string err;
};

auto run(std::vector<std::string> const& arguments, std::string const& input = {}) -> outcome {
  auto in = std::istringstream(input);
  auto out = std::ostringstream();
  auto err = std::ostringstream();
  auto const code = run_report_program(arguments, in, out, err);
  return {code, out.str(), err.str()};
}

struct fixture {
  temporary_folder folder;
  std::string file = (folder / "r.json").string();
  fixture() { write_file(file, report_line({}, "swings")); }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_page_lies_beside_the_file, fixture) {
  auto const said = run({file});
  BOOST_TEST(said.code == 0);
  BOOST_TEST(said.out.starts_with("swings: 400 examples"));
  BOOST_TEST(said.out.ends_with("pictures: " + (folder / "r.html").string() + "\n"));
  BOOST_TEST(read_file(folder / "r.html").starts_with("<!DOCTYPE html>\n"));
  BOOST_TEST(folder.files().size() == 2u);
  BOOST_TEST(run({file, "--html", "-o", (folder / "x").string()}).code == 0);
  BOOST_TEST(read_file(folder / "x") == read_file(folder / "r.html"));
}

BOOST_FIXTURE_TEST_CASE(each_picture_is_a_file_where_that_is_asked_for, fixture) {
  auto const said = run({"--svg", file});
  BOOST_TEST(said.code == 0);
  BOOST_TEST(said.out.ends_with("7 pictures are in " + (folder / "r.pictures").string() + "\n"));
  auto const one = read_file(folder / "r.pictures" / "loop1-who.svg");
  BOOST_TEST(contains(one, "<style>"));
  BOOST_TEST(one.starts_with("<?xml "));
}

BOOST_FIXTURE_TEST_CASE(a_pipe_goes_in_and_out, fixture) {
  auto const said = run({"-"}, read_file(file));
  BOOST_TEST(said.code == 0);
  BOOST_TEST(said.out.starts_with("<!DOCTYPE html>"));
  BOOST_TEST(run({file, "-o", "-"}).out.starts_with("<!DOCTYPE html>"));
  BOOST_TEST(run({"-", "--text"}, read_file(file)).out.starts_with("swings: "));
  BOOST_TEST(run({"-"}).err ==
             "dlp-report: stdin has neither a line that DLP_REPORT wrote nor one that DLP_TRACE "
             "did: it is empty\n");
}

BOOST_FIXTURE_TEST_CASE(the_verdict_alone_writes_nothing, fixture) {
  BOOST_TEST(run({"--text", file}).code == 0);
  BOOST_TEST(folder.files().size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(wrong_arguments_are_one_sentence_and_code_2, fixture) {
  auto const wrong = std::vector<std::vector<std::string>>{{},
                                                           {"--what", file},
                                                           {file, file},
                                                           {file, "-o"},
                                                           {""},
                                                           {file, "-o", ""},
                                                           {file, "--svg", "--text"},
                                                           {"--svg", "-"},
                                                           {file, "--html", "--svg"},
                                                           {file, "--text", "-o", "x"},
                                                           {file, "-o", "a", "-o", "b"},
                                                           {"--svg", file, "-o", "-"}};
  for (auto const& arguments : wrong) {
    auto const said = run(arguments);
    BOOST_TEST(said.code == 2);
    BOOST_TEST(said.out.empty());
    BOOST_TEST(said.err.starts_with("dlp-report: "));
    BOOST_TEST(said.err.ends_with("; dlp-report --help says how it is called\n"));
  }
  BOOST_TEST(folder.files().size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(what_the_files_do_not_allow_is_code_1, fixture) {
  BOOST_TEST(run({(folder / "none").string()}).code == 1);
  BOOST_TEST(run({folder.path().string()}).code == 1);
  auto const nowhere = run({file, "-o", (folder / "no/where.html").string()});
  BOOST_TEST(nowhere.code == 1);
  BOOST_TEST(contains(nowhere.err, "No such file or directory"));
  auto const itself = run({file, "-o", file});
  BOOST_TEST(itself.code == 1);
  BOOST_TEST(contains(itself.err, "is what is to be read, and is not written over"));
  BOOST_TEST(run({file, "-o", folder.path().string()}).code == 1);
  BOOST_TEST(run({file, "--svg", "-o", file}).code == 1);
  BOOST_TEST(read_file(file) == report_line({}, "swings"));
}

BOOST_FIXTURE_TEST_CASE(output_that_cannot_be_written_is_told, fixture) {
  auto in = std::istringstream();
  auto out = std::ostringstream();
  auto err = std::ostringstream();
  out.setstate(std::ios::badbit);
  auto const arguments = std::vector<std::string>{"--text", file};
  BOOST_TEST(run_report_program(arguments, in, out, err) == 1);
  BOOST_TEST(err.str() == "dlp-report: what it has to say cannot be written\n");
}

BOOST_AUTO_TEST_CASE(it_says_how_it_is_called_and_which_it_is) {
  BOOST_TEST(contains(run({"--help"}).out, "dlp-report FILE"));
  BOOST_TEST(run({"--version"}).out.starts_with("dlp-report "));
}

BOOST_AUTO_TEST_SUITE_END()
