// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/retries.hpp>

#include <optional>

#include <boost/test/unit_test.hpp>

using dlp::failure;
using dlp::detail::retries;

namespace {

auto failed_on(int rank) { return failure{7, rank, "host", "type", "text"}; }
auto const nothing = std::optional<dlp::index_t>();

}  // namespace

// contract: E2
BOOST_AUTO_TEST_CASE(an_index_is_booked_so_many_times_and_then_it_has_failed) {
  auto booked = retries(dlp::retry{2});
  for (auto round = 0; round != 2; ++round) {
    BOOST_TEST(booked.book(7, failed_on(1)));
    BOOST_TEST((booked.take_for(2, false) == std::optional(dlp::index_t{7})));
  }
  BOOST_TEST(!booked.book(7, failed_on(1)));
  BOOST_TEST(booked.book(8, failed_on(1)));
}

// contract: E2
BOOST_AUTO_TEST_CASE(another_rank_tries_unless_there_is_none) {
  auto booked = retries(dlp::retry{1});
  booked.book(7, failed_on(1));
  BOOST_TEST((booked.take_for(1, false) == nothing));
  BOOST_TEST(!booked.empty());
  BOOST_TEST((booked.take_for(1, true) == std::optional(dlp::index_t{7})));
  BOOST_TEST(booked.empty());
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
  auto const failures = booked.give_up();
  BOOST_TEST(failures.size() == 2u);
  BOOST_TEST((failures.back() == failed_on(2)));
  BOOST_TEST(booked.empty());
}
