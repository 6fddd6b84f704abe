// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/when_any.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>

#include "../support/gated_pool.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(when_any_test)

namespace {

using namespace dlp_test;

constexpr auto zero_waits = [](int x) { return x == 0; };

/// The future of 0 does not win: it waits where there is somebody else, or comes last.
auto with_one_that_waits(auto& pool, int other) -> std::vector<dlp::future<int>> {
  auto all = std::vector<dlp::future<int>>(2);
  if (pool.workers() > 1) all[0] = pool(0);
  all[1] = pool(other);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_first_to_be_ready_is_the_one_and_the_others_stay) {
  with_gate(zero_waits, [](auto& pool, auto& gate) {
    auto all = with_one_that_waits(pool, 5);
    if (pool.workers() == 1) all[0] = pool(0);
    if (pool.workers() == 1) gate.add_one();
    auto const first = dlp::when_any(all).get();
    auto const loser = 1 - first.index;
    if (pool.workers() > 1) BOOST_TEST(first.index == 1U);
    BOOST_TEST(first.value == (first.index == 1 ? 5 : 0));
    BOOST_TEST(!all[first.index].valid());
    BOOST_TEST(all[loser].valid());
    gate.add_one();
    BOOST_TEST(all[loser].get() == (loser == 1 ? 5 : 0));
  });
}

BOOST_AUTO_TEST_CASE(one_that_is_ready_wins) {
  with_gate([](int x) { return x != 7; },
            [](auto& pool, auto&) {
              auto ready = pool(7);
              ready.wait();
              auto all = of_numbers(pool, 5);
              all.insert(all.begin() + 2, std::move(ready));
              auto const first = dlp::when_any(std::move(all)).get();
              BOOST_TEST(first.index == 2U);
              BOOST_TEST(first.value == 7);
            });
}

BOOST_AUTO_TEST_CASE(the_first_that_is_ready_by_a_failure_is_the_one_as_well) {
  with_gate(zero_waits, [](auto& pool, auto& gate) {
    auto all = std::vector<dlp::future<int>>();
    all.push_back(pool(-4));
    all.push_back(pool(0));
    auto first = dlp::when_any(all);
    if (pool.workers() == 1) gate.add_one();
    BOOST_TEST(contains(text_of<std::domain_error>([&] { return first.get(); }), "negative: -4"));
    gate.add_one();
    BOOST_TEST(all[1].get() == 0);
  });
}

BOOST_AUTO_TEST_CASE(what_has_no_value_wins_too) {
  with_pool<void(int)>([](int) {},
                       [](auto& pool) {
                         auto all = std::vector<dlp::future<void>>();
                         for (auto i = 0; i != 3; ++i) all.push_back(pool(i));
                         BOOST_TEST(dlp::when_any(all).get().index < 3U);
                       });
}

BOOST_AUTO_TEST_CASE(of_none_there_is_no_first) {
  auto none = std::vector<dlp::future<int>>();
  BOOST_CHECK_THROW(static_cast<void>(dlp::when_any(none)), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(who_looks_at_a_value_that_won_comes_too_late) {
  with_squares([](auto& pool) {
    auto one = pool(3);
    auto first = dlp::when_any(std::vector{std::ref(one)});
    auto late = one.then([](int x) { return x; });
    BOOST_TEST(first.get().value == 9);
    BOOST_CHECK_THROW(late.get(), dlp::usage_error);
    BOOST_TEST(!one.valid());
  });
}

BOOST_AUTO_TEST_CASE(to_cancel_it_cancels_those_that_wait) {
  with_gate(always, [](auto& pool, auto&) {
    auto all = of_numbers(pool, 4 * pool.workers());
    auto first = dlp::when_any(all);
    BOOST_TEST(first.cancel());
    BOOST_CHECK_THROW(first.get(), dlp::cancelled_error);
    BOOST_TEST(all.back().cancelled());
  });
}

BOOST_AUTO_TEST_SUITE_END()
