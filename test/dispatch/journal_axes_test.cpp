// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_axes.hpp>

#include <algorithm>
#include <csignal>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/journal_file.hpp>
#include <dispatch/journal/journal_reader.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>

#include "../support/journals.hpp"

BOOST_AUTO_TEST_SUITE(journal_axes_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture : journal_place {
  static constexpr auto rows = dlp::index_t{200};

  /// Has 200 rows, of which many are in parts where `most` is small.
  void write_all(std::size_t most = 1000) {
    auto terms = terms_from(file, 0, rows);
    terms.largest_row = most;
    auto journal = journal_file(terms);
    commit_samples(journal, 0, rows);
    BOOST_TEST(!journal.left_out());
  }
};

}  // namespace

// contract: J2
BOOST_FIXTURE_TEST_CASE(rows_go_with_the_values_of_their_axes_and_come_back, fixture) {
  for (auto const most : {std::size_t{1000}, std::size_t{100}}) {
    std::filesystem::remove(file);
    write_all(most);
    auto const opened = [&](dlp::index_t first, dlp::index_t last) {
      auto terms = terms_from(file, first, last);
      terms.largest_row = most;
      return journal_file(terms);
    };
    {
      auto const some = opened(50, 80);
      BOOST_TEST(some.left_out().value() == 170U);
      BOOST_TEST(count_shifted(some, 50) == 30U);
    }
    {
      auto const others = opened(70, 300);
      BOOST_TEST(others.left_out().value() == 70U);
      BOOST_TEST(count_shifted(others, 70) == 130U);
    }
    auto const all = opened(0, rows);
    BOOST_TEST(all.left_out().value() == 0U);
    BOOST_TEST(count_shifted(all, 0) == rows);
    auto const tables = database(file, access::read);
    for (auto const* empty : {"left_out", "left_out_part"}) {
      BOOST_TEST(*tables.first_integer(std::string("SELECT count(*) FROM ") + empty) == 0);
    }
    BOOST_TEST((*tables.first_integer("SELECT count(*) FROM part") == 0) == (most == 1000));
    BOOST_TEST(*tables.first_integer("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'new%'") ==
               0);
    BOOST_TEST(*tables.first_integer("SELECT count(*) FROM axis") == 200);
  }
}

// contract: J2
BOOST_FIXTURE_TEST_CASE(rows_that_are_in_their_places_are_not_written, fixture) {
  auto const count = [&](std::string const& what) {
    return *database(file, access::read)
                .first_integer("SELECT count(*) FROM sqlite_schema WHERE name = '" + what + "'");
  };
  write_all();
  database(file, access::write).execute("CREATE INDEX own ON cell (rank)");  // goes with its table
  {
    auto const longer = journal_file(terms_from(file, 0, 2 * rows));
    BOOST_TEST(longer.left_out().value() == 0U);
    BOOST_TEST(count_shifted(longer, 0) == rows);
    BOOST_TEST(journal_reader(file).axes().front().values.size() == 2 * rows);
  }
  BOOST_TEST(count("own") == 1);
  {
    auto const shorter = journal_file(terms_from(file, 0, 50));
    BOOST_TEST(shorter.left_out().value() == 150U);
  }
  BOOST_TEST(count("own") == 0);
  database(file, access::write).execute("CREATE INDEX own ON cell (rank)");
  {
    auto const others = journal_file(terms_from(file, 0, 40));
    BOOST_TEST(others.left_out().value() == 160U);
    BOOST_TEST(count_shifted(others, 0) == 40U);
  }
  database(file, access::write).execute("CREATE INDEX own ON cell (rank)");
  auto const back = journal_file(terms_from(file, 0, 60));  // those in the grid stay, but not all
  BOOST_TEST(back.left_out().value() == 140U);
  BOOST_TEST(count_shifted(back, 0) == 60U);
}

BOOST_FIXTURE_TEST_CASE(who_reads_meanwhile_sees_all_of_one_grid, fixture) {
  write_all();
  auto const before = journal_reader(file);
  auto const moved = journal_file(terms_from(file, 50, 80));
  BOOST_TEST(count_shifted(before, 50) == 30U);
  BOOST_TEST(journal_reader(file).axes().front().values.size() == 30U);
  auto const rewrites = child([&] {
    auto journal = database(file, access::write);
    for (auto first = dlp::index_t{0};; first = 1 - first) {
      auto const terms = terms_from(file, first, 2000);
      auto all = transaction(journal);
      replace_axes(journal, columns_of(journal), file, terms.axes, terms.lookup, 1000);
      keep_traits(journal, std::vector<journal_trait>{{"axes", summary_of(terms.axes)}});
      all.commit();
    }
  });
  auto seen = std::set<std::size_t>();
  auto const both = [&] { return seen.contains(2000) && seen.contains(1999); };
  for (auto i = 0; i < 300 || (!both() && i != 100'000); ++i)
    BOOST_CHECK_NO_THROW(seen.insert(journal_reader(file).axes().front().values.size()));
  BOOST_TEST(both());
  BOOST_TEST(rewrites.is_running());
}

BOOST_FIXTURE_TEST_CASE(the_same_values_change_nothing, fixture) {
  write_all();
  BOOST_TEST(!journal_file(terms_from(file, 0, rows)).left_out());
  BOOST_TEST(*database(file, access::read)
                  .first_integer("SELECT count(*) FROM sqlite_schema WHERE name = 'left_out'") ==
             0);
}

// contract: J1 J2
BOOST_FIXTURE_TEST_CASE(a_kill_while_rows_are_moved_leaves_all_as_it_was, fixture) {
  constexpr auto many = dlp::index_t{20'000};  // more than SQLite keeps in memory: its log has some
  {
    auto journal = journal_file(terms_from(file, 0, many));
    commit_samples(journal, 0, many);
  }
  for (auto const killed_at : {1, 10'000, 20'000}) {
    in_a_process_that_is_killed([&] {
      auto terms = terms_from(file, 50, 8000);
      auto asked = 0;
      terms.lookup = [&, find = terms.lookup()] {
        return [&](auto values) {
          if (++asked == killed_at) std::raise(SIGKILL);
          return find(values);
        };
      };
      auto const journal = journal_file(terms);
      throw std::logic_error("not killed");
    });
    auto const as_before = journal_file(terms_from(file, 0, many));
    BOOST_TEST(!as_before.left_out());
    BOOST_TEST(count_shifted(as_before, 0) == many);
  }
  in_a_process_that_is_killed([&] {
    auto const journal = journal_file(terms_from(file, 50, 8000));
    std::raise(SIGKILL);
  });
  auto const moved = journal_file(terms_from(file, 50, 8000));
  BOOST_TEST(!moved.left_out());
  BOOST_TEST(count_shifted(moved, 50) == 7950U);
}

BOOST_FIXTURE_TEST_CASE(an_error_while_rows_are_moved_leaves_all_as_it_was, fixture) {
  write_all();
  auto terms = terms_from(file, 50, 80);
  terms.lookup = [] {
    return [asked = 0](auto) mutable -> std::optional<dlp::index_t> {
      if (++asked == 150) throw std::bad_alloc();
      return 0;
    };
  };
  BOOST_CHECK_THROW(journal_file(std::move(terms)), std::bad_alloc);
  BOOST_TEST(count_shifted(journal_file(terms_from(file, 0, rows)), 0) == rows);
}

// contract: J2
BOOST_FIXTURE_TEST_CASE(of_equal_cells_the_place_is_for_one_that_is_done, fixture) {
  {
    auto journal = journal_file(terms_from(file, 0, 10));
    commit_samples(journal, 3, 5);  // the first of them has failed
  }
  auto terms = terms_from(file, 3, 4);
  terms.lookup = [] {
    return [free = true](auto) mutable {
      return std::exchange(free, false) ? std::optional<dlp::index_t>(0) : std::nullopt;
    };
  };
  auto const one = journal_file(std::move(terms));
  auto count = 0;
  one.for_each_row([&](cell_row const& row) {
    BOOST_TEST((row.status == dlp::cell_status::done));
    ++count;
  });
  BOOST_TEST(count == 1);
  BOOST_TEST(one.left_out().value() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_view_of_a_persons_own_is_in_the_way_of_nothing, fixture) {
  write_all();
  database(file, access::write).execute("CREATE VIEW slow AS SELECT x FROM cell WHERE rank = 1");
  auto const some = journal_file(terms_from(file, 50, 80));
  BOOST_TEST(count_shifted(some, 50) == 30U);
  BOOST_TEST(*database(file, access::read).first_integer("SELECT count(*) FROM slow") > 0);
}

BOOST_FIXTURE_TEST_CASE(a_row_that_is_left_out_and_damaged_is_told_where_it_lies, fixture) {
  write_all();
  {
    auto const some = journal_file(terms_from(file, 1, 3));
  }
  database(file, access::write).execute("UPDATE left_out SET rank = 99 WHERE \"index\" = 1");
  auto const text = text_of<store_error>([&] { journal_file(terms_from(file, 0, rows)); });
  BOOST_TEST(text.find("'DELETE FROM left_out WHERE \"index\" = 1'") != std::string::npos);
}

// contract: J2
BOOST_FIXTURE_TEST_CASE(axes_that_differ_in_more_than_values_are_refused, fixture) {
  write_all();
  auto const refused = [&](auto change) {
    auto terms = terms_from(file, 50, 80);
    change(terms.axes);
    return text_of<dlp::usage_error>([&] { journal_file(std::move(terms)); });
  };
  auto const has = [](std::string const& text, std::string const& part) {
    return text.find("its axes is \"x in m real") != std::string::npos &&
           text.find("and here it is \"" + part) != std::string::npos;
  };
  using axes = std::vector<stored_axis>;
  BOOST_TEST(has(refused([](axes& of) { of.front().name = "y"; }), "y in m real"));
  BOOST_TEST(has(refused([](axes& of) { of.front().unit = "cm"; }), "x in cm real"));
  BOOST_TEST(has(refused([](axes& of) { of.front().kind = value_kind::text; }), "x in m text"));
  BOOST_TEST(
      has(refused([](axes& of) { of.push_back(of.front()), of.back().name = "z"; }), "x in m"));
  auto without = terms_from(file, 50, 80);
  without.lookup = {};
  BOOST_TEST(has(text_of<dlp::usage_error>([&] { journal_file(std::move(without)); }), "x in m"));
  auto other = terms_from(file, 50, 80);
  other.traits.front().value = "f2";
  BOOST_TEST(text_of<dlp::usage_error>([&] {
               journal_file(std::move(other));
             }).find("its fingerprint is") != std::string::npos);
  BOOST_TEST(count_shifted(journal_file(terms_from(file, 0, rows)), 0) == rows);
}

// contract: J2
BOOST_FIXTURE_TEST_CASE(words_go_with_their_rows, fixture) {
  auto const write = [&](dlp::index_t index) {
    auto const sample = sample_row(index);
    auto row = sample.row;
    row.words = "what it says";
    auto journal = journal_file(terms_from(file, 0, rows));
    journal.commit(std::span(&row, 1));
  };
  write(5);
  write(70);
  {
    auto const some = journal_file(terms_from(file, 50, 80));
  }
  auto count = 0;
  journal_file(terms_from(file, 0, rows)).for_each_row([&](cell_row const& row) {
    BOOST_TEST(row.words == "what it says");
    ++count;
  });
  BOOST_TEST(count == 2);
}

BOOST_AUTO_TEST_SUITE_END()
