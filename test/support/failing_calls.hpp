// SPDX-License-Identifier: BSL-1.0
//
// Calls of the system that fail when a test wants it, or at which the process is killed. The
// functions of these names take the place of the system's, for SQLite too, in each program that
// includes it.
#pragma once

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <string>

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace dlp_test {

/// How a call fails.
enum class failing { never, no_room, input_output, read_only, interrupted, half, killed };

/// What fails is the n-th call from now on, of writes or of others, and each after it where it is
/// to stay so.
struct failing_calls {
  failing how = failing::never;
  int nth = 0;
  bool stays = false;
  bool of_syncs = false;   ///< of fdatasync and fsync
  bool of_others = false;  ///< of ftruncate and unlink
  bool of_all = false;     ///< of all of these
  int syncs_seen = 0;
  int failed = 0;  ///< how many calls have

  [[nodiscard]] auto fails() -> bool {
    if (how == failing::never || nth == 0) return false;
    if (nth != 1) return --nth, false;
    if (how == failing::killed) std::raise(SIGKILL);
    if (!stays) nth = 0;
    ++failed;
    return true;
  }
  [[nodiscard]] auto write_fails() -> bool {
    return (of_all || (!of_syncs && !of_others)) && fails();
  }
  [[nodiscard]] auto sync_fails() -> bool { return (of_all || of_syncs) && fails(); }
  [[nodiscard]] auto other_fails() -> bool { return (of_all || of_others) && fails(); }
  [[nodiscard]] auto code() const -> int {
    switch (how) {
      case failing::no_room:
        return ENOSPC;
      case failing::read_only:
        return EROFS;
      case failing::interrupted:
        return EINTR;
      default:
        return EIO;
    }
  }
};

inline auto faults = failing_calls();

inline auto failed() -> int {
  errno = faults.code();
  return -1;
}

}  // namespace dlp_test

extern "C" {

[[gnu::weak]] auto pwrite64(int file, void const* from, std::size_t size, off64_t place)
    -> ssize_t {
  auto& faults = dlp_test::faults;
  if (faults.write_fails()) {
    if (faults.how != dlp_test::failing::half) return dlp_test::failed();
    size = (size + 1) / 2;
  }
  return ::syscall(SYS_pwrite64, file, from, size, place);
}

[[gnu::weak]] auto fdatasync(int file) -> int {
  ++dlp_test::faults.syncs_seen;
  if (dlp_test::faults.sync_fails()) return dlp_test::failed();
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}

[[gnu::weak]] auto fsync(int file) -> int { return ::fdatasync(file); }

[[gnu::weak]] auto ftruncate64(int file, off64_t size) noexcept -> int {
  if (dlp_test::faults.other_fails()) return dlp_test::failed();
  return static_cast<int>(::syscall(SYS_ftruncate, file, size));
}

[[gnu::weak]] auto unlink(char const* file) noexcept -> int {
  if (dlp_test::faults.other_fails()) return dlp_test::failed();
  return static_cast<int>(::syscall(SYS_unlink, file));
}
}
