// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_reader.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(journal_reader_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture : journal_place {
  /// Makes a journal of 100 rows, which is closed.
  void make() const {
    auto journal = journal_file(sample_terms(file));
    commit_samples(journal, 0, 100);
  }
};

enum class outcome { passed, failed, cannot_be_tried };

/// What f finds in a process that sees the folder on a medium that nobody can write to.
template <class F>
auto on_read_only_media(std::filesystem::path const& folder, F f) -> outcome {
  auto const child = ::fork();
  if (child == 0) {
    auto const* const at = folder.c_str();
    auto const is_set =
        ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
        ::mount(at, at, nullptr, MS_BIND, nullptr) == 0 &&
        ::mount(nullptr, at, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
    if (!is_set) ::_exit(2);
    try {
      ::_exit(f() ? 0 : 1);
    } catch (std::exception const& thrown) {
      BOOST_TEST_MESSAGE(thrown.what());
      ::_exit(1);
    }
  }
  auto status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? static_cast<outcome>(WEXITSTATUS(status)) : outcome::failed;
}

void check_passed(outcome of) {
  if (of == outcome::cannot_be_tried) {
    BOOST_TEST_MESSAGE("skipped: this user cannot make a read-only mount");
  }
  BOOST_TEST((of == outcome::passed || of == outcome::cannot_be_tried));
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(it_needs_the_file_alone, fixture) {
  make();
  auto const reader = journal_reader(file);
  BOOST_TEST(find_rows(reader).count == 100U);
  BOOST_TEST(find_rows(reader).wrong == 0U);
  BOOST_TEST(reader.traits().at("fingerprint") == "f1");
  BOOST_REQUIRE(reader.axes().size() == 1U);
  BOOST_TEST(reader.axes()[0].name == "x");
  BOOST_TEST(reader.axes()[0].unit == "m");
  BOOST_REQUIRE(reader.axes()[0].values.size() == 2U);
  BOOST_TEST(same(reader.axes()[0].values[1], 2.0));
  BOOST_REQUIRE(reader.results().size() == 1U);
  BOOST_TEST(reader.results()[0].name == "value");
  BOOST_TEST((reader.results()[0].kind == value_kind::blob));
}

BOOST_FIXTURE_TEST_CASE(values_of_axes_of_all_kinds_come_back, fixture) {
  auto const bytes = std::as_bytes(std::span("a\0b", 3));
  auto terms = journal_terms{.file = file};
  terms.axes = {{"solver", "", value_kind::text, {"euler", "a longer name than fits", {}}},
                {"empty", "", value_kind::real, {}},
                {"seed", "", value_kind::blob, {bytes}}};
  {
    auto const made = journal_file(terms);
  }
  auto const reader = journal_reader(file);
  BOOST_REQUIRE(reader.axes().size() == 3U);
  for (auto i = std::size_t{0}; i != 3; ++i) {
    BOOST_TEST(std::ranges::equal(reader.axes()[i].values, terms.axes[i].values, same));
  }
}

BOOST_FIXTURE_TEST_CASE(axes_that_are_not_what_was_written_are_refused, fixture) {
  for (auto const* change :
       {"SET value = 1.5 WHERE position = 0", "SET unit = 'mm'",
        "SET number = 3 WHERE position = 1", "SET kind = 'complex'", "SET position = NULL"}) {
    std::filesystem::remove(file);
    make();
    database(file, access::write).execute("UPDATE axis " + std::string(change));
    BOOST_CHECK_THROW(journal_reader{file}, store_error);
  }
}

BOOST_FIXTURE_TEST_CASE(what_is_no_journal_is_refused, fixture) {
  auto const refusal = [&] { return text_of<dlp::usage_error>([&] { journal_reader{file}; }); };
  BOOST_TEST(refusal() == "dlp: " + file.string() + " is no journal: there is nothing in it");
  write_file(file, "energy\n1.5\n");
  BOOST_TEST(refusal().find(" is no journal: it is no database of SQLite") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(readers_beside_a_writer_see_whole_commits, fixture) {
  auto stop = std::array<int, 2>();
  BOOST_REQUIRE(::pipe(stop.data()) == 0);
  auto writer = child([&] {
    auto journal = std::make_unique<journal_file>(sample_terms(file));
    for (auto first = dlp::index_t{0}; first != 10000; first += 10) {
      commit_samples(*journal, first, first + 10);
      if (first == 0) ::close(stop[1]), ::close(stop[0]);
    }
    static_cast<void>(journal.release());
  });
  ::close(stop[1]);
  auto byte = char();
  BOOST_TEST(::read(stop[0], &byte, 1) == 0);  // the first commit has been made
  ::close(stop[0]);
  auto last = std::size_t{0};
  for (auto i = 0; i != 60; ++i) {
    auto const found = find_rows(journal_reader(file));
    BOOST_TEST(found.wrong == 0U);
    BOOST_TEST(found.are_from_zero_on);
    BOOST_TEST(found.count % 10 == 0U);
    BOOST_TEST(found.count >= last);
    last = found.count;
  }
  BOOST_TEST(last > 0U);
  writer.kill();
  BOOST_TEST(find_rows(journal_reader(file)).count >= last);
}

BOOST_FIXTURE_TEST_CASE(it_changes_nothing_after_a_kill, fixture) {
  in_a_process_that_is_killed([&] {
    auto journal = std::make_unique<journal_file>(sample_terms(file));
    commit_samples(*journal, 0, 10);
    static_cast<void>(journal.release());
  });
  auto const tables = read_file(file);
  auto const log = read_file(file.string() + "-wal");
  BOOST_TEST(find_rows(journal_reader(file)).count == 10U);
  BOOST_TEST((read_file(file) == tables));
  BOOST_TEST((read_file(file.string() + "-wal") == log));
}

BOOST_FIXTURE_TEST_CASE(what_a_killed_process_had_half_written_is_undone, fixture) {
  make();
  in_a_process_that_is_killed([&] {
    auto journal = std::make_unique<database>(file, access::write);
    journal->execute("PRAGMA cache_size = 1; BEGIN; UPDATE cell SET error = zeroblob(100000)");
    static_cast<void>(journal.release());
  });
  BOOST_TEST(std::filesystem::file_size(file.string() + "-journal") > 0U);
  BOOST_TEST(find_rows(journal_reader(file)).count == 100U);
  BOOST_TEST(find_rows(journal_reader(file)).wrong == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_closed_journal_can_be_read_from_read_only_media, fixture) {
  make();
  check_passed(on_read_only_media(folder.path(),
                                  [&] { return find_rows(journal_reader(file)).count == 100; }));
}

BOOST_FIXTURE_TEST_CASE(the_log_of_a_killed_process_is_read_there_too, fixture) {
  in_a_process_that_is_killed([&] {
    auto journal = std::make_unique<journal_file>(sample_terms(file));
    commit_samples(*journal, 0, 10);
    static_cast<void>(journal.release());
  });
  check_passed(on_read_only_media(folder.path(),
                                  [&] { return find_rows(journal_reader(file)).count == 10; }));
  // Without the file of shared memory, as in a copy, it is read, or refused: never left out.
  std::filesystem::remove(file.string() + "-shm");
  check_passed(on_read_only_media(folder.path(), [&] {
    try {
      return find_rows(journal_reader(file)).count == 10;
    } catch (store_error const&) {
      return true;
    }
  }));
}

BOOST_FIXTURE_TEST_CASE(a_journal_whose_log_is_empty_is_read_there, fixture) {
  make();
  database(file, access::write).execute("PRAGMA journal_mode = WAL");
  check_passed(on_read_only_media(folder.path(),
                                  [&] { return find_rows(journal_reader(file)).count == 100; }));
}

BOOST_AUTO_TEST_SUITE_END()
