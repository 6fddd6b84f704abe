// SPDX-License-Identifier: BSL-1.0
#include <comm/call/router.hpp>

#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(router_test)

namespace {

using dlp::detail::make_message;
using dlp::detail::word;

struct fixture {
  dlp::detail::router to_calls;

  /// A message of this call; `number` tells it from others.
  void put(std::uint64_t call, dlp::index_t number) {
    to_calls.put(make_message(call, word::work, {0, number}));
  }

  auto take_all(std::uint64_t call) -> std::vector<dlp::index_t> {
    auto numbers = std::vector<dlp::index_t>();
    while (auto const what = to_calls.take(call)) numbers.push_back(what->range.last);
    return numbers;
  }
};

using numbers = std::vector<dlp::index_t>;

}  // namespace

BOOST_FIXTURE_TEST_CASE(no_two_calls_have_one_number, fixture) {
  BOOST_TEST(to_calls.begin_call() == 1U);
  BOOST_TEST(to_calls.begin_call() == 2U);
  to_calls.end_call(2);
  BOOST_TEST(to_calls.begin_call() == 3U);
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(each_of_two_open_calls_gets_its_own_messages_in_their_order, fixture) {
  auto const pool = to_calls.begin_call();
  auto const loop = to_calls.begin_call();
  put(loop, 1);
  put(pool, 2);
  put(loop, 3);
  put(pool, 4);
  BOOST_TEST(take_all(loop) == (numbers{1, 3}), boost::test_tools::per_element());
  to_calls.end_call(loop);
  put(pool, 5);
  BOOST_TEST(take_all(pool) == (numbers{2, 4, 5}), boost::test_tools::per_element());
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(messages_of_calls_to_come_wait_for_them, fixture) {
  put(2, 1);
  put(1, 2);
  put(2, 3);
  BOOST_TEST(take_all(to_calls.begin_call()) == (numbers{2}), boost::test_tools::per_element());
  put(2, 4);
  BOOST_TEST(take_all(to_calls.begin_call()) == (numbers{1, 3, 4}),
             boost::test_tools::per_element());
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(messages_of_a_call_that_is_over_are_dropped, fixture) {
  auto const over = to_calls.begin_call();
  put(over, 1);
  to_calls.end_call(over);
  BOOST_TEST(to_calls.kept() == 0U);
  put(over, 2);
  BOOST_TEST(to_calls.kept() == 0U);
  BOOST_TEST(take_all(over).empty());
}

// contract: P5
BOOST_FIXTURE_TEST_CASE(nothing_is_kept_of_many_calls_that_are_over, fixture) {
  to_calls.end_call(to_calls.begin_call());
  auto const pool = to_calls.begin_call();
  for (auto round = dlp::index_t{0}; round != 1000; ++round) {
    auto const loop = to_calls.begin_call();
    for (auto const call : {loop, pool, loop + 1, pool - 1}) put(call, round);
    BOOST_TEST(take_all(pool).size() == 1U);
    to_calls.end_call(loop);
  }
  to_calls.end_call(to_calls.begin_call());  // the last of those that were to come
  BOOST_TEST(to_calls.kept() == 0U);
}

// Where each looked through what is kept for others, this would take minutes.
BOOST_FIXTURE_TEST_CASE(a_message_is_found_among_very_many_of_another_call, fixture) {
  constexpr auto many = dlp::index_t{300'000};
  auto const pool = to_calls.begin_call();
  auto const loop = to_calls.begin_call();
  for (auto const call : {pool, loop}) {
    for (auto i = dlp::index_t{0}; i != many; ++i) put(call, i);
  }
  BOOST_TEST(take_all(loop).size() == many);
  BOOST_TEST(to_calls.kept() == many);
}

BOOST_AUTO_TEST_SUITE_END()
