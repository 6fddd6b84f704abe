// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/as_completed.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>

#include "../support/gated_pool.hpp"

BOOST_AUTO_TEST_SUITE(as_completed_test)

namespace {

using namespace std::chrono_literals;
using namespace dlp_test;

/// With a 0 a call does not wait.
constexpr auto but_for_zero = [](int x) { return x != 0; };

}  // namespace

BOOST_AUTO_TEST_CASE(each_is_there_once_and_ready) {
  with_squares([](auto& pool) {
    auto all = of_numbers(pool, 100);
    auto seen = std::vector<int>(100);
    auto done = dlp::as_completed(all);
    for (auto one = done.begin(); one != done.end(); ++one) {
      BOOST_TEST(one->state()->ready());
      BOOST_TEST(&*one == &all[one.index()]);
      BOOST_TEST(one->get() == static_cast<int>(one.index() * one.index()));
      ++seen[one.index()];
    }
    BOOST_TEST(seen == std::vector<int>(100, 1));
  });
}

BOOST_AUTO_TEST_CASE(those_already_done_come_first) {
  with_gate(but_for_zero, [](auto& pool, auto& gate) {
    auto all = of_numbers(pool, 1);
    all[0].wait();
    all.insert(all.begin(), pool(5));
    all.insert(all.begin(), pool(6));
    auto order = std::vector<int>();
    for (auto& one : dlp::as_completed(all)) {
      gate.add_one();
      order.push_back(one.get());
    }
    BOOST_TEST(order.size() == 3U);
    BOOST_TEST(order.at(0) == 0);
  });
}

BOOST_AUTO_TEST_CASE(one_that_is_there_twice_comes_once) {
  with_squares([](auto& pool) {
    auto all = of_numbers(pool, 2);
    auto sum = 0;
    auto count = 0;
    for (auto& one : dlp::as_completed(
             std::vector{std::ref(all[1]), std::ref(all[0]), std::ref(all[1]), std::ref(all[1])})) {
      sum += one.get();
      ++count;
    }
    BOOST_TEST(count == 2);
    BOOST_TEST(sum == 1);
  });
}

BOOST_AUTO_TEST_CASE(a_range_may_be_given_away) {
  with_squares([](auto& pool) {
    auto sum = 0;
    for (auto& one : dlp::as_completed(of_numbers(pool, 5))) sum += one.get();
    BOOST_TEST(sum == 30);
  });
}

BOOST_AUTO_TEST_CASE(of_none_there_are_none) {
  auto none = std::vector<dlp::future<int>>();
  for (auto& one : dlp::as_completed(none)) BOOST_ERROR(one.valid());
  BOOST_TEST((dlp::as_completed(none).begin() == std::default_sentinel));
  none.emplace_back();
  BOOST_CHECK_THROW(static_cast<void>(dlp::as_completed(none).begin()), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(failures_come_as_they_are) {
  auto const fails = [](int x) -> int { throw std::domain_error(std::to_string(x)); };
  with_pool<int(int)>(fails, [](auto& pool) {
    auto all = of_numbers(pool, 3);
    auto count = 0;
    for (auto& one : dlp::as_completed(all)) {
      BOOST_CHECK_THROW(one.get(), std::domain_error);
      ++count;
    }
    BOOST_TEST(count == 3);
  });
}

BOOST_AUTO_TEST_CASE(at_the_deadline_it_throws_and_the_futures_go_on) {
  with_gate(but_for_zero, [](auto& pool, auto& gate) {
    if (pool.workers() == 1 && dlp::communicator().size() == 1) gate.add_one();
    auto all = std::vector<dlp::future<int>>();
    all.push_back(pool(0));
    all[0].wait();
    all.push_back(pool(3));
    for (auto const& latest :
         {dlp::deadline(1ms), dlp::deadline(std::chrono::steady_clock::now() + 1ms)}) {
      auto count = 0;
      auto const walk = [&] {
        for (auto& one : dlp::as_completed(all, latest)) count += one.valid() ? 1 : 0;
      };
      if (dlp::communicator().size() == 1) {
        walk();  // it does the calls itself
        BOOST_TEST(count == 2);
      } else {
        BOOST_CHECK_THROW(walk(), dlp::timed_out);
        BOOST_TEST(count == 1);
      }
    }
    gate.add_one();
    BOOST_TEST(all[1].get() == 3);
  });
}

BOOST_AUTO_TEST_CASE(with_a_deadline_that_is_far_away_it_waits) {
  with_squares([](auto& pool) {
    auto all = of_numbers(pool, 20);
    auto count = 0;
    for (auto& one : dlp::as_completed(all, std::chrono::hours::max()))
      count += one.state()->ready() ? 1 : 0;
    BOOST_TEST(count == 20);
  });
}

BOOST_AUTO_TEST_CASE(the_body_may_submit_and_leave) {
  with_squares([](auto& pool) {
    auto all = of_numbers(pool, 20);
    auto more = std::vector<dlp::future<int>>();
    auto sum = 0;
    for (auto& one : dlp::as_completed(all)) {
      auto const square = one.get();
      sum += square;
      more.push_back(pool(square));
      if (more.size() == 5) break;
    }
    BOOST_TEST(dlp::as_completed(more).begin()->state()->ready());
    BOOST_TEST(std::ranges::count_if(all, &dlp::future<int>::valid) == 15);
    for (auto& one : all) sum += one.valid() ? one.get() : 0;
    BOOST_TEST(sum == 2'470);
  });
}

BOOST_AUTO_TEST_SUITE_END()
