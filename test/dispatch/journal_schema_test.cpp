// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_schema.hpp>

#include <fstream>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(journal_schema_test)

using namespace dlp::detail;
using namespace dlp_test;

BOOST_AUTO_TEST_CASE(a_name_is_quoted_as_sql_has_it) {
  BOOST_TEST(quoted_name("energy") == "\"energy\"");
  BOOST_TEST(quoted_name("a\"b") == "\"a\"\"b\"");
}

BOOST_AUTO_TEST_CASE(columns_come_back_as_they_were_told) {
  auto const folder = temporary_folder();
  std::ofstream(folder / "x.db").close();
  auto tables = database(folder / "x.db", access::write);
  auto const axes = std::vector<stored_axis>{{"b", "m", value_kind::text, {"u", "v"}},
                                             {"a", "", value_kind::integer, {}}};
  auto const columns = cell_columns{{{"b", value_kind::text}, {"a", value_kind::integer}},
                                    {{"z", value_kind::real}, {"y", value_kind::blob}}};
  auto all = transaction(tables);
  make_tables(tables, columns, axes);
  all.commit();
  auto const found = columns_of(tables);
  BOOST_REQUIRE(found.axes.size() == 2U);
  BOOST_TEST(found.axes[0].name == "b");
  BOOST_TEST((found.axes[1].kind == value_kind::integer));
  BOOST_REQUIRE(found.results.size() == 2U);
  BOOST_TEST(found.results[0].name == "z");
  BOOST_TEST((found.results[1].kind == value_kind::blob));
  BOOST_TEST(*tables.first_integer("PRAGMA application_id") == journal_application);
  BOOST_TEST(*tables.first_integer("SELECT count(*) FROM axis") == 3);
  BOOST_TEST(*tables.first_text("SELECT value FROM axis WHERE name = 'b' AND position = 1") == "v");
  BOOST_TEST(select_rows(columns, cells_of_grid()) ==
             "SELECT \"index\", \"b\", \"a\", \"status\", \"attempts\", \"rank\", \"host\", "
             "\"start\", \"duration\", \"error\", \"z\", \"y\", \"parts\", \"checksum\" FROM cell "
             "WHERE \"index\" >= ? ORDER BY \"index\"");
  tables.prepare(select_rows(columns, cells_of_grid())).bind(1, std::int64_t{0}).run();
  static_cast<void>(tables.prepare(insert_row(columns, cells_of_grid())));
}

BOOST_AUTO_TEST_CASE(names_that_nobody_could_tell_apart_are_refused) {
  auto const refusal = [](std::vector<stored_column> axes, std::vector<stored_column> results) {
    return text_of<dlp::usage_error>([&] { require_names({std::move(axes), std::move(results)}); });
  };
  BOOST_TEST(refusal({{"index"}}, {}) ==
             "dlp: an axis of a journal cannot be called \"index\": it has a column of that name "
             "for itself");
  for (auto const* fixed :
       {"STATUS", "attempts", "rank", "host", "start", "Duration", "error", "parts", "checksum"}) {
    BOOST_TEST(refusal({}, {{fixed}}).find("for itself") != std::string::npos);
  }
  BOOST_TEST(refusal({{"x"}}, {{"X"}}) ==
             "dlp: a result of a journal cannot be called \"X\": another one is");
  BOOST_TEST(refusal({}, {{""}}).find("cannot be called \"\": that is no name") !=
             std::string::npos);
  BOOST_TEST(refusal({}, {{std::string("a\0b", 3)}}).find("\"a\\x00b\": that is no name") !=
             std::string::npos);
  require_names({{{"x"}, {"É"}}, {{"y"}, {"é"}}});
}

BOOST_AUTO_TEST_CASE(a_summary_of_axes_has_their_values) {
  auto axes = std::vector<stored_axis>{{"x", "m", value_kind::real, {1.0, 2.0}}};
  auto const before = summary_of(axes);
  BOOST_TEST(before.starts_with("x in m real of 2 values (checksum "));
  axes[0].values[0] = -1.0;
  BOOST_TEST(summary_of(axes) != before);
  BOOST_TEST(summary_of(std::vector<stored_column>{{"x", value_kind::real},
                                                   {"y", value_kind::text}}) == "x real, y text");
}

BOOST_AUTO_TEST_SUITE_END()
