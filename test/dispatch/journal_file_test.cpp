// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_file.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <ranges>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <boost/test/unit_test.hpp>

#include <dispatch/journal/journal_reader.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>

#include "../support/child_status.hpp"
#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(journal_file_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture : journal_place {
  [[nodiscard]] auto open() const { return journal_file(sample_terms(file)); }

  /// The text of the refusal of these terms.
  [[nodiscard]] auto refusal(journal_terms terms) const {
    auto const before = read_file(file);
    auto text = text_of<dlp::usage_error>([&] { journal_file(std::move(terms)); });
    BOOST_TEST((read_file(file) == before));  // it is left as it was
    return text;
  }
};

auto const each = boost::test_tools::per_element();

/// One column for each kind of value.
auto columns_of_all_kinds() -> std::vector<stored_column> {
  return {{"i", value_kind::integer},
          {"b", value_kind::boolean},
          {"r", value_kind::real},
          {"t", value_kind::text},
          {"x", value_kind::blob}};
}

}  // namespace

// contract: J1
BOOST_FIXTURE_TEST_CASE(what_is_committed_is_there_again, fixture) {
  {
    auto journal = open();
    commit_samples(journal, 0, 300);
    BOOST_TEST(find_rows(journal).count == 300U);
  }
  auto journal = open();
  commit_samples(journal, 300, 310);
  auto const found = find_rows(journal);
  BOOST_TEST(found.count == 310U);
  BOOST_TEST(found.wrong == 0U);
  BOOST_TEST(found.are_from_zero_on);
}

BOOST_FIXTURE_TEST_CASE(it_is_one_private_file_when_it_is_closed, fixture) {
  {
    auto journal = open();
    commit_samples(journal, 0, 10);
    BOOST_TEST(folder.files() ==
                   (std::vector<std::string>{"run.db", "run.db-lock", "run.db-shm", "run.db-wal"}),
               each);
  }
  BOOST_TEST(folder.files() == std::vector<std::string>{"run.db"}, each);
  constexpr auto place_of_log = 18;  // of the header: 1 where it has no log
  BOOST_TEST(read_file(file).at(place_of_log) == 1);
  struct stat found{};
  BOOST_REQUIRE(::stat(file.c_str(), &found) == 0);
  BOOST_TEST((found.st_mode & 0777) == 0600U);
}

BOOST_FIXTURE_TEST_CASE(rows_come_in_the_order_of_indices_and_a_later_one_takes_the_place,
                        fixture) {
  auto journal = open();
  commit_samples(journal, 7, 9);
  commit_samples(journal, 0, 7);
  auto const other = sample_row(3);
  auto row = other.row;
  row.attempts = 17;
  journal.commit({&row, 1});
  auto indices = std::vector<dlp::index_t>();
  auto attempts = 0;
  journal.for_each_row([&](cell_row const& one) {
    indices.push_back(one.index);
    if (one.index == 3) attempts = one.attempts;
  });
  BOOST_TEST(indices == (std::vector<dlp::index_t>{0, 1, 2, 3, 4, 5, 6, 7, 8}), each);
  BOOST_TEST(attempts == 17);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(all_rows_of_a_commit_are_written_or_none, fixture) {
  auto journal = open();
  auto const good = sample_row(0);
  auto wrong = good.row;
  auto const text = std::vector<stored_value>{"a text, and no bytes"};
  wrong.index = 1;
  wrong.results = text;
  auto const rows = std::vector{good.row, wrong};
  BOOST_TEST(contains(text_of<dlp::usage_error>([&] { journal.commit(rows); }),
                      "another value than a blob for the column \"value\""));
  BOOST_TEST(find_rows(journal).count == 0U);
  wrong.results = {};
  BOOST_TEST(contains(text_of<dlp::usage_error>([&] { journal.commit({&wrong, 1}); }),
                      "a cell with 0 results for a journal with 1"));
  commit_samples(journal, 0, 2);
  BOOST_TEST(find_rows(journal).count == 2U);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(every_value_comes_back_bit_for_bit, fixture) {
  using limits = std::numeric_limits<double>;
  using integers = std::numeric_limits<std::int64_t>;
  auto const bytes = std::as_bytes(std::span("a\0b", 4));
  auto const nothing = std::span<std::byte const>();
  auto const nan_with_a_message = std::bit_cast<double>(0xfff8000000001234);
  auto const eight = std::as_bytes(std::span("8 bytes", 8));  // as many as a NaN is kept in
  auto const none = stored_value();
  auto const rows_of_values = std::vector<std::vector<stored_value>>{
      {none, none, none, none, none},
      {std::int64_t{0}, std::int64_t{0}, 0.0, std::string_view(), nothing},
      {integers::min(), std::int64_t{1}, -0.0, std::string_view("a\0b", 3), bytes},
      {integers::max(), std::int64_t{0}, limits::infinity(), "é日本", eight},
      {none, none, -limits::infinity(), "\xff\xfe no UTF-8", bytes},
      {none, none, limits::quiet_NaN(), "12", bytes},
      {none, none, nan_with_a_message, "1e5", bytes},
      {none, none, limits::denorm_min(), "nan", bytes},
      {none, none, limits::max(), "'; DROP TABLE cell; --", bytes},
      {none, none, 3.0, "x", bytes},
  };
  auto terms = journal_terms{.file = file, .results = columns_of_all_kinds()};
  for (auto const& one : columns_of_all_kinds())
    terms.axes.push_back({one.name + "'", "", one.kind, {}});
  {
    auto journal = journal_file(terms);
    auto rows = std::vector<cell_row>();
    for (auto const& values : rows_of_values) {
      rows.push_back({.index = rows.size(),
                      .start = -0.0,
                      .duration = limits::quiet_NaN(),
                      .axes = values,
                      .results = values});
    }
    journal.commit(rows);
  }
  auto count = std::size_t{0};
  journal_file(terms).for_each_row([&](cell_row const& row) {
    auto const& values = rows_of_values.at(row.index);
    for (auto i = std::size_t{0}; i != values.size(); ++i) {
      BOOST_TEST(same(row.results[i], values[i]), "result " << i << " of row " << row.index);
      BOOST_TEST(same(row.axes[i], values[i]), "axis " << i << " of row " << row.index);
    }
    BOOST_TEST(std::signbit(row.start));
    BOOST_TEST(std::isnan(row.duration));
    ++count;
  });
  BOOST_TEST(count == rows_of_values.size());
}

BOOST_FIXTURE_TEST_CASE(a_column_may_have_any_name, fixture) {
  auto terms = journal_terms{.file = file};
  for (auto const* name :
       {"a\"b", "select", "x y", "größe", "rowid", "'", "a]b", "\n", "--", "?1"}) {
    terms.results.push_back({name, value_kind::integer});
  }
  auto values = std::vector<stored_value>();
  for (auto const number : std::views::iota(std::int64_t{0}, std::int64_t{10}))
    values.emplace_back(number);
  auto const row = cell_row{.index = 5, .results = values};
  journal_file(terms).commit({&row, 1});
  auto count = 0;
  journal_file(terms).for_each_row([&](cell_row const& found) {
    BOOST_TEST(std::ranges::equal(found.results, values, same));
    ++count;
  });
  BOOST_TEST(count == 1);
  auto const reader = journal_reader(file);
  BOOST_REQUIRE(reader.results().size() == 10U);
  BOOST_TEST(reader.results()[0].name == "a\"b");
}

BOOST_FIXTURE_TEST_CASE(a_name_that_is_taken_is_refused_before_anything_is_made, fixture) {
  auto terms = sample_terms(file);
  terms.results.push_back({"Host", value_kind::text});
  BOOST_TEST(
      contains(refusal(terms), "a result of a journal cannot be called \"Host\": it has a column"));
  terms.results.back().name = "X";
  BOOST_TEST(
      contains(refusal(terms), "a result of a journal cannot be called \"X\": another one is"));
  BOOST_TEST(folder.files().empty());
}

BOOST_FIXTURE_TEST_CASE(large_results_lie_in_parts, fixture) {
  auto terms = journal_terms{.file = file, .results = columns_of_all_kinds(), .largest_row = 1000};
  auto const text = std::string(2500, 't');
  auto const small = std::string(300, 's');
  auto large = std::string(2003, 'b');
  large.back() = 'e';
  auto const bytes = std::as_bytes(std::span(large));
  auto const one = std::vector<stored_value>{{}, {}, 1.5, text, bytes};
  auto const two = std::vector<stored_value>{{}, {}, 1.5, small, bytes};
  auto const three = std::vector<stored_value>{{}, {}, 1.5, {}, bytes.first(700)};
  {
    auto journal = journal_file(terms);
    auto const rows = std::vector<cell_row>{
        {.index = 1, .results = one}, {.index = 2, .results = two}, {.index = 3, .results = three}};
    journal.commit(rows);
  }
  auto const check = [&](std::vector<stored_value> const& first) {
    auto found = std::vector<dlp::index_t>();
    journal_reader(file).for_each_row([&](cell_row const& row) {
      auto const& want = row.index == 1 ? first : row.index == 2 ? two : three;
      BOOST_TEST(std::ranges::equal(row.results, want, same), "row " << row.index);
      found.push_back(row.index);
    });
    return found;
  };
  BOOST_TEST(check(one) == (std::vector<dlp::index_t>{1, 2, 3}), each);
  // What takes the place of such a row, or removes it, takes its parts away.
  {
    auto journal = journal_file(terms);
    auto const row = cell_row{.index = 1, .results = three};
    journal.commit({&row, 1});
    BOOST_TEST(journal.forget(std::vector<dlp::index_t>{2, 9}) == 1U);
  }
  BOOST_TEST(check(three) == (std::vector<dlp::index_t>{1, 3}), each);
  auto const tables = database(file, access::read);
  BOOST_TEST(*tables.first_integer("SELECT count(*) FROM part") == 0);
}

BOOST_FIXTURE_TEST_CASE(rows_can_be_forgotten, fixture) {
  auto journal = open();
  commit_samples(journal, 0, 100);
  auto const failed = [](cell_row const& row) { return row.status == cell_status::failed; };
  BOOST_TEST(journal.forget_if(failed) == 2U);
  BOOST_TEST(journal.forget_if(failed) == 0U);
  BOOST_TEST(find_rows(journal).count == 98U);
  BOOST_TEST(find_rows(journal).wrong == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_reading_that_stops_early_leaves_the_journal_usable, fixture) {
  auto journal = open();
  commit_samples(journal, 0, 10);
  BOOST_CHECK_THROW(
      journal.for_each_row([](cell_row const&) { throw std::runtime_error("enough"); }),
      std::runtime_error);
  commit_samples(journal, 10, 20);
  BOOST_TEST(find_rows(journal).count == 20U);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(results_of_another_call_are_refused_with_both_shown, fixture) {
  commit_samples(*std::make_unique<journal_file>(open()), 0, 3);
  auto const with = [&](auto change) {
    auto terms = sample_terms(file);
    change(terms);
    return refusal(terms);
  };
  BOOST_TEST(contains(with([](auto& terms) { terms.traits[0].value = "f2"; }),
                      file.string() +
                          " has the results of another call: its fingerprint is \"f1\", and "
                          "here it is \"f2\""));
  BOOST_TEST(contains(with([](auto& terms) { terms.traits[1].value = "999"; }),
                      "its size is \"1000\", and here it is \"999\""));
  BOOST_TEST(contains(with([](auto& terms) { terms.traits.push_back({"key", "k"}); }),
                      "its key is \"\", and here it is \"k\""));
  BOOST_TEST(contains(with([](auto& terms) { terms.axes[0].values[1] = 2.5; }),
                      "its axes is \"x in m real of 2 values (checksum "));
  BOOST_TEST(contains(with([](auto& terms) { terms.axes[0].name = "y"; }),
                      "and here it is \"y in m real of 2"));
  BOOST_TEST(contains(with([](auto& terms) { terms.results[0].kind = value_kind::text; }),
                      "its results is \"value blob\", and here it is \"value text\""));
  BOOST_TEST(find_rows(open()).count == 3U);
}

BOOST_FIXTURE_TEST_CASE(another_build_is_told_once_and_an_owner_is_noted, fixture) {
  auto lines = std::vector<std::string>();
  auto const open_as = [&](std::string const& build) {
    auto terms = sample_terms(file);
    terms.traits.push_back({"build", build, if_differs::tell});
    terms.says = [&](std::string_view line) { lines.emplace_back(line); };
    journal_file(std::move(terms));
  };
  open_as("b1");
  BOOST_TEST(lines.empty());
  BOOST_TEST(contains(journal_reader(file).traits()["owner"],
                      "process " + std::to_string(::getpid()) + " on "));
  open_as("b2");
  open_as("b2");
  BOOST_TEST(lines == std::vector<std::string>{"dlp: the results in " + file.string() +
                                               " are taken though their build is \"b1\", and here "
                                               "it is \"b2\""},
             each);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(what_is_no_journal_is_refused_and_left_as_it_is, fixture) {
  auto const refused = [&] { return refusal(sample_terms(file)); };
  for (auto const& text :
       {std::string("x"), std::string("energy\n1.5\n"), std::string(10000, '\0')}) {
    write_file(file, text);
    BOOST_TEST(contains(refused(), file.string() + " is no journal: it is "));
  }
  std::filesystem::remove(file);
  auto const make = [&](std::string const& sql) {
    std::filesystem::remove(file);
    std::ofstream(file).close();
    auto other = database(file, access::write);
    other.execute(sql);
  };
  make("CREATE TABLE cell (x)");
  BOOST_TEST(contains(refused(), " is no journal: it is a database of another program"));
  make("PRAGMA journal_mode = WAL; CREATE TABLE cell (x)");
  BOOST_TEST(contains(refused(), " is no journal: it is a database of another program"));
  make("PRAGMA application_id = 1684828266; PRAGMA user_version = 2; CREATE TABLE cell (x)");
  BOOST_TEST(contains(refused(), " is a journal of version 2, and this dlp knows version 1"));
  std::filesystem::rename(file, folder / "other");
  std::filesystem::create_symlink(folder / "other", file);
  BOOST_TEST(contains(refused(), " is a symbolic link"));
  BOOST_TEST(folder.files() == (std::vector<std::string>{"other", "run.db"}), each);
}

BOOST_FIXTURE_TEST_CASE(a_link_to_its_folder_is_followed, fixture) {
  std::filesystem::create_directory(folder / "real");
  std::filesystem::create_directory_symlink(folder / "real", folder / "link");
  file = folder / "link/run.db";
  commit_samples(*std::make_unique<journal_file>(open()), 0, 3);
  BOOST_TEST(std::filesystem::exists(folder / "real/run.db"));
  BOOST_TEST(find_rows(open()).count == 3U);
}

BOOST_FIXTURE_TEST_CASE(where_there_is_no_folder_the_system_says_so, fixture) {
  auto const text =
      text_of<store_error>([&] { journal_file(sample_terms(folder / "none/run.db")); });
  BOOST_TEST(contains(text, "none/run.db-lock cannot be made: No such file or directory"));
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(a_second_writer_is_refused_and_told_who_has_it, fixture) {
  auto journal = open();
  commit_samples(journal, 0, 10);
  auto const text = text_of<dlp::usage_error>([&] { journal_file(sample_terms(file)); });
  BOOST_TEST(contains(text, file.string() + " is being written to by process " +
                                std::to_string(::getpid()) + " on "));
  // Nor has the attempt ended any lock of the first one.
  BOOST_TEST(holds_in_child([&] {
    return !text_of<dlp::usage_error>([&] { journal_file(sample_terms(file)); }).empty();
  }));
  BOOST_TEST(holds_in_child([&] {
    auto other = database(file, access::write);
    other.wait_at_most(0);
    try {
      return other.first_text("PRAGMA journal_mode = DELETE") != "delete";  // it keeps its log
    } catch (store_error const&) {
      return true;
    }
  }));
  commit_samples(journal, 10, 20);
  BOOST_TEST(find_rows(journal).count == 20U);
}

BOOST_FIXTURE_TEST_CASE(a_child_cannot_use_it_and_takes_nothing_away, fixture) {
  {
    auto journal = std::make_unique<journal_file>(open());
    commit_samples(*journal, 0, 10);
    BOOST_TEST(holds_in_child([&] {
      auto const text = text_of<dlp::usage_error>([&] { commit_samples(*journal, 10, 11); });
      journal.reset();
      return contains(text, "the journal of the process that this one is a child of");
    }));
    BOOST_TEST(std::filesystem::exists(folder / "run.db-lock"));
    BOOST_CHECK_THROW(journal_file(sample_terms(file)), dlp::usage_error);
    commit_samples(*journal, 10, 20);
  }
  BOOST_TEST(find_rows(open()).count == 20U);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(where_it_is_read_at_its_end_the_next_opening_makes_one_file, fixture) {
  auto lines = std::vector<std::string>();
  auto reader = std::optional<journal_reader>();
  {
    auto terms = sample_terms(file);
    terms.says = [&](std::string_view line) { lines.emplace_back(line); };
    auto journal = std::make_unique<journal_file>(terms);
    commit_samples(*journal, 0, 10);
    reader.emplace(file);
    auto first = true;
    reader->for_each_row([&](cell_row const& row) {
      BOOST_TEST(is_sample(row));
      if (std::exchange(first, false)) journal.reset();
    });
  }
  BOOST_REQUIRE(lines.size() == 1U);
  BOOST_TEST(contains(lines[0], "run.db-wal stays, and belongs to it"));
  BOOST_TEST(std::filesystem::exists(folder / "run.db-wal"));
  reader.reset();
  BOOST_TEST(find_rows(open()).count == 10U);
  BOOST_TEST(folder.files() == std::vector<std::string>{"run.db"}, each);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(after_a_kill_all_that_was_committed_is_there, fixture) {
  in_a_process_that_is_killed([&] {
    auto journal = std::make_unique<journal_file>(open());
    commit_samples(*journal, 0, 10);
    static_cast<void>(journal.release());
  });
  BOOST_TEST(std::filesystem::exists(folder / "run.db-wal"));
  BOOST_TEST(std::filesystem::exists(folder / "run.db-lock"));
  BOOST_TEST(find_rows(open()).count == 10U);
  BOOST_TEST(folder.files() == std::vector<std::string>{"run.db"}, each);
}

BOOST_AUTO_TEST_SUITE_END()
