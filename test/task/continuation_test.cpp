// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/continuation.hpp>

#include <coroutine>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <dlp/task/drive.hpp>
#include <dlp/task/future.hpp>

BOOST_AUTO_TEST_SUITE(continuation_test)

namespace {

using namespace dlp::detail;
using state = result_state<int>;

auto made() -> std::shared_ptr<state> { return std::make_shared<state>(); }

/// A coroutine that is none of `dlp`'s.
struct plain_coroutine {
  struct promise_type {
    auto get_return_object() -> plain_coroutine { return {}; }
    auto initial_suspend() -> std::suspend_never { return {}; }
    auto final_suspend() noexcept -> std::suspend_never { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_value_that_follows_is_that_of_a_future) {
  auto const number = [](int) { return 1.0; };
  auto const later = [](int) { return dlp::future<char>(); };
  auto const nothing = [] {};
  static_assert(std::is_same_v<continued_value<decltype(number), int>, double>);
  static_assert(std::is_same_v<continued_value<decltype(later), int>, char>);
  static_assert(std::is_same_v<continued_value<decltype(nothing), void>, void>);
  BOOST_TEST(is_future<dlp::future<int>>);
  BOOST_TEST(!is_future<int>);
}

BOOST_AUTO_TEST_CASE(a_state_is_set_by_what_is_returned_or_thrown) {
  auto const value = made();
  set_by(value, [] { return 3; });
  BOOST_TEST(value->look() == 3);
  auto const thrown = made();
  set_by(thrown, []() -> int { throw std::domain_error("no"); });
  BOOST_CHECK_THROW(static_cast<void>(thrown->look()), std::domain_error);
  auto const nothing = std::make_shared<result_state<void>>();
  set_by(nothing, [] {});
  BOOST_TEST(nothing->ready());
  auto const without_call = made();
  set_by(without_call, [] { return dlp::future<int>(); });
  BOOST_CHECK_THROW(static_cast<void>(without_call->look()), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(a_state_is_set_to_a_future_when_that_is_ready) {
  auto const inner = made();
  auto const outer = made();
  set_by(outer, [&] { return dlp::future<int>(inner); });
  call_what_is_due();
  BOOST_TEST(!outer->ready());
  inner->set(4);
  call_what_is_due();
  BOOST_TEST(outer->look() == 4);
  BOOST_TEST(inner->taken());
}

BOOST_AUTO_TEST_CASE(to_cancel_the_outer_one_cancels_the_inner_one) {
  auto const inner = made();
  auto const outer = made();
  set_by(outer, [&] { return dlp::future<int>(inner); });
  BOOST_TEST(outer->cancel());
  BOOST_TEST(inner->cancelled());
  call_what_is_due();
}

BOOST_AUTO_TEST_CASE(a_state_that_waits_for_itself_fails) {
  auto const one = made();
  set_by(one, [&] { return dlp::future<int>(one); });
  BOOST_CHECK_THROW(static_cast<void>(one->look()), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(what_follows_is_not_called_where_it_was_cancelled) {
  auto const one = made();
  auto called = 0;
  auto const on_ready = [&](auto const& next) {
    ++called;
    next->set(one->look() + 1);
  };
  auto const cancelled = follow<int>(*one, on_ready);
  auto const next = follow<int>(*one, on_ready);
  cancelled->cancel();
  one->set(1);
  call_what_is_due();
  BOOST_TEST(called == 1);
  BOOST_TEST(next->look() == 2);
}

BOOST_AUTO_TEST_CASE(nothing_holds_a_state_but_who_completes_it) {
  auto first = made();
  auto const weak = std::weak_ptr(first);
  {
    auto const next = follow<int>(*first, [](auto const&) {});
    first->when_ready([] {});
  }
  first = nullptr;  // without having become ready
  BOOST_TEST(weak.expired());
}

BOOST_AUTO_TEST_CASE(any_coroutine_may_await_a_future) {
  auto const one = made();
  auto seen = 0;
  auto const coroutine = [](std::shared_ptr<state> of, int& to) -> plain_coroutine {
    to = co_await dlp::future<int>(of);
  };
  coroutine(one, seen);
  one->set(5);
  BOOST_TEST(seen == 0);
  call_what_is_due();
  BOOST_TEST(seen == 5);
}

BOOST_AUTO_TEST_CASE(who_awaits_comes_behind_those_who_look) {
  auto const one = made();
  auto seen = std::string();
  one->set(5);
  one->when_ready([&] { seen += std::to_string(one->look()); });
  auto const coroutine = [](std::shared_ptr<state> of, std::string& to) -> plain_coroutine {
    to += "," + std::to_string(co_await dlp::future<int>(of));
  };
  coroutine(one, seen);
  BOOST_TEST(seen == "");
  call_what_is_due();
  BOOST_TEST(seen == "5,5");
}

BOOST_AUTO_TEST_SUITE_END()
