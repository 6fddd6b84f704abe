// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/backoff.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <thread>

#include <sched.h>
#include <sys/prctl.h>

#include <comm/wire/core_quota.hpp>

namespace dlp::detail {
namespace {

constexpr auto free_polls = std::uint32_t{400};  // some 50 us: a round trip between two cores
constexpr auto yields = std::uint32_t{50};
// A sleep is an eighth of the wait so far: a rank that wakes up late is late by some 6 % of it.
// Where ranks outnumber cores every waking up takes time from another, and sleeps double.
constexpr auto part_of_the_wait = 8;
constexpr auto part_of_the_wait_when_crowded = 1;
constexpr auto before_the_first_sleep = std::chrono::microseconds(30);  // free polls and yields
constexpr auto cost_of_a_sleep = std::chrono::microseconds(15);  // on top of what was asked for
constexpr auto worth_sleeping = std::chrono::microseconds(200);
constexpr auto longest_sleep = std::chrono::microseconds(1000);  // 1 to 2 % of a core while idle

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

/// What all ranks of a container or a job have together, however many cores they see.
auto quota() noexcept -> double {
  static auto const found = [] {
    try {
      return core_quota();
    } catch (...) {  // out of memory: as if there were none
      return std::numeric_limits<double>::infinity();
    }
  }();
  return found;
}

}  // namespace

void backoff::pause() noexcept {
  constexpr auto relaxed = std::memory_order_relaxed;
  auto const spin = crowded_ ? 0 : free_polls;
  auto const due = due_.load(relaxed);
  auto poll = polls_.load(relaxed);
  auto const asleep_at_once = poll == 0 && crowded_ && due > worth_sleeping;
  if (asleep_at_once) poll = spin + yields;
  polls_.store(poll + 1, relaxed);
  if (poll < spin) return;
  if (poll < spin + yields) {
    ::sched_yield();
    return;
  }
  auto const waited = poll != spin + yields ? waited_.load(relaxed)
                      : !crowded_           ? before_the_first_sleep
                      : asleep_at_once      ? due / 4
                                            : cost_of_a_sleep / 10;
  auto const part = crowded_ ? part_of_the_wait_when_crowded : part_of_the_wait;
  auto const sleep = std::min(waited / part, longest_sleep);
  waited_.store(waited + sleep + cost_of_a_sleep, relaxed);
  sleep_precisely(sleep);
}

auto more_ranks_than_cores(int ranks) noexcept -> bool {
  for (auto const* name : {"MPI_LOCALNRANKS", "OMPI_COMM_WORLD_LOCAL_SIZE"}) {
    if (auto const* const text = std::getenv(name)) {
      std::from_chars(text, text + std::strlen(text), ranks);
      break;
    }
  }
  // Each rank may be bound to cores of its own: then what counts is the whole machine.
  auto const seen = std::max(cores(), static_cast<int>(std::thread::hardware_concurrency()));
  return ranks > std::min(static_cast<double>(seen), quota());
}

}  // namespace dlp::detail
