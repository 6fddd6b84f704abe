// SPDX-License-Identifier: BSL-1.0
//
// While a journal is written anew, for axes that have other values, each call of the system fails,
// or the process is killed at it: the file has all rows as they were, or all of them in their new
// places, and the next start goes on with it.
#include <dispatch/journal/journal_axes.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>

#include <sys/wait.h>
#include <boost/test/unit_test.hpp>

#include <dispatch/journal/journal_file.hpp>
#include <dispatch/journal/journal_reader.hpp>
#include <dispatch/journal/store_error.hpp>

#include "../support/child_status.hpp"
#include "../support/failing_calls.hpp"
#include "../support/journals.hpp"
#include "../support/soaked.hpp"

BOOST_AUTO_TEST_SUITE(journal_takeover_test)

using namespace dlp::detail;
using namespace dlp_test;
using dlp::durability;

namespace {

/// By night each call; by day every fifth.
auto step() -> int { return std::max(1, 5 / soaked(1)); }

struct fixture : journal_place {
  static constexpr auto rows = dlp::index_t{60};
  std::string before;  ///< the file, of a journal that was closed
  int told = 0;        ///< errors
  int as_it_was = 0;   ///< files that were found so
  int moved = 0;       ///< and such as were taken over

  fixture() {
    {
      auto journal = journal_file(terms_before());
      commit_samples(journal, 0, rows);
    }
    before = read_file(file);
  }
  ~fixture() {
    faults = {};
    BOOST_TEST_MESSAGE(as_it_was << " files as they were, " << moved << " taken over, " << told
                                 << " errors told");
  }

  /// Some rows are in parts.
  [[nodiscard]] auto terms_of(dlp::index_t first, dlp::index_t last) const -> journal_terms {
    auto terms = terms_from(file, first, last);
    terms.largest_row = 300;
    return terms;
  }
  [[nodiscard]] auto terms_before() const -> journal_terms { return terms_of(0, rows); }
  [[nodiscard]] auto terms_after() const -> journal_terms { return terms_of(20, 90); }

  void put_back() const {
    for (auto const* end : {"-shm", "-wal", "-journal", "-lock"})
      std::filesystem::remove(file.string() + end);
    write_file(file, before);
  }

  /// Takes the file over while calls fail; whether that is told.
  auto take_over(failing_calls const& how, durability lasts) -> bool {
    auto terms = terms_after();
    terms.lasts = lasts;
    put_back();
    faults = how;
    try {
      auto const taken = journal_file(terms);
      BOOST_TEST(count_shifted(taken, 20) == rows - 20);
      return false;
    } catch (store_error const& error) {
      ++told;
      auto const text = std::string(error.what());
      BOOST_TEST(error.may_pass(), text);
      BOOST_TEST(text.find(file.string()) != std::string::npos, text);
      return true;
    }
  }

  /// That each row is there, where it belongs to by the axes of the file, and that a start with
  /// either axes finds all that it is to find.
  void check_all_are_there() {
    auto const is_moved = journal_reader(file).axes().front().values.size() == 70;
    ++(is_moved ? moved : as_it_was);
    BOOST_TEST(count_shifted(journal_reader(file), is_moved ? 20 : 0) ==
               (is_moved ? rows - 20 : rows));
    {
      auto const taken = journal_file(terms_after());
      BOOST_TEST(count_shifted(taken, 20) == rows - 20);
    }
    BOOST_TEST(count_shifted(journal_file(terms_before()), 0) == rows);
    BOOST_TEST(!std::filesystem::exists(file.string() + "-wal"));
  }

  /// Has each of the calls of a takeover fail.
  void try_each(failing_calls how, durability lasts = durability::process) {
    auto failed = 0;
    for (auto const stays : {false, true}) {
      how.stays = stays;
      // Such a call is made again until it is through.
      if (stays && (how.how == failing::half || how.how == failing::interrupted)) break;
      for (how.nth = 1;; how.nth += step()) {
        auto const is_told = take_over(how, lasts);
        auto const some = faults.failed;
        faults = {};
        auto const taken = moved;
        check_all_are_there();
        if (is_told) BOOST_TEST(moved == taken);
        failed += some;
        if (some == 0) break;
      }
    }
    BOOST_TEST(failed > 1);
  }
};

}  // namespace

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_disk_that_is_full_leaves_all_as_it_was, fixture) {
  try_each({.how = failing::no_room});
  BOOST_TEST(told > 0);
  BOOST_TEST(as_it_was > 0);
  BOOST_TEST(moved > 0);
}

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_write_that_is_lost_leaves_all_as_it_was, fixture) {
  try_each({.how = failing::input_output});
  BOOST_TEST(told > 0);
}

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_file_that_is_read_only_leaves_all_as_it_was, fixture) {
  try_each({.how = failing::read_only});
  BOOST_TEST(told > 0);
}

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_write_of_half_or_that_is_interrupted_is_made_good, fixture) {
  for (auto const how : {failing::half, failing::interrupted}) try_each({.how = how});
  BOOST_TEST(told == 0);
}

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_sync_that_fails_loses_nothing, fixture) {
  try_each({.how = failing::input_output, .of_syncs = true}, durability::each);
}

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_file_that_cannot_be_cut_or_removed_loses_nothing, fixture) {
  try_each({.how = failing::read_only, .of_others = true});
}

BOOST_FIXTURE_TEST_CASE(the_error_says_what_was_begun_and_that_nothing_is_lost, fixture) {
  put_back();
  auto const text = text_of<store_error>([&] {
    auto terms = terms_after();
    terms.lookup = [find = terms.lookup] {
      faults = {.how = failing::no_room, .nth = 1, .stays = true};
      return find();
    };
    auto const taken = journal_file(terms);
  });
  faults = {};
  BOOST_TEST(text == "dlp: " + file.string() +
                         ": database or disk is full (SQLite's error 13). Its rows were to be "
                         "written anew for axes that have other values; all are there as they "
                         "were");
  check_all_are_there();
  BOOST_TEST(as_it_was == 1);
}

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_kill_at_any_call_loses_nothing, fixture) {
  for (auto const lasts : {durability::process, durability::each}) {
    for (auto nth = 1;; nth += step()) {
      put_back();
      auto const status = status_of_child([&] {
        auto terms = terms_after();
        terms.lasts = lasts;
        faults = {.how = failing::killed, .nth = nth, .of_all = true};
        return count_shifted(journal_file(terms), 20) == rows - 20;
      });
      check_all_are_there();
      if (WIFEXITED(status)) {
        BOOST_TEST(WEXITSTATUS(status) == 0);
        break;
      }
      BOOST_TEST(WTERMSIG(status) == SIGKILL);
    }
  }
  BOOST_TEST(as_it_was > 0);
  BOOST_TEST(moved > 2);  // also where it was killed after all was written
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_kill_between_the_making_of_a_file_and_its_end_leaves_one_to_go_on_with,
                        fixture) {
  auto empty = 0;
  for (auto nth = 1;; ++nth) {
    std::filesystem::remove(file);
    auto const status = status_of_child([&] {
      faults = {.how = failing::killed, .nth = nth, .of_all = true};
      auto journal = journal_file(terms_before());
      commit_samples(journal, 0, rows);
      return true;
    });
    empty += std::filesystem::file_size(file) == 0 ? 1 : 0;
    {
      auto journal = journal_file(terms_before());
      auto const kept = count_shifted(journal, 0);
      BOOST_TEST((kept == 0U || kept == rows));
      commit_samples(journal, kept, rows);
    }
    BOOST_TEST(count_shifted(journal_file(terms_before()), 0) == rows);
    if (WIFEXITED(status)) break;
    BOOST_TEST(WTERMSIG(status) == SIGKILL);
  }
  BOOST_TEST(empty > 0);
}

BOOST_AUTO_TEST_SUITE_END()
