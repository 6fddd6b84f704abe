// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/poll_until_done.hpp>

#include <chrono>
#include <ctime>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>

BOOST_AUTO_TEST_SUITE(poll_until_done_test)

namespace {

using namespace std::chrono_literals;

auto cpu_time() -> std::chrono::nanoseconds {
  auto now = std::timespec();
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace

BOOST_AUTO_TEST_CASE(who_waits_for_a_request_returns_when_it_is_complete) {
  auto const world = dlp::communicator();
  auto const begin = std::chrono::steady_clock::now();
  if (world.rank() == 0) std::this_thread::sleep_for(200ms);
  auto request = MPI_REQUEST_NULL;
  MPI_Ibarrier(world, &request);
  dlp::detail::poll_until_done(request);
  BOOST_TEST((request == MPI_REQUEST_NULL));
  BOOST_TEST((world.size() == 1 || std::chrono::steady_clock::now() - begin >= 100ms));
}

// contract: P4
BOOST_AUTO_TEST_CASE(who_waits_for_long_sleeps) {
  auto const world = dlp::communicator();
  auto const before = cpu_time();
  auto request = MPI_REQUEST_NULL;
  if (world.rank() == 0) std::this_thread::sleep_for(1s);
  MPI_Ibarrier(world, &request);
  dlp::detail::poll_until_done(request);
  BOOST_TEST((cpu_time() - before < 100ms));
}

BOOST_AUTO_TEST_CASE(nothing_to_wait_for_is_no_wait) {
  auto request = MPI_REQUEST_NULL;
  dlp::detail::poll_until_done(request);
  BOOST_TEST((request == MPI_REQUEST_NULL));
}

BOOST_AUTO_TEST_SUITE_END()
