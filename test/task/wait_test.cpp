// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/wait.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>

#include "../support/gated_pool.hpp"

BOOST_AUTO_TEST_SUITE(wait_test)

namespace {

using namespace std::chrono_literals;
using namespace dlp_test;
using indices = std::vector<std::size_t>;

auto alone() -> bool { return dlp::communicator().size() == 1; }

constexpr auto zero_waits = [](int x) { return x == 0; };

/// The same pool with the gate open from the beginning where a rank is alone, which does the calls.
template <class Drive>
void with_gate_of_others(Drive drive) {
  with_gate(zero_waits, [&](auto& pool, auto& gate) {
    if (alone()) gate.add_one();
    drive(pool, gate);
  });
}

auto of(auto& pool, std::vector<int> const& numbers) -> std::vector<dlp::future<int>> {
  auto all = std::vector<dlp::future<int>>();
  for (auto const one : numbers) all.push_back(pool(one));
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_waits_until_all_are_ready) {
  with_gate_of_others([](auto& pool, auto& gate) {
    gate.add_one();
    auto all = of(pool, {0, -1, 2});
    auto const found = dlp::wait(all);
    BOOST_TEST(found.done == (indices{0, 1, 2}));
    BOOST_TEST(found.not_done.empty());
    BOOST_TEST(all[2].get() == 2);
  });
}

BOOST_AUTO_TEST_CASE(it_waits_until_the_first_is_ready) {
  with_gate_of_others([](auto& pool, auto& gate) {
    auto all = of(pool, {7, 0});
    auto const found = dlp::wait(all, dlp::until::first_completed);
    BOOST_TEST(found.done == indices{0});
    BOOST_TEST(found.not_done == indices{1});
    BOOST_TEST(dlp::wait(all, dlp::until::first_completed).done.at(0) == 0U);
    gate.add_one();
    BOOST_TEST(dlp::wait(all).done.size() == 2U);
  });
}

BOOST_AUTO_TEST_CASE(it_waits_until_the_first_exception) {
  with_gate_of_others([](auto& pool, auto& gate) {
    auto all = of(pool, {7, -1, 0});
    auto const found = dlp::wait(all, dlp::until::first_exception);
    BOOST_TEST(std::ranges::count(found.done, 1U) == 1);
    BOOST_TEST(found.not_done.back() == 2U);
    BOOST_CHECK_THROW(all[1].get(), std::domain_error);
    gate.add_one();
    auto fine = of(pool, {1, 2, 3});
    BOOST_TEST(dlp::wait(fine, dlp::until::first_exception).done.size() == 3U);
  });
}

BOOST_AUTO_TEST_CASE(with_no_time_it_looks) {
  with_gate_of_others([](auto& pool, auto& gate) {
    auto all = of(pool, {0, 5});
    auto const found = dlp::wait(all, dlp::until::all, 0s);
    if (!alone()) BOOST_TEST(found.not_done.at(0) == 0U);
    gate.add_one();
    while (!dlp::wait(all, dlp::until::all, 0s).not_done.empty()) {
      std::this_thread::sleep_for(100us);
    }
    BOOST_TEST(dlp::wait(all, dlp::until::all, 0s).done.size() == 2U);
  });
}

BOOST_AUTO_TEST_CASE(at_a_deadline_it_says_what_is_not_done) {
  with_gate_of_others([](auto& pool, auto& gate) {
    auto all = of(pool, {5, 0});
    all[0].wait();
    if (!alone()) {
      BOOST_TEST(dlp::wait(all, dlp::until::all, 2ms).not_done == indices{1});
      auto const soon = std::chrono::steady_clock::now() + 2ms;
      BOOST_TEST(dlp::wait(all, dlp::until::all, soon).done == indices{0});
    }
    gate.add_one();
    BOOST_TEST(dlp::wait(all, dlp::until::all, std::chrono::hours::max()).not_done.empty());
  });
}

BOOST_AUTO_TEST_CASE(of_none_it_does_not_wait) {
  auto none = std::vector<dlp::future<int>>();
  BOOST_TEST(dlp::wait(none).done.empty());
  BOOST_TEST(dlp::wait(none, dlp::until::first_completed).done.empty());
  BOOST_TEST(dlp::wait(none, dlp::until::first_exception).not_done.empty());
  none.emplace_back();
  BOOST_CHECK_THROW(dlp::wait(none), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(it_takes_references_too) {
  with_gate_of_others([](auto& pool, auto&) {
    auto one = pool(4);
    BOOST_TEST(dlp::wait(std::vector{std::ref(one), std::ref(one)}).done == (indices{0, 1}));
  });
}

BOOST_AUTO_TEST_SUITE_END()
