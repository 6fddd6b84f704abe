// SPDX-License-Identifier: BSL-1.0
#include <comm/loss/liveness.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <mpi.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <comm/job/abort_job.hpp>
#include <comm/job/service_thread.hpp>
#include <comm/loss/meeting.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <comm/wire/tcp.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail::liveness {
namespace {

using namespace std::chrono_literals;
using tcp::clock;

constexpr auto time_for_all = 30s;  // to come in
constexpr auto time_for_one = 1s;   // to say what it says

enum class notice : std::uint8_t {
  how_is,      ///< of a rank
  at_the_end,  ///< of its program is a rank
};

/// All that is said later, either way.
struct record {
  std::int32_t rank = 0;
  std::int32_t code = 0;
  notice what = notice::how_is;
  condition how = condition::alive;
  std::uint16_t unused = 0;
};

auto condition_of(int rank, condition how) -> record {
  return {.rank = rank, .what = notice::how_is, .how = how};
}

auto end_of(int rank, int code) -> record {
  return {.rank = rank, .code = code, .what = notice::at_the_end};
}

/// This process's ends of the sockets. It outlives what exit() takes down: a thread sleeps over it.
struct ends {
  int rank = 0;
  std::vector<int> sockets;  // on rank 0 by rank, its own and those of the dead -1; else to rank 0
  std::mutex mutex;
  std::condition_variable news;
  std::vector<bool> at_the_end;  // on rank 0, by rank
  int codes = 0;                 // of those
};

std::atomic<ends*> up = nullptr;
std::atomic<bool> is_at_the_end = false;

template <class T>
auto gather_everywhere(T const& mine, int size) -> std::vector<T> {
  auto all = std::vector<T>(static_cast<std::size_t>(size));
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Iallgather(&mine, sizeof mine, MPI_BYTE, all.data(), sizeof mine, MPI_BYTE,
                           MPI_COMM_WORLD, &request),
            "MPI_Iallgather");
  poll_until_done(request);
  return all;
}

struct machine {
  char host[64] = {};
  char boot[40] = {};
};

auto this_machine() -> machine {
  auto here = machine();
  auto boot = std::string();
  std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
  host_name().copy(here.host, sizeof here.host - 1);
  boot.copy(here.boot, sizeof here.boot - 1);
  return here;
}

/// On rank 0: lets all others in.
void let_all_in(meeting const& of, std::vector<int>& sockets) {
  auto const until = clock::now() + time_for_all;
  auto missing = sockets.size() - 1;
  while (missing != 0 && clock::now() < until) {
    auto one = let_in(of, until);
    if (!one) continue;
    auto& kept = sockets[static_cast<std::size_t>(one->rank)];
    if (kept < 0) --missing;
    if (kept >= 0) ::close(kept);  // its first way was too slow
    kept = one->way.release();
  }
}

/// On rank 0: to all other ranks, but `except`.
void tell_all(ends& here, record const& what, int except) {
  auto const lock = std::lock_guard(here.mutex);
  for (auto rank = 0; rank != static_cast<int>(here.sockets.size()); ++rank) {
    if (rank != except) tcp::write(here.sockets[static_cast<std::size_t>(rank)], what);
  }
}

void take_in(ends& here, record const& what, int from) {
  switch (what.what) {
    case notice::how_is:
      if (what.rank != here.rank) lost_ranks::known().note(what.rank, what.how);
      if (here.rank == 0) tell_all(here, what, from);
      engagement::check_all();
      return;
    case notice::at_the_end: {
      if (here.rank != 0) is_at_the_end = true;  // all are: from now on rank 0 may go
      auto const lock = std::lock_guard(here.mutex);
      here.at_the_end[static_cast<std::size_t>(from)] = true;
      here.codes |= what.code;
      return;
    }
  }
}

/// Nothing more comes from `from`: it is dead, or rank 0 ends the job as it should.
void take_end(ends& here, int from) {
  if (is_at_the_end) return;
  if (here.rank != 0) {
    // One rank speaks for all, and nobody where it has ended the job itself: then all are about to
    // be ended.
    std::this_thread::sleep_for(here.rank == 1 ? 500ms : 900ms);
    end_job("rank 0 has died");
  }
  lost_ranks::known().note(from, condition::dead);
  tell_all(here, condition_of(from, condition::dead), from);
  engagement::check_all();
}

/// Sleeps until something comes from a socket, for as long as the process lives.
void watch(ends& here) {
  auto polled = std::vector<pollfd>();
  for (auto const socket : here.sockets) polled.push_back({socket, POLLIN, 0});
  while (true) {
    if (::poll(polled.data(), polled.size(), -1) < 0) continue;
    for (auto place = std::size_t{0}; place != polled.size(); ++place) {
      auto& one = polled[place];
      if (one.fd < 0 || one.revents == 0) continue;
      auto const from = here.rank == 0 ? static_cast<int>(place) : 0;
      auto what = record();
      if (tcp::read(one.fd, what, clock::now() + time_for_one)) {
        take_in(here, what, from);
      } else {
        {
          auto const lock = std::lock_guard(here.mutex);
          here.sockets[place] = -1;
          ::close(std::exchange(one.fd, -1));
        }
        take_end(here, from);
      }
      here.news.notify_all();
    }
  }
}

void start_watching(ends& here) {
  auto& thread = *new service_thread("the watch over the other ranks", [&here] { watch(here); });
  thread.wake();  // it sleeps over the sockets, for as long as the process lives
  // A child that lives on would keep the sockets of a dead rank open.
  ::pthread_atfork(nullptr, nullptr, [] {
    for (auto const socket : up.load()->sockets) {
      if (socket >= 0) ::close(socket);
    }
  });
}

void connect_all(ends& here, int size, bool on_one_machine) {
  auto const place = call_a_meeting(on_one_machine);
  if (here.rank == 0) {
    here.sockets.assign(static_cast<std::size_t>(size), -1);
    let_all_in(place, here.sockets);
  } else {
    auto way = come_in(place);
    here.sockets = {way ? way->release() : -1};
  }
}

}  // namespace

void begin() {
  auto size = 0;
  auto rank = 0;
  check_mpi(MPI_Comm_size(MPI_COMM_WORLD, &size), "MPI_Comm_size");
  check_mpi(MPI_Comm_rank(MPI_COMM_WORLD, &rank), "MPI_Comm_rank");
  if (size == 1 || is_on()) return;

  auto const machines = gather_everywhere(this_machine(), size);
  auto const on_one_machine = std::ranges::all_of(machines, [&](auto const& other) {
    return std::memcmp(&other, &machines.front(), sizeof other) == 0;
  });
  for (auto other = 0; other != size; ++other) {
    lost_ranks::known().note_host(other, machines[static_cast<std::size_t>(other)].host);
  }
  auto& here = *new ends();
  here.rank = rank;
  here.at_the_end.resize(static_cast<std::size_t>(size));
  connect_all(here, size, on_one_machine);

  auto const connected = rank == 0 || here.sockets.front() >= 0;
  auto const all = gather_everywhere(static_cast<char>(connected), size);
  if (auto const missing = std::ranges::find(all, 0); missing != all.end()) {
    throw error("dlp: " + lost_ranks::known().name(static_cast<int>(missing - all.begin())) +
                " cannot reach " + lost_ranks::known().name(0) +
                " by TCP, which a job that is to survive the loss of ranks needs");
  }
  up = &here;
  start_watching(here);
}

auto is_on() noexcept -> bool { return up.load() != nullptr; }

void note(int rank, condition how) {
  if (!lost_ranks::known().note(rank, how)) return;
  auto* const here = up.load();
  if (!here) return;
  if (here->rank == 0) {
    tell_all(*here, condition_of(rank, how), 0);
  } else {
    auto const lock = std::lock_guard(here->mutex);
    tcp::write(here->sockets.front(), condition_of(rank, how));
  }
}

void stop() noexcept { is_at_the_end = true; }

auto wait_for_all(int code) -> int {
  auto* const here = up.load();
  if (!here) return code;
  auto lock = std::unique_lock(here->mutex);
  if (here->rank != 0) {
    tcp::write(here->sockets.front(), end_of(here->rank, code));
    here->news.wait(lock, [] { return is_at_the_end.load(); });
    return code;
  }
  here->news.wait(lock, [&] {
    for (auto rank = 1; rank != static_cast<int>(here->at_the_end.size()); ++rank) {
      auto const is_there = here->at_the_end[static_cast<std::size_t>(rank)];
      if (!is_there && !lost_ranks::known().is_lost(rank)) return false;
    }
    return true;
  });
  code |= here->codes;
  lock.unlock();
  tell_all(*here, end_of(0, code), 0);
  return code;
}

}  // namespace dlp::detail::liveness
