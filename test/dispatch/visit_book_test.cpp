// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/visit_book.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/memory_recorder.hpp"
#include "../support/standard_error.hpp"

BOOST_AUTO_TEST_SUITE(visit_book_test)

using namespace dlp::detail;
using namespace std::chrono_literals;
using dlp_test::kept_rows;
using dlp_test::memory_recorder;

namespace {

struct fixture {
  explicit fixture(std::chrono::seconds patience = 60s)
      : book(std::make_unique<memory_recorder>(rows), "split_shared over 9 examples", 1, 2,
             patience) {}

  kept_rows rows = {};
  visit_book book;

  /// What all are told, as far as that needs no body.
  auto told() -> std::vector<word> {
    auto all = std::vector<word>();
    for (auto& one : book.keep()) {
      all.push_back(one.what);
      last = std::move(one.body);
    }
    return all;
  }
  auto failures() const -> std::vector<dlp::failure> {
    auto body = byte_reader(last);
    return take_failures(body);
  }
  dlp::bytes last = {};
};

struct impatient : fixture {
  impatient() : fixture(0s) {}
};

auto at(dlp::index_t index) -> dlp::failure {
  return {.index = index, .rank = 1, .host = {}, .type = "E", .text = "no"};
}

using words = std::vector<word>;

}  // namespace

// contract: J1
BOOST_FIXTURE_TEST_CASE(what_ranks_report_is_kept_and_all_hear_when_it_is_all, fixture) {
  book.take(0, {.host = "node7", .visits = {{{3, 5}, 4.0}, {{9, 10}, 0.5}}});
  BOOST_TEST((told() == words()));
  BOOST_TEST(rows.done.size() == 3U);
  BOOST_TEST(rows.done.at(4).seconds == 2);
  BOOST_TEST(rows.done.at(9).seconds == 0.5);
  BOOST_TEST(rows.done.at(9).rank == 0);
  book.take(0, {.is_last = true});
  BOOST_TEST((told() == words()));
  BOOST_TEST(!book.is_over());
  book.take(1, {.host = "node8", .is_last = true, .visits = {{{0, 1}, 1.0}}});
  BOOST_TEST((told() == words{word::kept}));
  BOOST_TEST(failures().empty());
  BOOST_TEST(rows.done.at(0).rank == 1);
  BOOST_TEST(book.is_over());
  BOOST_TEST(rows.open == 0);  // who hears of it may open the file
}

BOOST_FIXTURE_TEST_CASE(what_failed_is_kept_with_how_often, fixture) {
  book.take(0, {.again = {{2, 1}, {3, 1}}});
  book.take(1, {.visits = {{{3, 4}, 1.0}}, .failed = {at(2)}, .again = {{2, 1}, {3, 1}}});
  BOOST_TEST((told() == words()));
  BOOST_TEST(rows.failed.at(2) == 2);
  BOOST_TEST(rows.done.at(3).attempts == 2);
}

BOOST_FIXTURE_TEST_CASE(who_takes_what_failed_says_so_before_the_one_where_it_did, fixture) {
  book.take(1, {.visits = {{{3, 4}, 1.0}}, .again = {{3, 2}}});
  BOOST_TEST((told() == words()));
  book.take(0, {.again = {{3, 1}}});
  BOOST_TEST(rows.done.at(3).attempts == 3);
}

// contract: J1
BOOST_FIXTURE_TEST_CASE(while_nothing_can_be_kept_nothing_is_begun, fixture) {
  rows.at_try = [](int tries) {
    if (tries == 1) throw store_refuses("the disk is full");
  };
  book.take(0, {.is_last = true, .visits = {{{3, 5}, 4.0}}});
  book.take(1, {.is_last = true});
  BOOST_TEST((told() == words{word::hold}));
  auto then = told();
  for (; then.empty(); then = told()) continue;
  BOOST_TEST((then == words{word::go_on, word::kept}));
  BOOST_TEST(rows.done.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(what_prevents_it_for_long_ends_the_loop, impatient) {
  rows.at_try = [](int) { throw store_refuses("the disk is full"); };
  book.take(0, {.visits = {{{3, 5}, 4.0}}});
  BOOST_TEST((told() == words{word::hold}));
  auto then = told();
  for (; then.empty(); then = told()) continue;
  BOOST_TEST((then == words{word::halt, word::go_on}));
  book.take(0, {.is_last = true});
  book.take(1, {.is_last = true});
  BOOST_TEST((told() == words{word::kept}));
  BOOST_REQUIRE(failures().size() == 1U);
  BOOST_TEST(failures().front().text.find("the disk is full") != std::string::npos);
  BOOST_TEST(failures().front().rank == 1);
}

BOOST_FIXTURE_TEST_CASE(a_journal_that_fails_ends_the_loop, fixture) {
  rows.at_try = [](int) { throw std::runtime_error("damaged"); };
  book.take(0, {.is_last = true, .visits = {{{3, 5}, 4.0}}});
  BOOST_TEST((told() == words{word::halt}));
  book.take(1, {.is_last = true});
  BOOST_TEST((told() == words{word::kept}));
  BOOST_REQUIRE(failures().size() == 1U);
  BOOST_TEST(failures().front().text == "damaged");
}

BOOST_FIXTURE_TEST_CASE(where_all_have_left_stderr_has_what_is_not_kept, fixture) {
  rows.at_try = [](int) { throw std::runtime_error("damaged"); };
  book.take(0, {.is_last = true, .visits = {{{3, 5}, 4.0}}});
  book.take(1, {.is_last = true});
  auto const said = dlp_test::said_on_stderr([&] { BOOST_TEST(told().size() == 2U); });
  BOOST_TEST(said.starts_with("dlp: split_shared over 9 examples: its journal does not have all "
                              "that was done: "),
             said);
  BOOST_TEST(said.find("damaged") != std::string::npos, said);
}

BOOST_FIXTURE_TEST_CASE(where_one_waits_it_hears_so_and_stderr_has_nothing, fixture) {
  rows.at_try = [](int) { throw std::runtime_error("damaged"); };
  book.take(0, {.is_last = true, .waits = true, .visits = {{{3, 5}, 4.0}}});
  book.take(1, {.is_last = true});
  BOOST_TEST(dlp_test::said_on_stderr([&] { BOOST_TEST(told().size() == 2U); }) == "");
}

BOOST_AUTO_TEST_SUITE_END()
