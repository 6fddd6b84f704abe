// SPDX-License-Identifier: BSL-1.0
#include <comm/job/child_process.hpp>

#include <atomic>
#include <string>

#include <mpi.h>
#include <pthread.h>

#include <comm/wire/check_mpi.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

// Not its number: getpid() is a system call, and this is asked for every message. A child by
// vfork() or posix_spawn() shares it with its parent, and can but exec and _exit.
std::atomic<bool> in_child = false;

/// The rank that the parent has; to ask for it takes no communication.
auto rank_of_parent() -> std::string {
  if (!mpi_is_up()) return "a rank";
  auto rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return "rank " + std::to_string(rank);
}

}  // namespace

void watch_for_children() noexcept {
  static auto const watches =
      ::pthread_atfork(nullptr, nullptr, [] { in_child.store(true, std::memory_order_relaxed); });
  static_cast<void>(watches);
}

auto is_child() noexcept -> bool { return in_child.load(std::memory_order_relaxed); }

void require_no_child() {
  if (!is_child()) return;
  throw usage_error("dlp: this process is a child of " + rank_of_parent() +
                    ", made by fork(), and no rank itself: it cannot call dlp");
}

}  // namespace dlp::detail
