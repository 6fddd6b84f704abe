// SPDX-License-Identifier: BSL-1.0
//
// What takes long, or much: many calls, many pools, large results.
#include <cstddef>
#include <functional>
#include <ranges>
#include <vector>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/pool.hpp>

#include "../support/memory_taken.hpp"
#include "../support/shared_count.hpp"

BOOST_AUTO_TEST_SUITE(pool_endurance_test)

namespace {

using pool_of_int = dlp::function_pool<int(int)>;

auto same(int x) -> int { return x; }

/// What is kept by so many rounds of `what`, in kB, once it has been done as often: MPI keeps what
/// it has needed for messages at most.
auto growth(int rounds, std::function<void()> const& what) -> long {
  for (auto i = 0; i != rounds; ++i) what();
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
  auto gate = dlp_test::shared_count();
  pool_of_int pool([&](int x) {
    if (x < 0) static_cast<void>(gate.comes_to(1));
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
  gate.add_one();
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
  auto gate = dlp_test::shared_count();
  dlp::function_pool<bool(bool)> pool([&](bool is_long) { return !is_long || gate.comes_to(1); });
  if (!pool.is_root()) return;
  auto short_ones = std::vector<dlp::future<bool>>();
  auto long_ones = std::vector<dlp::future<bool>>();
  for (auto x = 0; x != 400; ++x) {
    auto const is_long = x % 100 == 50 && x / 100 < pool.workers() - 1;
    (is_long ? long_ones : short_ones).push_back(pool(is_long));
  }
  for (auto& one : short_ones) BOOST_TEST(one.get());
  gate.add_one();
  for (auto& one : long_ones) BOOST_TEST(one.get());  // the gate has opened for it
}

BOOST_AUTO_TEST_SUITE_END()
