// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/row_writer.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(row_writer_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture : empty_database {
  cell_columns columns{{}, {{"a", value_kind::text}, {"b", value_kind::text}}};
  fixture() { make_tables(tables, columns, {}); }

  [[nodiscard]] auto count(std::string const& of) const {
    return *tables.first_integer("SELECT count(*) FROM " + of);
  }
  static void write(row_writer& to, std::string const& a, std::string const& b) {
    auto const values = std::vector<stored_value>{a, b};
    to.write({.index = 1, .results = values});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(what_does_not_fit_into_the_row_lies_in_parts, fixture) {
  auto writer = row_writer(tables, columns, 10);
  write(writer, "1234", "123456");
  BOOST_TEST(count("part") == 0);
  write(writer, "12345", "123456");  // one byte more: the second lies apart
  BOOST_TEST(count("part") == 1);
  BOOST_TEST(count("cell WHERE a = '12345' AND b IS NULL AND parts = 1") == 1);
  write(writer, std::string(21, 'x'), "123456");  // now the first does
  BOOST_TEST(count("part") == 3);
  BOOST_TEST(count("part WHERE result = 0 AND length(value) <= 10") == 3);
  BOOST_TEST(count("cell WHERE a IS NULL AND b = '123456'") == 1);
  write(writer, "1", "2");
  BOOST_TEST(count("part") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_writer_knows_of_parts_that_were_there_before_it, fixture) {
  auto writer = row_writer(tables, columns, 10);
  write(writer, std::string(21, 'x'), "");
  auto other = row_writer(tables, columns, 100);
  other.remove(1);
  BOOST_TEST(count("part") == 0);
  BOOST_TEST(count("cell") == 0);
}

BOOST_FIXTURE_TEST_CASE(an_error_is_null_where_there_is_none, fixture) {
  auto writer = row_writer(tables, columns, 1000);
  auto const values = std::vector<stored_value>(2);
  writer.write({.index = 1, .results = values});
  writer.write({.index = 2, .status = cell_status::failed, .error = "e", .results = values});
  BOOST_TEST(count("cell WHERE status = 'done' AND error IS NULL") == 1);
  BOOST_TEST(count("cell WHERE status = 'failed' AND error = 'e'") == 1);
}

BOOST_FIXTURE_TEST_CASE(words_lie_in_parts_and_go_with_their_row, fixture) {
  auto writer = row_writer(tables, columns, 10);
  auto const values = std::vector<stored_value>{"1", "2"};
  writer.write({.index = 1, .results = values, .words = "fourteen bytes"});
  BOOST_TEST(count("part WHERE result = -1") == 2);
  BOOST_TEST(count("cell WHERE a = '1' AND b = '2' AND parts = 1") == 1);
  auto const long_one = std::vector<stored_value>{std::string_view("12345678901"), "2"};
  writer.write({.index = 1, .results = long_one, .words = "short"});
  BOOST_TEST(count("part") == 3);
  BOOST_TEST(count("cell WHERE a IS NULL AND b = '2' AND parts = 2") == 1);
  write(writer, "1", "2");
  BOOST_TEST(count("part") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
