// SPDX-License-Identifier: BSL-1.0
#include <comm/loss/death_watch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <mpi.h>
#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <comm/job/abort_job.hpp>
#include <comm/job/service_thread.hpp>
#include <comm/loss/lost_ranks.hpp>
#include <comm/loss/meeting.hpp>
#include <comm/wire/tcp.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail::death_watch {
namespace {

using namespace std::chrono_literals;

// A rank that ends the job by itself has said why, and the launcher is about to end all others.
constexpr auto time_for_the_launcher = 1s;
constexpr auto time_to_let_in = 100ms;
constexpr auto time_to_come_in = 1s;  // before it goes on in the background

/// What this process has of the watch. It outlives what exit() takes down: a thread sleeps over it.
struct post {
  meeting of;
  std::vector<std::atomic<int>> sockets;  // on rank 0 by rank, its own is -1; else one to rank 0
  std::promise<void> is_ready;            // all have come in, or this rank has, or cannot
};

std::atomic<post*> up = nullptr;
std::atomic<bool> is_at_the_end = false;

auto ends_as_it_should() -> bool {
  auto down = 0;
  return is_at_the_end || (MPI_Finalized(&down) == MPI_SUCCESS && down != 0);
}

/// Rank 0 may have as many files open as before, and a socket to each other rank. Where it may not,
/// half of those that are left are the program's. Returns for how many sockets there is room.
auto make_room_for(int sockets, int open_files) -> int {
  auto limit = rlimit();
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return sockets;
  auto const before = limit.rlim_cur;
  limit.rlim_cur = std::min(before + static_cast<rlim_t>(sockets), limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  auto const left = limit.rlim_cur - static_cast<rlim_t>(open_files);
  auto const room = std::max(limit.rlim_cur - before, left / 2);
  return static_cast<int>(std::min(static_cast<rlim_t>(sockets), room));
}

/// None on a rank 0 that cannot listen: then nobody is watched.
auto meet(bool on_one_machine) -> std::optional<meeting> {
  try {
    return call_a_meeting(on_one_machine);
  } catch (error const&) {
    return std::nullopt;
  }
}

/// Nothing more comes from this rank. One rank speaks for all.
void mourn(int rank, std::chrono::milliseconds after_others) {
  std::this_thread::sleep_for(time_for_the_launcher + after_others);
  if (!ends_as_it_should()) end_job(lost_ranks::known().name(rank) + " has died");
}

/// On rank 0, for as long as the process lives: those that come in first, for whom there is room.
void watch_the_others(post& here, int room) {
  auto polled = std::vector<pollfd>(here.sockets.size(), {-1, POLLIN, 0});
  auto& door = polled.front();
  door.fd = here.of.listening->number();
  auto missing = room;
  while (true) {
    if (missing == 0 && door.fd >= 0) {
      here.is_ready.set_value();
      door.fd = -1;
      here.of.listening.reset();
    }
    if (::poll(polled.data(), polled.size(), -1) < 0) continue;
    for (auto rank = std::size_t{1}; rank != polled.size(); ++rank) {
      auto& one = polled[rank];
      if (one.fd < 0 || one.revents == 0) continue;
      here.sockets[rank] = -1;
      ::close(std::exchange(one.fd, -1));
      mourn(static_cast<int>(rank), 0ms);
    }
    if (door.revents == 0) continue;
    auto came = let_in(here.of, tcp::clock::now() + time_to_let_in);
    if (!came) {
      std::this_thread::sleep_for(time_to_let_in);  // where no more files can be opened
      continue;
    }
    lost_ranks::known().note_host(came->rank, came->host);
    auto const place = static_cast<std::size_t>(came->rank);
    auto const before = std::exchange(polled[place].fd, came->way.release());
    here.sockets[place] = polled[place].fd;
    if (before >= 0) {
      ::close(before);  // its first way was too slow
    } else {
      --missing;
    }
  }
}

/// On another rank.
void watch_rank_0(post& here) {
  auto way = come_in(here.of);
  if (way) here.sockets.front() = way->release();
  here.is_ready.set_value();
  if (here.sockets.front() < 0) return;
  auto polled = pollfd{here.sockets.front(), POLLIN, 0};
  while (::poll(&polled, 1, -1) < 0) continue;
  mourn(0, here.of.rank == 1 ? 0ms : 400ms);
}

}  // namespace

void begin(bool on_one_machine) {
  static auto has_begun = false;
  if (std::exchange(has_begun, true)) return;
  auto of = meet(on_one_machine);
  if (!of) return;
  auto& here = *new post{.of = std::move(*of), .sockets = {}, .is_ready = {}};
  auto const is_first = here.of.rank == 0;
  here.sockets =
      std::vector<std::atomic<int>>(is_first ? static_cast<std::size_t>(here.of.ranks) : 1);
  for (auto& one : here.sockets) one = -1;
  auto const room =
      is_first ? make_room_for(here.of.ranks - 1, here.of.listening->number() + 1) : 0;
  static_cast<void>(lost_ranks::known());  // made here, where MPI may be asked
  up = &here;
  // A child that lives on would keep the sockets of a dead rank open.
  ::pthread_atfork(nullptr, nullptr, [] {
    for (auto const& one : up.load()->sockets) {
      if (one >= 0) ::close(one);
    }
  });
  auto& thread = *new service_thread("the watch over the other ranks", [&here, is_first, room] {
    is_first ? watch_the_others(here, room) : watch_rank_0(here);
  });
  thread.wake();
  here.is_ready.get_future().wait_for(time_to_come_in);
}

void stop() noexcept { is_at_the_end = true; }

}  // namespace dlp::detail::death_watch
