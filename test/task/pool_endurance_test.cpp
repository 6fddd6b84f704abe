// SPDX-License-Identifier: BSL-1.0
//
// What takes long, or much: many calls, many pools, large results.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <ranges>
#include <thread>
#include <vector>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/pool.hpp>

#include "../support/memory_taken.hpp"

BOOST_AUTO_TEST_SUITE(pool_endurance_test)

namespace {

using namespace std::chrono_literals;

using pool_of_int = dlp::function_pool<int(int)>;

auto same(int x) -> int { return x; }

/// What is kept by so many rounds of `what`, in kB, once it has been done a few times.
auto growth(int rounds, std::function<void()> const& what) -> long {
  for (auto i = 0; i != rounds / 10; ++i) what();
  auto const before = dlp_test::memory_taken();
  for (auto i = 0; i != rounds; ++i) what();
  return dlp_test::memory_taken() - before;
}

}  // namespace

BOOST_AUTO_TEST_CASE(many_calls_hold_no_memory) {
  pool_of_int pool(same);
  if (!pool.is_root()) return;
  auto const kept = growth(1'000, [&] {
    auto some = std::vector<dlp::future<int>>();
    for (auto x = 0; x != 200; ++x) some.push_back(pool(x));
    for (auto& one : some) static_cast<void>(one.get());
  });
  if (dlp_test::freed_memory_is_free) BOOST_TEST(kept <= 1'024);
}

BOOST_AUTO_TEST_CASE(behind_a_long_call_the_others_hold_no_memory) {
  auto const ends = std::chrono::steady_clock::now() + 3s;
  pool_of_int pool([&](int x) {
    if (x < 0) std::this_thread::sleep_until(ends);
    return x;
  });
  if (!pool.is_root()) return;
  auto const long_one = pool(-1);
  auto const kept = growth(200, [&] {
    auto some = std::vector<dlp::future<int>>();
    for (auto x = 0; x != 200; ++x) some.push_back(pool(x));
    for (auto& one : some) static_cast<void>(one.get());
  });
  if (dlp_test::freed_memory_is_free) BOOST_TEST(kept <= 1'024);
  long_one.wait();
}

BOOST_AUTO_TEST_CASE(many_pools_hold_no_memory) {
  auto const kept = growth(2'000, [] {
    pool_of_int pool(same);
    if (pool.is_root()) BOOST_TEST(pool(3).get() == 3);
  });
  if (dlp_test::freed_memory_is_free) BOOST_TEST(kept <= 1'024);
}

BOOST_AUTO_TEST_CASE(results_may_be_large) {
  constexpr auto count = std::size_t{20} << 20;  // 160 MB
  dlp::function_pool<std::vector<double>(int)> pool(
      [](int x) { return std::vector<double>(count, x); });
  if (!pool.is_root()) return;
  auto const all = pool.map(std::vector{1, 2});
  BOOST_TEST(all.at(1).size() == count);
  BOOST_TEST(all.at(1).back() == 2);
}

BOOST_AUTO_TEST_CASE(long_calls_hold_up_no_result_of_a_short_one) {
  using seconds = std::chrono::duration<double>;
  auto const now = [] { return seconds(std::chrono::system_clock::now().time_since_epoch()); };
  dlp::function_pool<double(int)> pool([&](int x) {
    if (x % 100 == 50) std::this_thread::sleep_for(1s);
    return now().count();
  });
  if (!pool.is_root()) return;
  auto late = 0.0;
  auto all = std::vector<dlp::future<void>>();
  for (auto x = 0; x != 400; ++x) {
    all.push_back(pool(x).then([&, x](double ended) {
      if (x % 100 != 50) late = std::max(late, now().count() - ended);
    }));
  }
  for (auto& one : all) one.get();
  BOOST_TEST(late < 0.5);  // of one that waits behind a long one it would be 1
}

BOOST_AUTO_TEST_SUITE_END()
