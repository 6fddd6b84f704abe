// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/row_reader.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/row_writer.hpp>
#include <dispatch/journal/store_error.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(row_reader_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture : empty_database {
  cell_columns columns{{{"x", value_kind::real}}, {{"value", value_kind::text}}};
  fixture() {
    make_tables(tables, columns, std::vector<stored_axis>{{"x", "", value_kind::real, {}}});
    auto writer = row_writer(tables, columns, 15);
    auto const axes = std::vector<stored_value>{0.5};
    auto const short_one = std::vector<stored_value>{"short"};
    auto const long_one = std::vector<stored_value>{"a longer text, in parts"};
    writer.write(
        {.index = 1, .attempts = 2, .host = "h", .start = 3, .axes = axes, .results = short_one});
    writer.write({.index = 2, .axes = axes, .results = long_one, .words = "words of the row"});
  }

  [[nodiscard]] auto read() const {
    auto texts = std::vector<std::string>();
    auto reader = row_reader(tables, columns, "x.db");
    reader.for_each_row([&](cell_row const& row) {
      texts.emplace_back(std::get<std::string_view>(row.results[0]));
    });
    return texts;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(rows_are_read_as_they_were_written, fixture) {
  BOOST_TEST(read() == (std::vector<std::string>{"short", "a longer text, in parts"}),
             boost::test_tools::per_element());
  auto words = std::vector<std::string>();
  auto reader = row_reader(tables, columns, "x.db");
  reader.for_each_row([&](cell_row const& row) { words.emplace_back(row.words); });
  BOOST_TEST(words == (std::vector<std::string>{"", "words of the row"}),
             boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_row_with_anything_changed_is_refused, fixture) {
  for (auto const* change : {"cell SET \"index\" = 3", "cell SET x = 0.25", "cell SET x = NULL",
                             "cell SET status = 'failed'", "cell SET status = 'don'",
                             "cell SET attempts = 3", "cell SET rank = 1", "cell SET host = 'H'",
                             "cell SET start = 4", "cell SET duration = 1", "cell SET error = 'e'",
                             "cell SET value = 'shorT'", "cell SET value = CAST('short' AS BLOB)",
                             "cell SET value = NULL", "cell SET checksum = checksum + 1"}) {
    tables.execute("SAVEPOINT before; UPDATE " + std::string(change) + " WHERE \"index\" = 1");
    auto const text = text_of<store_error>([&] { static_cast<void>(read()); });
    BOOST_TEST(text.find("dlp: x.db: the row of index ") == 0U, change);
    tables.execute("ROLLBACK TO before; RELEASE before");
  }
  for (auto const* change : {"DELETE FROM part WHERE number = 1", "DELETE FROM part",
                             "DELETE FROM part WHERE result = -1",
                             "UPDATE part SET value = 'Words of the ro' WHERE result = -1",
                             "UPDATE cell SET parts = 0 WHERE \"index\" = 2",
                             "UPDATE part SET number = number + 5 WHERE number < 1"}) {
    tables.execute("SAVEPOINT before; " + std::string(change));
    BOOST_TEST(text_of<store_error>([&] {
                 static_cast<void>(read());
               }).find("the row of index 2 is not what was written") != std::string::npos,
               change);
    tables.execute("ROLLBACK TO before; RELEASE before");
  }
  BOOST_TEST(read().size() == 2U);
}

// What the refusal says to type is right.
BOOST_FIXTURE_TEST_CASE(a_refused_row_can_be_removed_as_the_text_says, fixture) {
  tables.execute("UPDATE cell SET value = 'other' WHERE \"index\" = 1");
  auto const text = text_of<store_error>([&] { static_cast<void>(read()); });
  auto const begin = text.find('\'') + 1;
  tables.execute(text.substr(begin, text.find('\'', begin) - begin));
  BOOST_TEST(read().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
