// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/backoff.hpp>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(backoff_test)

namespace {
std::chrono::nanoseconds asked_for = {};  // of all sleeps
}

/// Stands in the place of the system's, and is how the library sleeps.
extern "C" auto nanosleep(std::timespec const* how_long, std::timespec* rest) -> int {
  asked_for += std::chrono::seconds(how_long->tv_sec) + std::chrono::nanoseconds(how_long->tv_nsec);
  return ::clock_nanosleep(CLOCK_REALTIME, 0, how_long, rest);
}

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

auto cpu_time() -> std::chrono::nanoseconds {
  auto now = std::timespec();
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

void wait_for(std::chrono::milliseconds how_long, dlp::detail::backoff& waiting) {
  for (auto const end = clock_type::now() + how_long; clock_type::now() < end;) waiting.pause();
}

/// How long so many pauses sleep.
auto asleep(dlp::detail::backoff& waiting, int pauses = 1) -> std::chrono::nanoseconds {
  auto const before = asked_for;
  for (auto n = 0; n != pauses; ++n) waiting.pause();
  return asked_for - before;
}

/// Sets or takes away what the launcher says of this node, while it lives.
class local_ranks {
 public:
  explicit local_ranks(char const* ranks) {
    for (auto const* name : {"MPI_LOCALNRANKS", "OMPI_COMM_WORLD_LOCAL_SIZE"}) ::unsetenv(name);
    if (ranks) ::setenv("MPI_LOCALNRANKS", ranks, 1);
  }
  ~local_ranks() { ::unsetenv("MPI_LOCALNRANKS"); }
  local_ranks(local_ranks const&) = delete;
  auto operator=(local_ranks const&) -> local_ranks& = delete;
};

}  // namespace

// contract: P4
BOOST_AUTO_TEST_CASE(a_long_wait_is_asleep) {
  for (auto const crowded : {false, true}) {
    auto waiting = dlp::detail::backoff(crowded);
    wait_for(100ms, waiting);
    auto const before = cpu_time();
    wait_for(500ms, waiting);
    BOOST_TEST((cpu_time() - before < 25ms));  // awake it would be 500 ms
    BOOST_TEST((asleep(waiting) <= 5ms));      // and yet it looks around that often
  }
}

namespace {

/// How long the first pause sleeps when nothing is expected for so long.
auto first_sleep(bool crowded, std::chrono::microseconds due) -> std::chrono::nanoseconds {
  auto waiting = dlp::detail::backoff(crowded);
  waiting.expect_nothing_for(due);
  return asleep(waiting);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_short_wait_is_awake) {
  auto waiting = dlp::detail::backoff(false);
  BOOST_TEST((asleep(waiting, 100) == 0ns));
}

BOOST_AUTO_TEST_CASE(traffic_starts_the_waiting_over) {
  auto waiting = dlp::detail::backoff(false);
  BOOST_TEST((asleep(waiting, 1000) > 0ns));
  waiting.reset();
  BOOST_TEST((asleep(waiting, 100) == 0ns));
}

// contract: P1
BOOST_AUTO_TEST_CASE(who_expects_nothing_for_long_sleeps_at_once_where_ranks_outnumber_cores) {
  BOOST_TEST((first_sleep(true, 4ms) >= 500us));
  BOOST_TEST((first_sleep(true, 4ms) < 4ms));  // it may come earlier
  BOOST_TEST((first_sleep(true, 10us) == 0us));
  BOOST_TEST((first_sleep(true, 0us) == 0us));
  BOOST_TEST((first_sleep(false, 4ms) == 0us));
  auto waiting = dlp::detail::backoff(true);
  waiting.expect_nothing_for(4ms);
  waiting.reset();
  BOOST_TEST((asleep(waiting) == 0us));  // what has come has changed that
}

BOOST_AUTO_TEST_CASE(a_node_is_crowded_when_its_ranks_outnumber_its_cores) {
  auto const cores = static_cast<int>(std::thread::hardware_concurrency());
  auto const nothing_said = local_ranks(nullptr);
  BOOST_TEST(!dlp::detail::more_ranks_than_cores(1));
  BOOST_TEST(!dlp::detail::more_ranks_than_cores(cores));
  BOOST_TEST(dlp::detail::more_ranks_than_cores(cores + 1));
}

BOOST_AUTO_TEST_CASE(what_the_launcher_says_of_this_node_counts_more_than_the_size_of_the_job) {
  auto const cores = static_cast<int>(std::thread::hardware_concurrency());
  {
    auto const said = local_ranks(std::to_string(cores + 1).c_str());
    BOOST_TEST(dlp::detail::more_ranks_than_cores(1));
  }
  {
    auto const said = local_ranks("1");
    BOOST_TEST(!dlp::detail::more_ranks_than_cores(1000));
  }
}

BOOST_AUTO_TEST_SUITE_END()
