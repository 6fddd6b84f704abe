// SPDX-License-Identifier: BSL-1.0
#include <task/saved_table.hpp>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/tables.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(saved_table_test)

using dlp::detail::require_table_format;
using dlp::detail::save_table;
using dlp_test::text_of;

BOOST_AUTO_TEST_CASE(the_suffix_says_the_format) {
  auto const in = dlp_test::temporary_folder();
  save_table(*dlp_test::filled_table(), in / "x.csv");
  BOOST_TEST(dlp_test::read_file(in / "x.csv").starts_with("index,gamma,"));
  require_table_format("x.nc");
}

BOOST_AUTO_TEST_CASE(another_suffix_is_refused) {
  for (std::string const name : {"x.txt", "csv", "x"}) {
    auto const says = "dlp: a table is saved as *.csv or *.nc, and " + name + " is none";
    BOOST_TEST(text_of<dlp::usage_error>([&] { require_table_format(name); }) == says);
    BOOST_TEST(text_of<dlp::usage_error>([&] { save_table(*dlp_test::filled_table(), name); }) ==
               says);
  }
}

BOOST_AUTO_TEST_SUITE_END()
