// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/stopwatch.hpp>

#include <chrono>
#include <ctime>
#include <thread>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(stopwatch_test)

BOOST_AUTO_TEST_CASE(it_says_when_it_began_and_for_how_long_it_has_run) {
  auto const before = std::time(nullptr);
  auto const watch = dlp::detail::stopwatch();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  auto const [start, seconds] = watch.time();
  BOOST_TEST(seconds >= 0.02);
  BOOST_TEST(start >= static_cast<double>(before));
  BOOST_TEST(start <= static_cast<double>(std::time(nullptr)) + 1);
}

BOOST_AUTO_TEST_SUITE_END()
