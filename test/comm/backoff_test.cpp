// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/backoff.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

auto cpu_time() -> std::chrono::nanoseconds {
  auto now = std::timespec();
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

auto wait_for(std::chrono::milliseconds how_long, dlp::detail::backoff& waiting) -> int {
  auto pauses = 0;
  for (auto const end = clock_type::now() + how_long; clock_type::now() < end; ++pauses)
    waiting.pause();
  return pauses;
}

/// How long the shortest of some sequences of `pauses` takes: the others met a busy machine.
auto shortest(int pauses, bool crowded) -> clock_type::duration {
  auto best = clock_type::duration::max();
  for (auto i = 0; i != 5; ++i) {
    auto waiting = dlp::detail::backoff(crowded);
    auto const begin = clock_type::now();
    for (auto n = 0; n != pauses; ++n) waiting.pause();
    best = std::min(best, clock_type::now() - begin);
  }
  return best;
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
    auto const pauses = wait_for(500ms, waiting);
    BOOST_TEST((cpu_time() - before < 25ms));  // awake it would be 500 ms
    BOOST_TEST(pauses >= 100);                 // and yet it looks around at least every 5 ms
  }
}

BOOST_AUTO_TEST_CASE(a_short_wait_is_over_at_once) { BOOST_TEST((shortest(100, false) < 1ms)); }

BOOST_AUTO_TEST_CASE(traffic_starts_the_waiting_over) {
  auto waiting = dlp::detail::backoff(false);
  wait_for(50ms, waiting);
  auto best = clock_type::duration::max();
  for (auto i = 0; i != 5; ++i) {
    waiting.reset();
    auto const begin = clock_type::now();
    for (auto n = 0; n != 100; ++n) waiting.pause();
    best = std::min(best, clock_type::now() - begin);
    wait_for(20ms, waiting);
  }
  BOOST_TEST((best < 5ms));  // asleep these are 100 ms
}

namespace {

/// How long the first pause takes, the shortest of some, when nothing is expected for so long.
auto first_pause(bool crowded, std::chrono::microseconds due, bool reset = false)
    -> clock_type::duration {
  auto best = clock_type::duration::max();
  for (auto i = 0; i != 5; ++i) {
    auto waiting = dlp::detail::backoff(crowded);
    waiting.expect_nothing_for(due);
    if (reset) waiting.reset();
    auto const begin = clock_type::now();
    waiting.pause();
    best = std::min(best, clock_type::now() - begin);
  }
  return best;
}

}  // namespace

// contract: P1
BOOST_AUTO_TEST_CASE(who_expects_nothing_for_long_sleeps_at_once_where_ranks_outnumber_cores) {
  BOOST_TEST((first_pause(true, 4ms) >= 500us));
  BOOST_TEST((first_pause(true, 4ms) < 4ms));  // it may come earlier
  BOOST_TEST((first_pause(true, 10us) < 200us));
  BOOST_TEST((first_pause(true, 0us) < 200us));
  BOOST_TEST((first_pause(false, 4ms) < 200us));
  BOOST_TEST((first_pause(true, 4ms, true) < 200us));  // what has come has changed that
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
