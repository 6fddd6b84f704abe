// SPDX-License-Identifier: BSL-1.0
#include "clock.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <mpi.h>
#include <sys/prctl.h>
#include <time.h>

#include <dlp.hpp>

namespace benchmark {
namespace {

constexpr auto lead = 20e-3;       // for the news of a start to reach everyone
constexpr auto precise = 1'000UL;  // ns by which the kernel may be late; 50,000 by default

auto read(clockid_t which) -> double {
  auto time = timespec{};
  ::clock_gettime(which, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void sleep_roughly_until(double moment) {
  auto const seconds = std::floor(moment);
  auto time = timespec{};
  time.tv_sec = static_cast<time_t>(seconds);
  time.tv_nsec = static_cast<long>(1e9 * (moment - seconds));
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr) != 0) continue;
}

auto on_one_node() -> bool {
  auto const hosts = dlp::all_gather(boost::mpi::environment::processor_name());
  return std::ranges::all_of(hosts, [&](auto const& host) { return host == hosts.front(); });
}

}  // namespace

auto now() -> double { return read(CLOCK_MONOTONIC); }

auto cpu_time() -> double { return read(CLOCK_THREAD_CPUTIME_ID); }

auto cpu_time_of_process() -> double { return read(CLOCK_PROCESS_CPUTIME_ID); }

void sleep_until(double moment) {
  auto const slack = ::prctl(PR_GET_TIMERSLACK, 0UL, 0UL, 0UL, 0UL);
  ::prctl(PR_SET_TIMERSLACK, precise, 0UL, 0UL, 0UL);
  sleep_roughly_until(moment);
  if (slack > 0) ::prctl(PR_SET_TIMERSLACK, static_cast<unsigned long>(slack), 0UL, 0UL, 0UL);
}

auto start_together() -> double {
  static auto const one_clock = on_one_node();
  dlp::barrier();
  if (!one_clock) return now();
  auto start = now() + lead;
  dlp::broadcast(start);
  sleep_until(start);
  return start;
}

void meet_asleep() {
  constexpr auto nap = 2e-3;
  auto request = MPI_Request();
  MPI_Ibarrier(MPI_COMM_WORLD, &request);
  for (auto done = 0;;) {
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    if (done) return;
    sleep_until(now() + nap);
  }
}

}  // namespace benchmark
