// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/core_time.hpp>

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(core_time_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(that_others_had_the_core_is_seen_where_linux_says_so) {
  if (!std::filesystem::exists("/proc/thread-self/schedstat")) return;
  auto others = std::vector<std::jthread>();
  for (auto i = std::thread::hardware_concurrency() + 1; i != 0; --i)
    others.emplace_back([](std::stop_token const& enough) {
      while (!enough.stop_requested()) continue;
    });
  auto const began = std::chrono::steady_clock::now();
  auto const before = seconds_without_core();
  while (seconds_without_core() < before + 1e-3) continue;  // else it runs into its limit
  auto const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began);
  BOOST_TEST(seconds_without_core() - before <= took.count() + 1);
}

BOOST_AUTO_TEST_SUITE_END()
