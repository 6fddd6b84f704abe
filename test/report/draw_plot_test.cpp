// SPDX-License-Identifier: BSL-1.0
#include <report/draw_plot.hpp>

#include <cstdlib>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(draw_plot_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

/// A folder that is all of PATH, in which there may be a program called gnuplot.
struct fixture {
  temporary_folder folder;
  std::string path = std::getenv("PATH");
  std::filesystem::path file = folder / "out.svg";

  fixture() { ::setenv("PATH", folder.path().c_str(), 1); }
  ~fixture() { ::setenv("PATH", path.c_str(), 1); }

  void be_gnuplot(std::string const& commands) const {
    write_file(folder / "gnuplot", "#!/bin/sh\n" + commands + "\n");
    std::filesystem::permissions(folder / "gnuplot", std::filesystem::perms::owner_all);
  }
};

using names = std::vector<std::string>;
constexpr auto each = boost::test_tools::per_element();

}  // namespace

BOOST_FIXTURE_TEST_CASE(gnuplot_draws_into_the_file, fixture) {
  be_gnuplot("while read -r line; do echo \"$line\"; done <\"$1\"");
  write_file(file, "old");
  BOOST_TEST(draw_plot("plot x\n", file) == file);
  auto const drawn = read_file(file);
  BOOST_TEST(drawn.starts_with("set terminal svg "));
  BOOST_TEST(drawn.ends_with("noenhanced background 'white'\nplot x\n"));
  BOOST_TEST(folder.files() == (names{"gnuplot", "out.svg"}), each);
  BOOST_TEST(draw_plot("plot x\n", folder / "out.png") == folder / "out.png");
  BOOST_TEST(read_file(folder / "out.png").starts_with("set terminal pngcairo "));
}

BOOST_FIXTURE_TEST_CASE(where_it_fails_a_file_that_there_was_stays, fixture) {
  be_gnuplot("echo half; exit 1");
  write_file(file, "old");
  BOOST_TEST(text_of([&] { return draw_plot("plot x\n", file); }) ==
             "dlp-sweep: gnuplot has not drawn " + file.string());
  BOOST_TEST(read_file(file) == "old");
  BOOST_TEST(folder.files() == (names{"gnuplot", "out.svg"}), each);
}

BOOST_FIXTURE_TEST_CASE(an_empty_picture_is_none, fixture) {
  be_gnuplot("true");
  BOOST_TEST(text_of([&] { return draw_plot("plot x\n", file); }) ==
             "dlp-sweep: gnuplot has not drawn " + file.string());
  BOOST_TEST(folder.files() == names{"gnuplot"}, each);
}

BOOST_FIXTURE_TEST_CASE(no_name_of_a_picture_is_an_option_of_gnuplot, fixture) {
  be_gnuplot("echo \"$1\"");
  auto const before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  BOOST_TEST(draw_plot("plot x\n", "-x.svg") == "-x.svg");
  std::filesystem::current_path(before);
  BOOST_TEST(read_file(folder / "-x.svg").starts_with((folder / "-x.svg").string()));
}

BOOST_FIXTURE_TEST_CASE(a_script_that_is_there_stays, fixture) {
  write_file(folder / "out.gp", "mine");
  BOOST_TEST(text_of<dlp::usage_error>([&] { return draw_plot("plot x\n", file); }) ==
             "dlp-sweep: there is no gnuplot here, and " + (folder / "out.gp").string() +
                 ", which would be its script, is there already: delete it, or give the picture "
                 "another name by -o");
  BOOST_TEST(read_file(folder / "out.gp") == "mine");
  BOOST_TEST(folder.files() == names{"out.gp"}, each);
}

BOOST_FIXTURE_TEST_CASE(without_it_the_script_is_left, fixture) {
  BOOST_TEST(draw_plot("plot x\n", file) == folder / "out.gp");
  BOOST_TEST(
      contains(read_file(folder / "out.gp"), "\nset output '" + file.string() + "'\nplot x\n"));
  BOOST_TEST(folder.files() == names{"out.gp"}, each);
}

BOOST_FIXTURE_TEST_CASE(a_folder_of_its_name_is_no_gnuplot, fixture) {
  std::filesystem::create_directory(folder / "gnuplot");
  BOOST_TEST(draw_plot("plot x\n", file) == folder / "out.gp");
}

BOOST_FIXTURE_TEST_CASE(it_is_where_the_system_finds_it, fixture) {
  be_gnuplot("echo picture");
  auto const before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  ::setenv("PATH", ":/none", 1);  // an empty part is the current folder
  BOOST_TEST(draw_plot("plot x\n", file) == file);
  std::filesystem::current_path(before);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_written_is_an_error, fixture) {
  auto const refused = [&] { return draw_plot("plot x\n", folder / "none/out.svg"); };
  auto const why = std::string(" cannot be written: No such file or directory");
  BOOST_TEST(text_of(refused) == "dlp: " + (folder / "none/out.svg").string() + why);
  BOOST_TEST(text_of<dlp::usage_error>([&] { require_picture("x.pdf"); }) ==
             "dlp-sweep: a plot is drawn as *.svg, *.png, and x.pdf is none");
  require_picture("x.png");
}

BOOST_AUTO_TEST_SUITE_END()
