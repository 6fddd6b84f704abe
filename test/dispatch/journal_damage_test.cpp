// SPDX-License-Identifier: BSL-1.0
//
// Files of which a bit has changed, or of which the end is missing: whoever opens one gets the rows
// that were written, or fewer, or a text that says what to do; and never another row.
#include <dispatch/journal/journal_file.hpp>

#include <map>
#include <memory>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>

#include "../support/journals.hpp"
#include "../support/soaked.hpp"

BOOST_AUTO_TEST_SUITE(journal_damage_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

constexpr auto rows_written = dlp::index_t{200};

/// By night ten times as many damages as by day, and never so few that each is of one kind.
auto times(int few) -> int { return soaked(few, 20); }

struct fixture {
  temporary_folder folder;
  std::filesystem::path file = folder / "run.db";
  std::filesystem::path log = folder / "run.db-wal";
  std::string tables;  ///< of a journal that was closed
  std::string tables_beside_log;
  std::string log_of_killed;  ///< of one that was not
  std::map<std::string, int> outcomes;

  fixture() {
    {
      auto journal = journal_file(sample_terms(file));
      write(journal);
    }
    tables = read_file(file);
    std::filesystem::remove(file);
    in_a_process_that_is_killed([&] {
      auto journal = std::make_unique<journal_file>(sample_terms(file));
      write(*journal);
      static_cast<void>(journal.release());
    });
    tables_beside_log = read_file(file);
    log_of_killed = read_file(log);
  }

  static void write(journal_file& to) {
    for (auto first = dlp::index_t{0}; first != rows_written; first += 10) {
      commit_samples(to, first, first + 10);
    }
  }

  void put(std::string const& in_file, std::string const& in_log) const {
    for (auto const* end : {"-shm", "-wal", "-lock", ""}) {
      std::filesystem::remove(file.string() + end);
    }
    write_file(file, in_file);
    if (!in_log.empty()) write_file(log, in_log);
  }

  /// Opens what there is, and reads it.
  void judge() { judge(sample_terms(file)); }
  void judge(journal_terms const& terms) {
    try {
      auto const found = find_rows(journal_file(terms));
      BOOST_TEST(found.wrong == 0U);
      BOOST_TEST(found.count <= rows_written);
      ++outcomes[found.count == rows_written ? "all rows" : "fewer rows"];
    } catch (store_error const& told) {
      auto const text = std::string(told.what());
      BOOST_TEST((told.of_kind() == store_error::kind::damaged), text);
      BOOST_TEST(text.find(file.string()) != std::string::npos, text);
      BOOST_TEST((text.find(".recover") != std::string::npos ||
                  text.find("DELETE FROM ") != std::string::npos),
                 text);
      ++outcomes["damage is told"];
    } catch (dlp::usage_error const& told) {
      BOOST_TEST(std::string(told.what()).find(file.string()) != std::string::npos, told.what());
      ++outcomes["the file is refused"];
    }
  }

  void show() const {
    for (auto const& [what, count] : outcomes) BOOST_TEST_MESSAGE(count << " times: " << what);
  }
};

auto with_a_flipped_bit(std::string text, std::mt19937& random) -> std::string {
  text[random() % text.size()] ^= static_cast<char>(1U << random() % 8);
  return text;
}

auto cut(std::string text, std::mt19937& random) -> std::string {
  text.resize(random() % text.size());
  return text;
}

}  // namespace

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_changed_bit_of_the_file_makes_no_other_row, fixture) {
  auto random = std::mt19937(3);
  for (auto i = 0; i != times(200); ++i) put(with_a_flipped_bit(tables, random), ""), judge();
  show();
  BOOST_TEST(outcomes["damage is told"] > 0);
}

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_changed_bit_of_a_file_that_was_taken_over_makes_no_other_row, fixture) {
  put("", "");
  {
    auto journal = journal_file(terms_from(file, 0, rows_written));
    write(journal);
  }
  {
    auto const some = journal_file(terms_from(file, 50, 120));
  }
  auto const taken = read_file(file);
  auto random = std::mt19937(7);
  for (auto i = 0; i != times(200); ++i) {
    put(with_a_flipped_bit(taken, random), "");
    judge(terms_from(file, 0, rows_written));  // which has the rows that were left out come back
  }
  show();
  BOOST_TEST(outcomes["damage is told"] > 0);
  BOOST_TEST(outcomes["all rows"] > 0);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_changed_bit_of_the_log_loses_what_follows_it_at_most, fixture) {
  auto random = std::mt19937(4);
  for (auto i = 0; i != times(200); ++i) {
    put(tables_beside_log, with_a_flipped_bit(log_of_killed, random));
    judge();
  }
  show();
  BOOST_TEST(outcomes["fewer rows"] > 0);
  BOOST_TEST(outcomes["damage is told"] == 0);
  BOOST_TEST(outcomes["the file is refused"] == 0);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_file_that_was_cut_is_told, fixture) {
  auto random = std::mt19937(5);
  for (auto i = 0; i != times(60); ++i) put(cut(tables, random), ""), judge();
  show();
  BOOST_TEST(outcomes["damage is told"] > 0);
  BOOST_TEST(outcomes["all rows"] == 0);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_log_that_was_cut_loses_its_end_at_most, fixture) {
  auto random = std::mt19937(6);
  for (auto i = 0; i != times(60); ++i) put(tables_beside_log, cut(log_of_killed, random)), judge();
  show();
  BOOST_TEST(outcomes["fewer rows"] > 0);
  BOOST_TEST(outcomes["damage is told"] == 0);
  BOOST_TEST(outcomes["the file is refused"] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
