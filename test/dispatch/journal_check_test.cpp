// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_check.hpp>

#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/journal_schema.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>

#include "../support/child_status.hpp"
#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(journal_check_test)

using namespace dlp::detail;
using namespace dlp_test;

BOOST_AUTO_TEST_CASE(a_file_with_nothing_in_it_may_become_a_journal) {
  auto const folder = temporary_folder();
  auto const file = folder / "x.db";
  BOOST_TEST(has_nothing(file));
  require_journal(file);
  std::ofstream(file).close();
  BOOST_TEST(has_nothing(file));
  require_journal(file);
  write_file(file, "x");
  BOOST_TEST(!has_nothing(file));
  BOOST_CHECK_THROW(require_journal(file), dlp::usage_error);
}

// SQLite loses its locks where a descriptor of the file is closed, if it is not SQLite that does
// so.
BOOST_AUTO_TEST_CASE(looking_at_an_open_file_ends_no_lock) {
  auto const folder = temporary_folder();
  auto const file = folder / "x.db";
  std::ofstream(file).close();
  auto tables = database(file, access::write);
  tables.execute("PRAGMA application_id = " + std::to_string(journal_application) +
                 "; PRAGMA user_version = 1; CREATE TABLE t (x)");
  auto const all = transaction(tables);
  require_journal(file);
  BOOST_TEST(holds_in_child([&] {
    auto other = database(file, access::write);
    other.wait_at_most(0);
    try {
      transaction{other};
    } catch (store_error const&) {
      return true;  // it is busy
    }
    return false;
  }));
}

BOOST_AUTO_TEST_CASE(damage_of_tables_is_found) {
  auto const folder = temporary_folder();
  auto const file = folder / "x.db";
  std::ofstream(file).close();
  {
    auto tables = database(file, access::write);
    tables.execute("CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(20000))");
    require_undamaged(tables, file);
  }
  auto text = read_file(file);
  text.replace(4096, 8, 8, '\xff');  // the head of a page
  write_file(file, text);
  auto const said =
      text_of<store_error>([&] { require_undamaged(database(file, access::read), file); });
  BOOST_TEST(said.find(file.string()) != std::string::npos, said);
  BOOST_TEST(said.find(".recover") != std::string::npos, said);
}

BOOST_AUTO_TEST_SUITE_END()
