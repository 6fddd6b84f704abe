// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/backoff.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

#include <sched.h>
#include <sys/prctl.h>

namespace dlp::detail {
namespace {

constexpr auto free_polls = std::uint32_t{400};  // some 50 us: a round trip between two cores
constexpr auto yields = std::uint32_t{50};
// MPICH shows a message only at the second or third poll after it has come: with one poll between
// two sleeps a rank slept 1.5 ms through the answer to a request of 0.5 ms, with four 0.04 ms.
constexpr auto polls_a_sleep = std::uint32_t{4};
constexpr auto shortest_sleep = std::chrono::microseconds(1);
constexpr auto doublings = std::uint32_t{10};  // up to 1 ms: below 1 % of a core while idle

/// The kernel rounds sleeps up by 50 us unless the thread asks otherwise.
void sleep_precisely(std::chrono::microseconds how_long) noexcept {
  thread_local auto const asked = ::prctl(PR_SET_TIMERSLACK, 1'000UL, 0UL, 0UL, 0UL);
  static_cast<void>(asked);
  std::this_thread::sleep_for(how_long);
}

auto cores() noexcept -> int {
  auto set = cpu_set_t{};
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

}  // namespace

void backoff::pause() noexcept {
  auto const spin = crowded_ ? 0 : free_polls;
  auto const poll = polls_++;
  if (poll < spin) return;
  if (poll < spin + yields) {
    ::sched_yield();
    return;
  }
  auto const since = poll - spin - yields;
  if (since % polls_a_sleep != 0) return;
  auto const doubled = std::min(since / polls_a_sleep, doublings);
  if (doubled == doublings) polls_ -= polls_a_sleep;  // the next sleep is as long as this one
  sleep_precisely(shortest_sleep * (1 << doubled));
}

auto more_ranks_than_cores(int ranks) noexcept -> bool {
  for (auto const* name : {"MPI_LOCALNRANKS", "OMPI_COMM_WORLD_LOCAL_SIZE"}) {
    if (auto const* const text = std::getenv(name)) {
      std::from_chars(text, text + std::strlen(text), ranks);
      break;
    }
  }
  // Each rank may be bound to cores of its own: then what counts is the whole machine.
  return ranks > std::max(cores(), static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace dlp::detail
