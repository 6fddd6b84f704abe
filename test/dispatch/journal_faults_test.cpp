// SPDX-License-Identifier: BSL-1.0
//
// The n-th call of the system fails, for each n, in each way: the journal says so, and what it had
// said to be committed is there, in the same process and in the next one.
#include <dispatch/journal/journal_file.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>

#include "../support/failing_calls.hpp"
#include "../support/journals.hpp"
#include "../support/soaked.hpp"

BOOST_AUTO_TEST_SUITE(journal_faults_test)

using namespace dlp::detail;
using dlp::durability;
using namespace dlp_test;

namespace {

/// By night each of 200 calls; by day every eighth of them.
constexpr auto calls_tried = 200;
auto step() -> int { return std::max(1, calls_tried / soaked(calls_tried / 8)); }

constexpr auto commits = dlp::index_t{60};
constexpr auto rows_of_a_commit = dlp::index_t{5};
constexpr auto all_rows = commits * rows_of_a_commit;

struct fixture {
  temporary_folder folder;
  std::filesystem::path file = folder / "run.db";
  int told = 0;          ///< errors
  int calls_failed = 0;  ///< of the system

  ~fixture() { faults = {}; }

  /// From now on none fails.
  void mend_calls() { calls_failed += std::exchange(faults, {}).failed; }

  /// Writes all rows, beginning at those that are missing; how many are committed, be it that
  /// nothing failed or that an error of the store was thrown, which says which file it is about.
  auto write_on(durability lasts, dlp::index_t from) -> dlp::index_t {
    auto terms = sample_terms(file);
    terms.lasts = lasts;
    try {
      auto journal = journal_file(terms);
      for (; from != all_rows; from += rows_of_a_commit) {
        commit_samples(journal, from, from + rows_of_a_commit);
        // So that there are checkpoints too.
        if (from % 100 == 50) static_cast<void>(journal.forget({}));
      }
    } catch (store_error const& error) {
      ++told;
      BOOST_TEST(error.may_pass(), error.what());
      BOOST_TEST(std::string(error.what()).find(file.string()) != std::string::npos, error.what());
    }
    return from;
  }

  /// That a journal has at least so many rows, in whole commits, all right, and can be gone on
  /// with.
  void check_at_least(dlp::index_t committed, durability lasts) {
    auto rows = dlp::index_t{0};
    {
      auto const found = find_rows(journal_file(sample_terms(file)));
      rows = found.count;
      BOOST_TEST(found.wrong == 0U);
      BOOST_TEST(found.are_from_zero_on);
      BOOST_TEST(rows % rows_of_a_commit == 0U);
      BOOST_TEST(rows >= committed);
    }
    BOOST_TEST(write_on(lasts, rows) == all_rows);
    BOOST_TEST(find_rows(journal_file(sample_terms(file))).count == all_rows);
  }

  /// Has each of the calls fail, in a new journal each time.
  void try_each(failing_calls const& what, durability lasts) {
    for (auto nth = 1; nth <= calls_tried; nth += step()) {
      for (auto const stays : {false, true}) {
        std::filesystem::remove(file);
        faults = what;
        faults.nth = nth;
        faults.stays = stays;
        auto const committed = write_on(lasts, 0);
        mend_calls();
        check_at_least(committed, lasts);
      }
    }
    BOOST_TEST(calls_failed > 0);
  }
};

}  // namespace

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_write_without_room, fixture) {
  try_each({.how = failing::no_room}, durability::process);
  BOOST_TEST(told > 0);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_write_that_is_lost, fixture) {
  try_each({.how = failing::input_output}, durability::process);
  BOOST_TEST(told > 0);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_write_of_half, fixture) {
  for (auto nth = 1; nth <= calls_tried; nth += step()) {
    std::filesystem::remove(file);
    faults = {.how = failing::half, .nth = nth};
    auto const committed = write_on(durability::process, 0);
    mend_calls();
    BOOST_TEST(committed == all_rows);  // the rest is written by another call
    check_at_least(committed, durability::process);
  }
  BOOST_TEST(calls_failed > 0);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_write_that_is_interrupted, fixture) {
  for (auto nth = 1; nth <= calls_tried; nth += step()) {
    std::filesystem::remove(file);
    faults = {.how = failing::interrupted, .nth = nth};
    BOOST_TEST(write_on(durability::process, 0) == all_rows);
    mend_calls();
    check_at_least(all_rows, durability::process);
  }
  BOOST_TEST(calls_failed > 0);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_sync_that_fails, fixture) {
  try_each({.how = failing::input_output, .of_syncs = true}, durability::each);
  BOOST_TEST(told > 0);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_file_that_cannot_be_cut_or_removed, fixture) {
  try_each({.how = failing::read_only, .of_others = true}, durability::process);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_commit_goes_to_the_disk_only_where_it_is_to_last, fixture) {
  auto const syncs = [&](durability lasts) {
    auto terms = sample_terms(file);
    terms.lasts = lasts;
    auto journal = journal_file(terms);
    auto const before = faults.syncs_seen;
    for (auto index = dlp::index_t{0}; index != 10; ++index) {
      commit_samples(journal, index, index + 1);
    }
    return faults.syncs_seen - before;
  };
  BOOST_TEST(syncs(durability::process) == 0);
  BOOST_TEST(syncs(durability::each) == 10);
}

// What waits until there is room again goes on with the same journal.
// contract: J1
BOOST_FIXTURE_TEST_CASE(after_an_error_the_same_commit_can_be_tried_again, fixture) {
  auto journal = journal_file(sample_terms(file));
  for (auto const how : {failing::no_room, failing::input_output, failing::read_only}) {
    auto const begin = find_rows(journal).count;
    faults = {.how = how, .nth = 1, .stays = true};
    auto failed = 0;
    for (auto i = 0; i != 3; ++i) {
      try {
        commit_samples(journal, begin, begin + 10);
      } catch (store_error const& error) {
        failed += error.may_pass();
        if (how == failing::no_room) BOOST_TEST((error.of_kind() == store_error::kind::full));
        if (how == failing::input_output) {
          BOOST_TEST(std::string(error.what()).find("Input/output error") != std::string::npos);
        }
      }
    }
    BOOST_TEST(failed == 3);
    BOOST_TEST(find_rows(journal).count == begin);
    faults = {};
    commit_samples(journal, begin, begin + 10);
    BOOST_TEST(find_rows(journal).count == begin + 10);
    BOOST_TEST(find_rows(journal).wrong == 0U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
