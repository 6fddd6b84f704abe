// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/adaptive.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(adaptive_test)

namespace {

/// A loop that has measured this, with plenty left for 4 workers.
constexpr auto measured(double example_seconds, double round_trip_seconds, bool crowded = false) {
  return dlp::loop_progress{.total = 1'000'000'000,
                            .remaining = 800'000'000,
                            .workers = 4,
                            .example_seconds = example_seconds,
                            .round_trip_seconds = round_trip_seconds,
                            .crowded = crowded,
                            .handed_out = 200'000'000};
}

constexpr auto chunk(dlp::loop_progress const& loop) { return dlp::adaptive().next(loop); }

}  // namespace

static_assert(chunk(measured(0, 0)) == 1);           // nothing measured yet
static_assert(chunk(measured(5e-3, 3e-6)) == 1);     // long examples travel alone
static_assert(chunk(measured(1e-6, 10e-6)) >= 349);  // 35 round trips
static_assert(chunk(measured(1e-6, 10e-6)) <= 350);
static_assert(chunk(measured(1e-6, 0)) <= 50);            // at least 50 us
static_assert(chunk(measured(1e-6, 1)) <= 1000);          // at most 1 ms
static_assert(chunk(measured(1e-6, 0, true)) >= 2999);    // 3 ms where ranks outnumber cores
static_assert(chunk(measured(1e-12, 1)) <= 100'000'000);  // never more than R / 2W

BOOST_AUTO_TEST_CASE(a_chunk_is_never_more_than_half_of_a_workers_share_of_what_remains) {
  for (auto workers = dlp::index_t{1}; workers <= 9; ++workers) {
    for (auto remaining = dlp::index_t{1}; remaining != 200; ++remaining) {
      auto loop = measured(1e-9, 1e-3);
      loop.remaining = remaining;
      loop.workers = workers;
      BOOST_TEST(chunk(loop) == (remaining + 2 * workers - 1) / (2 * workers));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_chunk_is_never_more_than_workers_have_had_so_far) {
  auto loop = measured(1e-9, 1e-3);
  for (auto const handed_out : {0u, 3u, 4u, 7u, 8u, 4'000u}) {
    loop.handed_out = handed_out;
    BOOST_TEST(chunk(loop) == std::max(handed_out / 4, 1u));
  }
}

// So that one manager can serve them: each of its chunks comes back after that time.
BOOST_AUTO_TEST_CASE(chunks_last_4_us_for_each_of_many_workers) {
  auto loop = measured(1e-6, 0);
  loop.workers = 1'000;
  BOOST_TEST(chunk(loop) >= 3'999u);
  BOOST_TEST(chunk(loop) <= 4'000u);
}

namespace {

/// Examples of 1 ms, for a worker whose round trip takes 20 ms.
constexpr auto far(dlp::index_t handed_out, dlp::index_t remaining) {
  auto loop = measured(1e-3, 20e-3);
  loop.wire_seconds = 20e-3;
  loop.handed_out = handed_out;
  loop.remaining = remaining;
  return loop;
}

}  // namespace

BOOST_AUTO_TEST_CASE(on_a_long_wire_a_chunk_takes_4_round_trips) {
  auto const size = chunk(far(1'000'000, 1'000'000));
  BOOST_TEST((size >= 79u && size <= 80u));
  auto crowded = far(1'000'000, 1'000'000);
  crowded.crowded = true;
  BOOST_TEST(chunk(crowded) == size);
}

BOOST_AUTO_TEST_CASE(on_a_long_wire_no_guard_has_a_worker_wait_while_there_is_enough_for_all) {
  auto const at_first = chunk(far(4, 1'000'000));
  BOOST_TEST((at_first >= 39u && at_first <= 40u));
  auto const near_the_end = chunk(far(1'000'000, 4 * 50));  // half of a share is 25
  BOOST_TEST((near_the_end >= 39u && near_the_end <= 40u));
  BOOST_TEST(chunk(far(1'000'000, 4 * 30)) == 30u);
  BOOST_TEST(chunk(far(1'000'000, 1)) == 1u);
}

BOOST_AUTO_TEST_CASE(a_round_trip_shorter_than_an_example_makes_no_chunk_larger) {
  auto loop = measured(5e-3, 1e-3);
  loop.wire_seconds = 1e-3;
  BOOST_TEST(chunk(loop) == 1u);
}

BOOST_AUTO_TEST_CASE(of_an_unsized_range_as_much_is_taken_to_be_left_as_there_has_been) {
  auto loop = measured(1e-6, 10e-6);
  loop.total.reset();
  loop.handed_out = 800;
  BOOST_TEST(chunk(loop) == 100u);  // of 4 workers
  loop.handed_out = 1'000'000;
  BOOST_TEST(chunk(loop) <= 350u);
}

BOOST_AUTO_TEST_SUITE_END()
