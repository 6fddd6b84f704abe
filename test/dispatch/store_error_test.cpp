// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/store_error.hpp>

#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/database.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(store_error_test)

using namespace dlp::detail;
using namespace dlp_test;
using kind = store_error::kind;

BOOST_AUTO_TEST_CASE(what_may_pass_is_told_from_what_does_not) {
  for (auto const passing : {kind::full, kind::read_only, kind::input_output, kind::busy}) {
    BOOST_TEST(store_error(passing, "").may_pass());
  }
  for (auto const lasting : {kind::damaged, kind::other}) {
    BOOST_TEST(!store_error(lasting, "").may_pass());
  }
}

BOOST_AUTO_TEST_CASE(a_text_has_the_file_and_what_sqlite_and_the_system_say) {
  auto const folder = temporary_folder();
  auto const thrown = [](auto f) {
    try {
      f();
    } catch (store_error const& error) {
      return error;
    }
    throw std::runtime_error("nothing was thrown");
  };
  auto const none = thrown([&] { database(folder / "none", access::read); });
  BOOST_TEST((none.of_kind() == kind::input_output));
  auto const file = (folder / "none").string();
  BOOST_TEST(none.what() ==
             "dlp: " + file +
                 ": unable to open database file (SQLite's error 14, No such file or "
                 "directory)");

  auto const garbage = folder / "garbage";
  write_file(garbage, std::string(5000, 'x'));
  auto const damaged = thrown([&] {
    static_cast<void>(database(garbage, access::read).first_text("PRAGMA application_id"));
  });
  BOOST_TEST((damaged.of_kind() == kind::damaged));
  BOOST_TEST(damaged.what() == "dlp: " + garbage.string() +
                                   ": file is not a database (SQLite's error 26). Delete it, and "
                                   "what it has is computed again; or save what can be read of it "
                                   "by .recover of sqlite3");
}

BOOST_AUTO_TEST_CASE(each_error_has_its_kind) {
  auto const folder = temporary_folder();
  auto const file = folder / "x.db";
  write_file(file, "");
  auto tables = database(file, access::write);
  auto other = database(file, access::write);
  auto reading = database(file, access::read);
  other.wait_at_most(0);
  auto const kind_of = [&](database& of, std::string const& sql) {
    try {
      of.execute(sql);
    } catch (store_error const& error) {
      return error.of_kind();
    }
    throw std::runtime_error("nothing was thrown");
  };
  BOOST_TEST((kind_of(tables, "SELECT nothing") == kind::damaged));
  BOOST_TEST((kind_of(reading, "CREATE TABLE t (x)") == kind::read_only));
  {
    auto const first = transaction(tables);
    BOOST_TEST((kind_of(other, "BEGIN IMMEDIATE") == kind::busy));
  }
  static_cast<void>(tables.first_text("PRAGMA max_page_count = 1"));
  BOOST_TEST((kind_of(tables, "CREATE TABLE t (x)") == kind::full));
}

BOOST_AUTO_TEST_SUITE_END()
