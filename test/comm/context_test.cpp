// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/context.hpp>

#include <memory>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "fake_channel.hpp"

BOOST_AUTO_TEST_SUITE(context_test)

namespace {

using dlp::detail::make_message;
using dlp::detail::word;

struct fixture {
  dlp_test::fake_wire wire;
  dlp::detail::context talk{std::make_unique<dlp_test::fake_channel>(wire, 1, 3)};

  /// A message of this call; `number` tells it from others.
  void arrives(std::uint64_t call, dlp::index_t number) {
    wire.incoming.push_back(make_message(call, word::work, {0, number}));
  }

  /// The numbers of all messages of this call that are here.
  auto receive_all(std::uint64_t call) -> std::vector<dlp::index_t> {
    auto numbers = std::vector<dlp::index_t>();
    while (auto const what = talk.try_receive(call)) numbers.push_back(what->range.last);
    return numbers;
  }
};

using numbers = std::vector<dlp::index_t>;

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_context_is_as_large_as_its_channel, fixture) {
  BOOST_TEST(talk.rank() == 1);
  BOOST_TEST(talk.size() == 3);
}

BOOST_FIXTURE_TEST_CASE(no_two_calls_have_one_number, fixture) {
  auto const first = talk.begin_call();
  BOOST_TEST(talk.begin_call() == first + 1);
  BOOST_TEST(talk.begin_call() == first + 2);
}

BOOST_FIXTURE_TEST_CASE(messages_of_a_call_come_in_their_order, fixture) {
  for (auto const number : {1U, 2U, 3U}) arrives(5, number);
  BOOST_TEST(receive_all(5) == (numbers{1, 2, 3}), boost::test_tools::per_element());
  BOOST_TEST(receive_all(5).empty());
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(messages_of_calls_that_were_left_are_dropped, fixture) {
  arrives(4, 1);
  arrives(5, 2);
  arrives(3, 3);
  arrives(5, 4);
  BOOST_TEST(receive_all(5) == (numbers{2, 4}), boost::test_tools::per_element());
  BOOST_TEST(receive_all(4).empty());
  BOOST_TEST(receive_all(3).empty());
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(early_messages_are_kept_in_their_order_for_their_call, fixture) {
  arrives(6, 1);
  arrives(7, 2);
  arrives(6, 3);
  arrives(5, 4);
  arrives(7, 5);
  BOOST_TEST(receive_all(5) == (numbers{4}), boost::test_tools::per_element());
  arrives(6, 6);
  BOOST_TEST(receive_all(6) == (numbers{1, 3, 6}), boost::test_tools::per_element());
  BOOST_TEST(receive_all(7) == (numbers{2, 5}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(early_messages_of_a_call_that_is_skipped_are_dropped, fixture) {
  arrives(6, 1);
  arrives(7, 2);
  BOOST_TEST(receive_all(5).empty());
  BOOST_TEST(receive_all(7) == (numbers{2}), boost::test_tools::per_element());
  BOOST_TEST(receive_all(6).empty());
}

BOOST_FIXTURE_TEST_CASE(what_is_sent_goes_to_the_channel_as_it_is, fixture) {
  auto what = make_message(5, word::results, {1, 2});
  what.body = {std::byte{42}};
  talk.send(2, what);
  BOOST_REQUIRE(wire.sent.size() == 1U);
  BOOST_TEST(wire.sent[0].first == 2);
  BOOST_TEST((wire.sent[0].second.what == word::results));
  BOOST_TEST((wire.sent[0].second.body == what.body));
}

BOOST_FIXTURE_TEST_CASE(a_flush_pauses_until_all_has_gone_out, fixture) {
  wire.pauses_until_flushed = 4;
  talk.flush();
  BOOST_TEST(wire.pauses == 4);
}

BOOST_FIXTURE_TEST_CASE(a_flush_to_some_waits_for_no_others, fixture) {
  wire.pauses_until_flushed = 4;
  wire.deaf = 1;
  talk.flush_to(std::vector{0, 2});
  BOOST_TEST(wire.pauses == 4);
}

BOOST_FIXTURE_TEST_CASE(a_rank_is_in_the_body_of_a_loop_only_when_it_says_so, fixture) {
  BOOST_TEST(!talk.in_body());
  talk.in_body(true);
  BOOST_TEST(talk.in_body());
  talk.in_body(false);
  BOOST_TEST(!talk.in_body());
}

BOOST_AUTO_TEST_SUITE_END()
