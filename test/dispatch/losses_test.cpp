// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/losses.hpp>

#include <optional>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(losses_test)

using dlp::index_range;
using dlp::index_t;
using dlp::detail::losses;

namespace {

auto on(int rank) { return losses::lost_rank{rank, "node" + std::to_string(rank)}; }
auto const nothing = std::optional<index_t>();
auto just(index_t position) { return std::optional(position); }

}  // namespace

BOOST_AUTO_TEST_CASE(what_a_lost_rank_had_comes_back_one_at_a_time) {
  auto booked = losses(3);
  BOOST_TEST(booked.empty());
  BOOST_TEST(!booked.book({{4, 7}}, on(1)).has_value());
  BOOST_TEST(booked.size() == 3u);
  for (auto const position : {4u, 5u, 6u}) BOOST_TEST((booked.take() == just(position)));
  BOOST_TEST(booked.empty());
  BOOST_TEST((booked.take() == nothing));
}

BOOST_AUTO_TEST_CASE(nothing_in_the_hands_is_nothing_to_book) {
  auto booked = losses(1);
  BOOST_TEST(!booked.book({}, on(1)).has_value());
  BOOST_TEST(booked.empty());
}

// contract: E9
BOOST_AUTO_TEST_CASE(an_example_that_so_many_ranks_were_lost_with_has_failed) {
  auto booked = losses(3);
  BOOST_TEST(!booked.book({{7, 8}}, on(2)).has_value());
  BOOST_TEST((booked.take() == just(7)));
  BOOST_TEST(!booked.book({{7, 8}}, on(4)).has_value());
  BOOST_TEST((booked.take() == just(7)));
  auto const failed = booked.book({{7, 8}}, on(3));
  BOOST_REQUIRE(failed.has_value());
  BOOST_TEST(to_string(*failed) ==
             "index 7 on rank 3 (node3): 3 ranks were lost with it: rank 2 (node2), "
             "rank 4 (node4), rank 3 (node3)");
  BOOST_TEST(booked.empty());
}

BOOST_AUTO_TEST_CASE(only_one_that_was_alone_is_to_blame) {
  auto booked = losses(2);
  BOOST_TEST(!booked.book({{0, 3}}, on(1)).has_value());
  BOOST_TEST((booked.take() == just(0)));
  booked.absolve(0);
  BOOST_TEST((booked.take() == just(1)));
  auto const failed = booked.book({{1, 2}}, on(2));
  BOOST_REQUIRE(failed.has_value());
  BOOST_TEST(failed->index == 1u);
  BOOST_TEST((booked.take() == just(2)));
}

BOOST_AUTO_TEST_CASE(where_one_loss_is_enough_the_one_of_several_is_still_found) {
  auto booked = losses(1);
  BOOST_TEST(!booked.book({{0, 2}}, on(1)).has_value());
  BOOST_TEST((booked.take() == just(0)));
  BOOST_TEST((booked.take() == just(1)));
  BOOST_TEST(booked.book({{1, 2}}, on(2)).has_value());
}

BOOST_AUTO_TEST_CASE(so_it_is_of_examples_that_do_not_lie_together) {
  auto booked = losses(1);
  BOOST_TEST(!booked.book({{7, 8}, {3, 4}}, on(1)).has_value());
  BOOST_TEST((booked.take() == just(7)));
  BOOST_TEST((booked.take() == just(3)));
  BOOST_TEST(booked.book({{3, 4}}, on(2)).has_value());
}

BOOST_AUTO_TEST_CASE(what_was_absolved_begins_anew) {
  auto booked = losses(2);
  BOOST_TEST(!booked.book({{7, 8}}, on(1)).has_value());
  BOOST_TEST((booked.take() == just(7)));
  booked.absolve(7);
  BOOST_TEST(!booked.book({{7, 8}}, on(2)).has_value());
}

BOOST_AUTO_TEST_CASE(what_was_given_out_and_not_begun_keeps_its_history) {
  auto booked = losses(2);
  BOOST_TEST(!booked.book({{7, 8}}, on(1)).has_value());
  BOOST_TEST((booked.take() == just(7)));
  booked.put_back(7);
  BOOST_TEST((booked.take() == just(7)));
  BOOST_TEST(booked.book({{7, 8}}, on(2)).has_value());
}

BOOST_AUTO_TEST_CASE(what_lies_beyond_the_end_of_the_range_is_forgotten) {
  auto booked = losses(3);
  static_cast<void>(booked.book({{4, 10}}, on(1)));
  static_cast<void>(booked.book({{20, 30}}, on(1)));
  booked.ends_at(6);
  BOOST_TEST(booked.size() == 2u);
  BOOST_TEST((booked.take() == just(4)));
  BOOST_TEST((booked.take() == just(5)));
  BOOST_TEST(booked.empty());
}

BOOST_AUTO_TEST_CASE(the_lowest_is_that_of_those_that_wait) {
  auto booked = losses(2);
  BOOST_TEST(!booked.lowest());
  static_cast<void>(booked.book({{8, 9}, {4, 7}}, on(1)));
  BOOST_TEST(*booked.lowest() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
