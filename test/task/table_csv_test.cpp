// SPDX-License-Identifier: BSL-1.0
#include <task/table_csv.hpp>

#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/tables.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(table_csv_test)

using dlp::detail::save_csv;
using dlp_test::contains;
using dlp_test::filled_table;
using dlp_test::read_file;
using dlp_test::text_of;

BOOST_AUTO_TEST_CASE(a_file_has_all_of_it_and_no_formula) {
  auto const in = dlp_test::temporary_folder();
  auto const file = in / "table.csv";
  save_csv(*filled_table(), file);
  BOOST_TEST(read_file(file) ==
             "index,gamma,solver,energy,steps,large,stable,note,wave,status,error\r\n"
             "0,0.1,rk4,1.5,1,18446744073709551615,false,\"'-1\",\"[1.5,\"\"NaN\"\"]\",done,\r\n"
             "1,0.1,\"'=sum(A1)\",,,,,,,missing,\r\n"
             "2,0.1,\"a, \"\"b\"\"\",-0,300,18446744073709551615,true,plain,\"[1.5,\"\"NaN\"\"]\","
             "done,\r\n"
             "3,0.2,rk4,,,,,,,failed,\"no\nway\"\r\n"
             "5,0.2,\"a, \"\"b\"\"\",NaN,200,18446744073709551615,true,plain,,done,\r\n");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(in.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(an_earlier_table_is_replaced_and_nothing_else_is) {
  auto const in = dlp_test::temporary_folder();
  auto const file = in / "table.csv";
  auto const table = filled_table();
  auto const header =
      std::string("index,gamma,solver,energy,steps,large,stable,note,wave,status,error");
  std::ofstream(file) << header << "\r\n1,2\r\n";
  save_csv(*table, file);
  auto const saved = read_file(file);
  BOOST_TEST(contains(saved, "\r\n2,0.1,"));
  std::ofstream(file).flush();  // it is empty
  save_csv(*table, file);
  BOOST_TEST(read_file(file) == saved);
  for (auto const& other : {"index,gamma,status,error\r\n" + saved, header + "s\r\n" + saved,
                            header, std::string("a,b\n1,2\n")}) {
    std::ofstream(file) << other;
    BOOST_TEST(contains(text_of<dlp::usage_error>([&] { save_csv(*table, file); }),
                        "table.csv is not replaced: it begins with \"" + other.substr(0, 3)));
    BOOST_TEST(read_file(file) == other);
  }
  BOOST_TEST(text_of([&] { save_csv(*table, file); }) ==
             "dlp: " + file.string() +
                 " is not replaced: it begins with \"a,b\", and this table with \"" + header +
                 "\". Save this elsewhere, or remove that file");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(in.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_is_an_error) {
  auto const in = dlp_test::temporary_folder();
  auto const table = filled_table();
  BOOST_TEST(contains(text_of([&] { save_csv(*table, in / "none/table.csv"); }),
                      "table.csv cannot be written: No such file or directory"));
  std::filesystem::create_directory(in / "x.csv");
  std::filesystem::create_directory(in / "x.csv/y");
  BOOST_TEST(contains(text_of([&] { save_csv(*table, in / "x.csv"); }), "x.csv cannot be written"));
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(in.path()), {}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
