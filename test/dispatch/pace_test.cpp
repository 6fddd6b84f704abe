// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pace/pace.hpp>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>

BOOST_AUTO_TEST_SUITE(pace_test)

using dlp::index_t;
using dlp::detail::pace;

namespace {

using namespace std::chrono_literals;

/// A loop whose examples and round trips take so long.
auto measured(double example_seconds, double round_trip_seconds) -> pace {
  auto one = pace(false);
  one.add_examples(10, 10 * example_seconds);
  one.add_round_trip(round_trip_seconds);
  return one;
}

/// The next chunk of a loop with plenty left, whose results have so many bytes each.
auto chunk_with_results(dlp::schedule const& rule, std::size_t bytes) -> index_t {
  auto one = pace(true);
  one.add_examples(10, 10e-6);
  one.add_round_trip(1e-3);
  one.add_results(10, 10 * bytes);
  return one.chunk(rule,
                   {.total = 1'000'000, .remaining = 900'000, .workers = 2, .handed_out = 100'000});
}

}  // namespace

BOOST_AUTO_TEST_CASE(at_first_nothing_is_known) {
  auto one = pace(false);
  BOOST_TEST(!one.is_known());
  BOOST_TEST(!one.worth_moving(1'000'000'000));
  BOOST_TEST(!one.looks_ahead(1, 1'000'000, 1, 0));
  BOOST_TEST((one.time_for(1'000'000) == 0us));
  one.add_round_trip(1);
  BOOST_TEST(!one.is_known());
}

BOOST_AUTO_TEST_CASE(an_example_too_short_for_the_clock_is_known_all_the_same) {
  auto one = pace(false);
  one.add_examples(1, 0);
  BOOST_TEST(one.is_known());
  BOOST_TEST(!one.worth_moving(100'000));
}

BOOST_AUTO_TEST_CASE(a_chunk_follows_from_the_schedule_and_from_what_was_measured) {
  auto const loop = dlp::loop_progress{
      .total = 1'000'000, .remaining = 900'000, .workers = 2, .handed_out = 100'000};
  BOOST_TEST(measured(1e-6, 10e-6).chunk(dlp::fixed{7}, loop) == 7u);
  BOOST_TEST(measured(1, 10e-6).chunk(dlp::adaptive{}, loop) == 1u);
  auto const chunk = measured(1e-6, 10e-6).chunk(dlp::adaptive{}, loop);  // 35 round trips
  BOOST_TEST((chunk >= 349 && chunk <= 350));
  BOOST_TEST(pace(false).chunk(dlp::fixed{7}, loop) == 7u);
}

// contract: M1
BOOST_AUTO_TEST_CASE(a_chunk_has_at_most_128_kib_of_results) {
  BOOST_TEST(chunk_with_results(dlp::fixed{1'000}, 1) == 1'000u);
  BOOST_TEST(chunk_with_results(dlp::fixed{1'000}, 128) == 1'000u);
  BOOST_TEST(chunk_with_results(dlp::fixed{1'000}, 1'024) == 128u);
  BOOST_TEST(chunk_with_results(dlp::adaptive{}, 1'024) == 128u);
  BOOST_TEST(chunk_with_results(dlp::guided{}, 1'024) == 128u);
  BOOST_TEST(chunk_with_results(dlp::fixed{1'000}, 128 << 10) == 1u);
  BOOST_TEST(chunk_with_results(dlp::fixed{1'000}, 1 << 30) == 1u);
}

// contract: M1
BOOST_AUTO_TEST_CASE(the_first_chunk_of_a_loop_with_results_is_one_example) {
  auto const loop = dlp::loop_progress{.total = 1'000, .remaining = 1'000, .workers = 2};
  BOOST_TEST(pace(true).chunk(dlp::fixed{100}, loop) == 1u);
  BOOST_TEST(pace(false).chunk(dlp::fixed{100}, loop) == 100u);
}

BOOST_AUTO_TEST_CASE(a_chunk_goes_ahead_while_its_cost_at_the_end_is_less_than_the_round_trips) {
  // 0.7 c < n T: a chunk of 1 ms, of which n are left for each of 4 workers, and 50 us
  auto const one = measured(1e-3, 50e-6);
  BOOST_TEST(one.looks_ahead(1, 4 * 15, 4, 0));
  BOOST_TEST(!one.looks_ahead(1, 4 * 13, 4, 0));
  BOOST_TEST(one.looks_ahead(10, 4 * 10 * 150, 4, 0));
  BOOST_TEST(!one.looks_ahead(10, 4 * 10 * 130, 4, 0));
  BOOST_TEST(!measured(1e-3, 0).looks_ahead(1, 1'000'000, 1, 0));
  BOOST_TEST(measured(1e-9, 1e-3).looks_ahead(1, 4, 4, 0));
}

BOOST_AUTO_TEST_CASE(of_a_worker_that_is_farther_away_than_most_its_own_round_trip_counts) {
  auto const one = measured(1e-3, 50e-6);
  BOOST_TEST(!one.looks_ahead(1, 4, 4, 500e-6));
  BOOST_TEST(one.looks_ahead(1, 4, 4, 900e-6));
  BOOST_TEST(one.looks_ahead(1, 4 * 15, 4, 20e-6));  // as long as most would have to wait
}

BOOST_AUTO_TEST_CASE(a_worker_waits_for_one_of_16_chunks_only_where_that_is_short_beside_them) {
  auto const one = measured(1e-3, 50e-6);
  BOOST_TEST(one.may_wait(1, 0));
  BOOST_TEST(one.may_wait(1, 120e-6));
  BOOST_TEST(!one.may_wait(1, 130e-6));
  BOOST_TEST(one.may_wait(10, 1e-3));
}

BOOST_AUTO_TEST_CASE(more_than_100_microseconds_of_work_are_worth_two_messages) {
  auto const one = measured(10e-6, 1);
  BOOST_TEST(!one.worth_moving(0));
  BOOST_TEST(!one.worth_moving(9));
  BOOST_TEST(one.worth_moving(11));
}

BOOST_AUTO_TEST_CASE(short_ones_are_no_more_than_take_100_microseconds_nor_than_32) {
  auto its = pace(false);
  BOOST_TEST(its.short_ones(50) == 1u);
  its.add_examples(1, 1e-6);
  BOOST_TEST(its.short_ones(0) == 1u);
  BOOST_TEST(its.short_ones(7) == 7u);
  BOOST_TEST(its.short_ones(50) == 32u);
  auto longer = pace(false);
  longer.add_examples(1, 9e-6);
  BOOST_TEST(longer.short_ones(50) == 11u);
  longer.add_examples(1, 1.0);
  BOOST_TEST(longer.short_ones(50) == 1u);
}

BOOST_AUTO_TEST_CASE(what_takes_less_than_4_microseconds_may_go_at_once) {
  auto const one = measured(0.1e-6, 1);
  BOOST_TEST(one.is_over_at_once(0));
  BOOST_TEST(one.is_over_at_once(39));
  BOOST_TEST(!one.is_over_at_once(41));
  BOOST_TEST(!pace(false).is_over_at_once(1));
}

BOOST_AUTO_TEST_CASE(as_one_it_is_the_same_pace_and_what_comes_next_weighs_as_much) {
  auto one = pace(true);
  for (auto i = 0; i != 100; ++i) {
    one.add_examples(10, 10e-3);
    one.add_round_trip(1e-3);
    one.add_results(10, 10 * 1'024);
  }
  auto next = one.as_one();
  auto const loop = dlp::loop_progress{
      .total = 1'000'000, .remaining = 900'000, .workers = 2, .handed_out = 100'000};
  BOOST_TEST(next.chunk(dlp::fixed{1'000}, loop) == 128u);  // of results that it has seen
  BOOST_TEST(next.looks_ahead(1, 4 * 15, 4, 0) == one.looks_ahead(1, 4 * 15, 4, 0));
  BOOST_TEST(next.example_seconds() == 1e-3, boost::test_tools::tolerance(1e-9));
  next.add_examples(1, 3e-3);
  BOOST_TEST(next.example_seconds() == 2e-3, boost::test_tools::tolerance(0.1));
}

BOOST_AUTO_TEST_CASE(the_time_for_some_examples_is_that_of_one_times_their_number_up_to_a_second) {
  BOOST_TEST((measured(10e-6, 1).time_for(7) >= 69us));
  BOOST_TEST((measured(10e-6, 1).time_for(7) <= 70us));
  BOOST_TEST((measured(1, 1).time_for(1'000'000'000) == 1s));
}

BOOST_AUTO_TEST_CASE(a_round_trip_is_never_less_than_nothing) {
  auto one = measured(1e-3, 0);
  for (auto i = 0; i != 10; ++i) one.add_round_trip(-1);  // the clocks of two ranks differ
  one.add_round_trip(1);
  BOOST_TEST(one.looks_ahead(1, 100, 1, 0));
}

BOOST_AUTO_TEST_SUITE_END()
