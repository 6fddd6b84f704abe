// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/core_time.hpp>

#include <chrono>
#include <filesystem>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(core_time_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(what_a_thread_computes_is_seen_where_linux_says_so) {
  if (!std::filesystem::exists("/proc/thread-self/schedstat")) return;
  auto const before = core_time_now();
  auto now = before;
  while (now.used < before.used + 0.02) now = core_time_now();  // else the test runs into its limit
  BOOST_TEST(now.queued >= before.queued);
  BOOST_TEST(now.used < before.used + 5);
}

BOOST_AUTO_TEST_SUITE_END()
