// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/retries.hpp>

#include <optional>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(retries_test)

using dlp::failure;
using dlp::detail::retries;

namespace {

auto failed_on(int rank) { return failure{7, rank, "host", "type", "text"}; }
auto const nothing = std::optional<dlp::index_t>();
auto const seven = std::optional<dlp::index_t>(7);
auto const anybody = [](int) { return true; };

}  // namespace

// contract: E2
BOOST_AUTO_TEST_CASE(an_index_is_booked_so_many_times_and_then_it_has_failed) {
  auto booked = retries(dlp::retry{2});
  for (auto round = 0; round != 2; ++round) {
    BOOST_TEST(booked.book(7, failed_on(1)));
    BOOST_TEST((booked.take_for(2, 2, anybody) == seven));
  }
  BOOST_TEST(!booked.book(7, failed_on(1)));
  BOOST_TEST(booked.book(8, failed_on(1)));
}

// contract: E2
BOOST_AUTO_TEST_CASE(a_rank_where_it_did_not_fail_tries_as_long_as_there_is_one) {
  auto booked = retries(dlp::retry{9});
  booked.book(7, failed_on(1));
  BOOST_TEST((booked.take_for(1, 3, anybody) == nothing));
  BOOST_TEST((booked.take_for(2, 3, anybody) == seven));
  booked.book(7, failed_on(2));
  BOOST_TEST((booked.take_for(1, 3, anybody) == nothing));
  BOOST_TEST((booked.take_for(2, 3, anybody) == nothing));
  BOOST_TEST((booked.take_for(3, 3, anybody) == seven));
  booked.book(7, failed_on(3));  // now all have tried
  BOOST_TEST((booked.take_for(3, 3, anybody) == nothing));
  BOOST_TEST((booked.take_for(1, 3, anybody) == seven));
}

// contract: E2
BOOST_AUTO_TEST_CASE(a_rank_alone_tries_itself) {
  auto booked = retries(dlp::retry{1});
  booked.book(7, failed_on(1));
  BOOST_TEST((booked.take_for(1, 1, anybody) == seven));
  BOOST_TEST(booked.empty());
}

// contract: E2
BOOST_AUTO_TEST_CASE(ranks_that_have_left_the_loop_do_not_count) {
  auto const all_but_1 = [](int rank) { return rank != 1; };
  auto booked = retries(dlp::retry{2});
  booked.book(7, failed_on(1));
  booked.book(7, failed_on(2));
  BOOST_TEST((booked.take_for(2, 2, all_but_1) == nothing));
  BOOST_TEST((booked.take_for(3, 2, all_but_1) == seven));
}

// contract: E2 S7
BOOST_AUTO_TEST_CASE(what_was_put_back_has_used_up_no_try) {
  auto booked = retries(dlp::retry{1});
  booked.book(7, failed_on(1));
  BOOST_TEST((booked.take_for(2, 3, anybody) == seven));
  booked.put_back(7);
  BOOST_TEST((booked.take_for(1, 3, anybody) == nothing));
  BOOST_TEST((booked.take_for(3, 3, anybody) == seven));
}

BOOST_AUTO_TEST_CASE(other_policies_try_nothing_again) {
  BOOST_TEST(!retries(dlp::stop{}).book(7, failed_on(1)));
  BOOST_TEST(!retries(dlp::collect{}).book(7, failed_on(1)));
  BOOST_TEST(!retries(dlp::retry{0}).book(7, failed_on(1)));
}

BOOST_AUTO_TEST_CASE(what_nobody_tries_any_more_are_failures) {
  auto booked = retries(dlp::retry{1});
  booked.book(7, failed_on(1));
  booked.book(9, failed_on(2));
  auto const failures = booked.give_up(false);
  BOOST_TEST(failures.size() == 2u);
  BOOST_TEST((failures.back() == failed_on(2)));
  BOOST_TEST(booked.empty());
}

BOOST_AUTO_TEST_CASE(what_a_signal_cut_short_is_a_failure_only_where_that_counts) {
  for (auto const counts : {false, true}) {
    auto booked = retries(dlp::retry{1});
    booked.book(7, failed_on(1));
    booked.keep(9, failed_on(2));
    BOOST_TEST(booked.cut_short() == 1u);
    BOOST_TEST(booked.give_up(counts).size() == (counts ? 2u : 1u));
    BOOST_TEST(booked.empty());
  }
}

BOOST_AUTO_TEST_CASE(the_lowest_is_that_of_those_that_wait) {
  auto booked = retries(dlp::retry{2});
  BOOST_TEST(!booked.lowest());
  for (auto const position : {8U, 3U, 5U}) static_cast<void>(booked.book(position, failed_on(1)));
  BOOST_TEST(*booked.lowest() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
