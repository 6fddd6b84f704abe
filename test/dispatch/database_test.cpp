// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/database.hpp>

#include <fstream>
#include <optional>

#include <fcntl.h>
#include <boost/test/unit_test.hpp>

#include <dispatch/journal/store_error.hpp>

#include "../support/child_status.hpp"
#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(database_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture {
  temporary_folder folder;
  std::filesystem::path file = folder / "x %?#ü.db";  // each of them means something in a URI
  fixture() { std::ofstream(file).close(); }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(what_is_executed_can_be_asked_for, fixture) {
  auto tables = database(file, access::write);
  tables.execute("CREATE TABLE t (x); INSERT INTO t VALUES ('a'), ('b')");
  BOOST_TEST(tables.changed() == 2);
  BOOST_TEST(*tables.first_text("SELECT x FROM t ORDER BY x DESC") == "b");
  BOOST_TEST(*tables.first_integer("SELECT count(*) FROM t") == 2);
  BOOST_TEST(!tables.first_text("SELECT x FROM t WHERE x = 'c'").has_value());
  BOOST_TEST(*database(file, access::read).first_integer("SELECT count(*) FROM t") == 2);
  BOOST_TEST(*database(file, access::read_as_it_is).first_integer("SELECT count(*) FROM t") == 2);
  BOOST_TEST(*database(file, access::write_without_locks).first_integer("SELECT count(*) FROM t") ==
             2);
}

BOOST_FIXTURE_TEST_CASE(what_is_not_committed_is_undone, fixture) {
  auto tables = database(file, access::write);
  tables.execute("CREATE TABLE t (x)");
  {
    auto const all = transaction(tables);
    tables.execute("INSERT INTO t VALUES (1)");
  }
  BOOST_TEST(*tables.first_integer("SELECT count(*) FROM t") == 0);
  auto all = transaction(tables);
  tables.execute("INSERT INTO t VALUES (1)");
  all.commit();
  BOOST_TEST(*tables.first_integer("SELECT count(*) FROM t") == 1);
}

BOOST_FIXTURE_TEST_CASE(the_header_of_any_file_is_read, fixture) {
  write_file(file, "abc");
  auto const header = database(file, access::read_as_it_is).header();
  BOOST_TEST((header[0] == std::byte{'a'}));
  BOOST_TEST((header[2] == std::byte{'c'}));
  BOOST_TEST((header[3] == std::byte{0}));
}

BOOST_FIXTURE_TEST_CASE(code_in_a_file_is_not_trusted, fixture) {
  auto const tables = database(file, access::write);
  BOOST_TEST(*tables.first_integer("PRAGMA trusted_schema") == 0);
  BOOST_TEST(*tables.first_integer("PRAGMA cell_size_check") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_link_is_not_followed, fixture) {
  std::filesystem::create_symlink(file, folder / "link");
  BOOST_CHECK_THROW(database(folder / "link", access::write), store_error);
}

BOOST_FIXTURE_TEST_CASE(a_child_leaves_it_to_its_parent, fixture) {
  auto tables = std::optional<database>();
  tables.emplace(file, access::write);
  tables->execute("CREATE TABLE t (x)");
  auto all = transaction(*tables);
  tables->execute("INSERT INTO t VALUES (1)");
  auto const is_open = [&] { return std::filesystem::exists(file.string() + "-journal"); };
  BOOST_REQUIRE(is_open());
  BOOST_TEST(holds_in_child([&] {
    auto const is_own = tables->is_own();
    tables.reset();
    return !is_own;
  }));
  BOOST_TEST(tables->is_own());
  BOOST_TEST(is_open());  // the child has not undone what its parent is at
  all.commit();
}

BOOST_AUTO_TEST_SUITE_END()
