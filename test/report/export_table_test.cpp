// SPDX-License-Identifier: BSL-1.0
#include <report/export_table.hpp>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/database.hpp>
#include <dlp/core/error.hpp>
#include <task/table_csv.hpp>

#include "../support/journals.hpp"
#include "../support/sweep_files.hpp"

BOOST_AUTO_TEST_SUITE(export_table_test)

using namespace dlp::detail;
using namespace dlp_test;

BOOST_FIXTURE_TEST_CASE(the_file_is_that_which_the_program_saves, journal_place) {
  auto const sweep = sweep_file{file};
  sweep.make();
  save_csv(*sweep.table, folder / "saved.csv");
  export_table(journal_reader(file), folder / "exported.csv");
  auto const text = read_file(folder / "exported.csv");
  BOOST_TEST(text == read_file(folder / "saved.csv"));
  BOOST_TEST(contains(text, "0,1,0.5,0,\"'=1+1\",\"[1,2.5]\",done,\r\n"));
  BOOST_TEST(contains(text, "5,2,2.5,,,,missing,\r\n"));
  BOOST_TEST(folder.files().size() == 3U);
}

BOOST_FIXTURE_TEST_CASE(where_cells_are_left_out_they_have_no_row, journal_place) {
  sweep_file{.file = file, .leaves_out = true}.make();
  export_table(journal_reader(file), folder / "x.csv");
  BOOST_TEST(read_file(folder / "x.csv") ==
             "index,a,b,x,note,trace,status,error\r\n"
             "1,1,1.5,0.5,\"'=1+1\",\"[1,2.5]\",done,\r\n"
             "2,1,2.5,,,,failed,E: no\r\n"
             "4,2,1.5,,,,failed,E: no\r\n"
             "5,2,2.5,,,,missing,\r\n");
}

BOOST_FIXTURE_TEST_CASE(a_file_of_other_content_stays, journal_place) {
  sweep_file{file}.make();
  write_file(folder / "x.csv", "old");
  BOOST_TEST(contains(
      text_of<dlp::usage_error>([&] { export_table(journal_reader(file), folder / "x.csv"); }),
      "x.csv is not replaced: it begins with \"old\""));
  BOOST_TEST(read_file(folder / "x.csv") == "old");
}

BOOST_FIXTURE_TEST_CASE(cells_without_a_row_are_left_out_where_the_file_says_what_is_kept,
                        journal_place) {
  sweep_file{.file = file, .leaves_out = true}.make();  // without the last
  BOOST_TEST((cells_without_row(journal_reader(file)) == other_cells::left_out));
  database(file, access::write).execute("DELETE FROM meta WHERE name = 'kept'");
  BOOST_TEST((cells_without_row(journal_reader(file)) == other_cells::to_do));
}

BOOST_AUTO_TEST_SUITE_END()
