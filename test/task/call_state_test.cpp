// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/call_state.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/bytes.hpp>
#include <dlp/task/drive.hpp>
#include <dlp/task/left_by_call.hpp>

BOOST_AUTO_TEST_SUITE(call_state_test)

namespace {

using namespace std::chrono_literals;
using state = dlp::detail::result_state<int>;
using dlp::detail::call_what_is_due;

auto made() -> std::shared_ptr<state> { return std::make_shared<state>(); }
auto submitted() -> std::shared_ptr<dlp::detail::submitted_state<int>> {
  return std::make_shared<dlp::detail::submitted_state<int>>();
}
auto broken() -> std::exception_ptr { return std::make_exception_ptr(std::domain_error("broken")); }

/// What a call leaves that ends so.
template <class Run>
auto left_by(Run run) -> dlp::bytes {
  auto left = dlp::bytes();
  dlp::detail::leave_by(left, 3, run);
  return left;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_value_is_looked_at_often_and_taken_once) {
  auto const one = made();
  BOOST_TEST(!one->ready());
  one->set(3);
  BOOST_TEST(one->ready());
  BOOST_TEST(one->look() == 3);
  BOOST_TEST(one->look() == 3);
  BOOST_TEST(!one->taken());
  BOOST_TEST(one->take() == 3);
  BOOST_TEST(one->taken());
  BOOST_CHECK_THROW(static_cast<void>(one->take()), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(one->look()), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(what_it_failed_with_is_thrown_and_then_it_is_taken) {
  auto const one = made();
  one->fail(broken());
  BOOST_TEST(one->failed());
  BOOST_CHECK_THROW(static_cast<void>(one->look()), std::domain_error);
  BOOST_TEST(!one->taken());
  BOOST_CHECK_THROW(static_cast<void>(one->take()), std::domain_error);
  BOOST_TEST(one->taken());
}

BOOST_AUTO_TEST_CASE(it_becomes_ready_once) {
  auto const one = made();
  one->set(1);
  one->set(2);
  one->fail(broken());
  BOOST_TEST(!one->failed());
  BOOST_TEST(one->look() == 1);
  auto const other = made();
  other->fail(broken());
  other->set(1);
  BOOST_CHECK_THROW(static_cast<void>(other->look()), std::domain_error);
}

BOOST_AUTO_TEST_CASE(it_reads_what_a_call_has_left) {
  auto const value = submitted();
  value->came(0, left_by([](dlp::bytes& to) { dlp::detail::pack(to, 7); }));
  BOOST_TEST(value->look() == 7);
  auto const thrown = submitted();
  thrown->came(0, left_by([](dlp::bytes&) { throw std::out_of_range("beyond"); }));
  BOOST_CHECK_THROW(static_cast<void>(thrown->look()), std::out_of_range);
  auto const unreadable = submitted();
  unreadable->came(0, dlp::bytes());
  BOOST_CHECK_THROW(static_cast<void>(unreadable->look()), dlp::error);
}

BOOST_AUTO_TEST_CASE(what_is_dropped_as_cancelled_is_cancelled) {
  auto const cancelled = submitted();
  cancelled->dropped(0, std::make_exception_ptr(dlp::cancelled_error("over")));
  BOOST_TEST(cancelled->cancelled());
  auto const failed = submitted();
  failed->dropped(0, std::make_exception_ptr(dlp::broken_pool("broken")));
  BOOST_TEST(!failed->cancelled());
  BOOST_TEST(failed->failed());
}

BOOST_AUTO_TEST_CASE(continuations_are_called_soon_and_in_order) {
  auto const one = made();
  auto seen = std::string();
  one->when_ready([&] { seen += "a"; });
  one->when_ready([&] { seen += "b"; });
  one->set(1);
  BOOST_TEST(seen == "");  // not in the middle of a turn
  one->when_ready([&] { seen += "c"; });
  call_what_is_due();
  BOOST_TEST(seen == "abc");
  one->when_ready([&] { seen += "d"; });
  call_what_is_due();
  BOOST_TEST(seen == "abcd");
}

BOOST_AUTO_TEST_CASE(who_waits_has_its_continuations_called_first_and_no_others) {
  auto const one = made();
  auto const other = made();
  auto seen = std::string();
  other->when_ready([&] { seen += "x"; });
  one->when_ready([&] { seen += "a"; });
  other->set(1);
  one->set(1);
  BOOST_TEST(one->wait());
  BOOST_TEST(seen == "a");
  call_what_is_due();
  BOOST_TEST(seen == "ax");
}

BOOST_AUTO_TEST_CASE(a_continuation_may_let_go_of_all) {
  auto one = made();
  auto const weak = std::weak_ptr(one);
  auto seen = 0;
  one->when_ready([&] { one = nullptr; });
  one->when_ready([&] { ++seen; });
  one->set(1);
  call_what_is_due();
  BOOST_TEST(seen == 1);
  BOOST_TEST(weak.expired());
}

BOOST_AUTO_TEST_CASE(cancel_does_what_it_was_told_once_and_only_before_it_is_ready) {
  auto const one = made();
  auto count = 0;
  one->on_cancel([&] { ++count; });
  BOOST_TEST(one->cancel());
  BOOST_TEST(one->cancel());
  BOOST_TEST(count == 1);
  BOOST_TEST(one->cancelled());
  BOOST_CHECK_THROW(static_cast<void>(one->look()), dlp::cancelled_error);
  auto const other = made();
  other->on_cancel([&] { ++count; });
  other->set(1);
  BOOST_TEST(!other->cancel());
  BOOST_TEST(count == 1);
  BOOST_TEST(!other->cancelled());
}

BOOST_AUTO_TEST_CASE(what_cancel_would_have_done_is_forgotten_when_it_is_ready) {
  auto const one = made();
  auto const held = std::make_shared<int>();
  one->on_cancel([held] {});
  BOOST_TEST(held.use_count() == 2);
  one->set(1);
  BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(to_wait_where_nothing_can_make_it_ready_is_refused) {
  auto const one = made();
  BOOST_CHECK_THROW(one->wait(), dlp::usage_error);
  BOOST_TEST(!one->wait(0s));
  BOOST_TEST(!one->wait(1ms));
  BOOST_TEST(!one->poll());
}

BOOST_AUTO_TEST_CASE(to_wait_in_another_thread_is_refused) {
  auto const one = made();
  one->set(1);
  auto refused = 0;
  std::thread([&] {
    auto const counts = [&](auto act) {
      try {
        act();
      } catch (dlp::usage_error const&) {
        ++refused;
      }
    };
    counts([&] { one->wait(); });
    counts([&] { one->poll(); });
  }).join();
  BOOST_TEST(refused == 2);
}

BOOST_AUTO_TEST_SUITE_END()
