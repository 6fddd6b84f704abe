// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_traits.hpp>

#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(journal_traits_test)

using namespace dlp::detail;
using namespace dlp_test;

BOOST_AUTO_TEST_CASE(each_trait_that_differs_has_its_consequence) {
  auto const folder = temporary_folder();
  std::ofstream(folder / "x.db").close();
  auto tables = database(folder / "x.db", access::write);
  tables.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
  auto traits = std::vector<journal_trait>{
      {"key", "a"}, {"build", "1", if_differs::tell}, {"owner", "me", if_differs::note}};
  keep_traits(tables, traits);
  BOOST_TEST(traits_of(tables).at("build") == "1");

  auto lines = std::vector<std::string>();
  auto const compare = [&] {
    compare_traits(tables, traits, "run.db",
                   [&](std::string_view line) { lines.emplace_back(line); });
  };
  compare();
  traits[2].value = "you";
  compare();
  BOOST_TEST(lines.empty());
  traits[1].value = "2";
  compare();
  BOOST_REQUIRE(lines.size() == 1U);
  BOOST_TEST(
      lines[0] ==
      "dlp: the results in run.db are taken though their build is \"1\", and here it is \"2\"");
  traits[0].value.assign(1001, 'x');
  auto const text = text_of<dlp::usage_error>(compare);
  BOOST_TEST(text ==
             "dlp: run.db has the results of another call: its key is \"a\", and here it is \"" +
                 std::string(200, 'x') +
                 "… (1001 bytes)\". Give this call another file, or delete that one");
  BOOST_TEST(lines.size() == 1U);
  BOOST_TEST(traits_of(tables).at("owner") == "me");  // comparing changes nothing
}

BOOST_AUTO_TEST_SUITE_END()
