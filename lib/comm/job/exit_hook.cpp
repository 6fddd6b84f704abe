// SPDX-License-Identifier: BSL-1.0
//
// `_exit` runs no destructor and no handler: to see it, the library has to be it. It then does what
// the C library's does, which is a single system call.
#include <comm/job/exit_hook.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <string>

#include <mpi.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <comm/job/last_line.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

std::atomic<pid_t> watched = 0;
char line[512] = "";  // made beforehand: signal handlers may call _exit

auto is_early() noexcept -> bool {
  auto down = 0;
  return watched == ::getpid() && MPI_Finalized(&down) == MPI_SUCCESS && !down;
}

[[noreturn]] void end_process(int status) noexcept {
  if (is_early()) {
    say_last_line(line);
    if (status % 256 == 0) status = EXIT_FAILURE;
  }
  while (true) ::syscall(SYS_exit_group, status);
}

}  // namespace

void watch_for_early_exit(int rank, int ranks) noexcept {
  if (ranks == 1) return;
  auto const text = "dlp: rank " + std::to_string(rank) + " of " + std::to_string(ranks) + " on " +
                    host_name() + ": it ends by _exit before MPI is finalized\n";
  auto const size = std::min(text.size(), sizeof line - 1);
  std::memcpy(line, text.data(), size);
  line[size] = '\0';
  if (watched.exchange(::getpid()) != 0) return;
  std::at_quick_exit([] {
    if (is_early()) end_process(EXIT_FAILURE);
  });
}

void allow_early_exit() noexcept { watched = 0; }

}  // namespace dlp::detail

extern "C" {

void _exit(int status) { dlp::detail::end_process(status); }
void _Exit(int status) noexcept { dlp::detail::end_process(status); }

}  // extern "C"
