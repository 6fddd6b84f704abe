// SPDX-License-Identifier: BSL-1.0
#include <comm/call/context.hpp>

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
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

BOOST_FIXTURE_TEST_CASE(of_the_round_trips_to_each_rank_the_shortest_is_known, fixture) {
  BOOST_TEST(talk.shortest_trip(2) == 0);
  for (auto const seconds : {3e-3, 1e-3, 2e-3}) talk.note_trip(2, seconds);
  BOOST_TEST(talk.shortest_trip(2) == 1e-3);
  BOOST_TEST(talk.shortest_trip(0) == 0);
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(each_open_call_receives_its_own_messages, fixture) {
  auto const pool = talk.begin_call();
  auto const loop = talk.begin_call();
  arrives(pool, 1);
  arrives(loop + 1, 2);
  arrives(loop, 3);
  arrives(pool, 4);
  BOOST_TEST(receive_all(loop) == (numbers{3}), boost::test_tools::per_element());
  talk.end_call(loop);
  arrives(loop, 5);
  BOOST_TEST(receive_all(talk.begin_call()) == (numbers{2}), boost::test_tools::per_element());
  BOOST_TEST(receive_all(loop).empty());
  BOOST_TEST(receive_all(pool) == (numbers{1, 4}), boost::test_tools::per_element());
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(what_comes_in_during_a_flush_is_kept_for_its_call, fixture) {
  auto const call = talk.begin_call();
  wire.pauses_until_flushed = 1;
  arrives(call, 1);
  talk.flush();
  arrives(call, 2);
  BOOST_TEST(receive_all(call) == (numbers{1, 2}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(at_the_end_all_that_is_here_is_dropped, fixture) {
  auto const call = talk.begin_call();
  arrives(call, 1);
  arrives(call + 1, 2);
  wire.pauses_until_flushed = 1;
  talk.flush();
  arrives(call, 3);
  talk.drop_all();
  BOOST_TEST(wire.incoming.empty());
  BOOST_TEST(receive_all(call).empty());
  BOOST_TEST(receive_all(call + 1).empty());
}

namespace {

/// A channel that sees whether two threads use it at once.
class touchy_channel final : public dlp::detail::channel {
 public:
  explicit touchy_channel(std::atomic<bool>& was_shared) : was_shared_(was_shared) {}

  [[nodiscard]] auto rank() const noexcept -> int override { return 0; }
  [[nodiscard]] auto size() const noexcept -> int override { return 1; }
  void send(int, dlp::detail::message what) override {
    auto const turn = alone(*this);
    under_way_.push_back(std::move(what));
  }
  [[nodiscard]] auto try_receive() -> std::optional<dlp::detail::message> override {
    auto const turn = alone(*this);
    if (under_way_.empty()) return std::nullopt;
    auto what = std::move(under_way_.front());
    under_way_.pop_front();
    return what;
  }
  [[nodiscard]] auto flushed() -> bool override {
    auto const turn = alone(*this);
    return true;
  }
  void pause() override { std::this_thread::yield(); }

 private:
  struct alone {
    explicit alone(touchy_channel& one) : one_(one) {
      if (one_.is_used_.exchange(true)) one_.was_shared_ = true;
      std::this_thread::yield();
    }
    ~alone() { one_.is_used_ = false; }
    touchy_channel& one_;
  };

  std::deque<dlp::detail::message> under_way_;
  std::atomic<bool> is_used_ = false;
  std::atomic<bool>& was_shared_;
};

}  // namespace

// contract: S10
BOOST_AUTO_TEST_CASE(two_threads_send_and_receive_at_once_each_for_a_call_of_its_own) {
  constexpr auto many = dlp::index_t{2000};
  auto was_shared = std::atomic(false);
  auto talk = dlp::detail::context(std::make_unique<touchy_channel>(was_shared));
  auto const calls = std::vector{talk.begin_call(), talk.begin_call()};
  auto in_order = std::atomic(0);
  auto const take_part = [&](std::uint64_t mine, std::uint64_t other) {
    auto sent = dlp::index_t{0};
    for (auto next = dlp::index_t{0}; next != many; talk.pause()) {
      if (sent != many) talk.send(0, make_message(other, word::work, {0, sent++}));
      auto const what = talk.try_receive(mine);
      if (what && what->range.last == next++) ++in_order;
      if (!talk.flushed()) return;
    }
  };
  auto service = std::thread(take_part, calls[0], calls[1]);
  take_part(calls[1], calls[0]);
  service.join();
  BOOST_TEST(in_order == 2 * many);
  BOOST_TEST(!was_shared);
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
