// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/deadline.hpp>

#include <chrono>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(deadline_test)

using namespace std::chrono_literals;
using dlp::deadline;

BOOST_AUTO_TEST_CASE(without_one_it_takes_as_long_as_it_takes) {
  BOOST_TEST(deadline().is_never());
  BOOST_TEST(!deadline().is_over());
}

BOOST_AUTO_TEST_CASE(a_duration_counts_from_now) {
  BOOST_TEST(deadline(0s).is_over());
  BOOST_TEST(!deadline(1h).is_over());
  BOOST_TEST(!deadline(1h).is_never());
  BOOST_TEST(deadline(-1h).is_over());
}

BOOST_AUTO_TEST_CASE(a_point_of_time_is_of_any_clock) {
  BOOST_TEST(deadline(std::chrono::steady_clock::now()).is_over());
  BOOST_TEST(!deadline(std::chrono::steady_clock::now() + 1h).is_over());
  BOOST_TEST(deadline(std::chrono::system_clock::now() - 1h).is_over());
  BOOST_TEST(!deadline(std::chrono::system_clock::now() + 1h).is_over());
}

BOOST_AUTO_TEST_CASE(the_longest_and_the_shortest_do_not_overflow) {
  BOOST_TEST(deadline(std::chrono::hours::max()).is_never());
  BOOST_TEST(deadline(std::chrono::nanoseconds::max()).is_never());
  BOOST_TEST(deadline(std::chrono::duration<double>(1e300)).is_never());
  BOOST_TEST(deadline(std::chrono::steady_clock::time_point::max()).is_never());
  BOOST_TEST(deadline(std::chrono::hours::min()).is_over());
  BOOST_TEST(deadline(std::chrono::nanoseconds::min()).is_over());
  BOOST_TEST(deadline(std::chrono::steady_clock::time_point::min()).is_over());
}

BOOST_AUTO_TEST_SUITE_END()
