// SPDX-License-Identifier: BSL-1.0
//
// Calls of the system that fail when a test wants it. Included once in a program, whose functions
// of these names take the place of the system's, for SQLite too.
#pragma once

#include <cerrno>
#include <cstddef>
#include <string>

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace dlp_test {

/// How a call fails.
enum class failing { never, no_room, input_output, read_only, interrupted, half };

/// What fails is the n-th call from now on, of writes or of others, and each after it where it is
/// to stay so.
struct failing_calls {
  failing how = failing::never;
  int nth = 0;
  bool stays = false;
  bool of_syncs = false;   ///< of fdatasync and fsync
  bool of_others = false;  ///< of ftruncate and unlink
  int syncs_seen = 0;
  int failed = 0;  ///< how many calls have

  [[nodiscard]] auto fails() -> bool {
    if (how == failing::never || nth == 0) return false;
    if (nth != 1) return --nth, false;
    if (!stays) nth = 0;
    ++failed;
    return true;
  }
  [[nodiscard]] auto of_writes() const -> bool { return !of_syncs && !of_others; }
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

inline auto calls = failing_calls();

inline auto failed() -> int {
  errno = calls.code();
  return -1;
}

}  // namespace dlp_test

extern "C" {

auto pwrite64(int file, void const* from, std::size_t size, off64_t place) -> ssize_t {
  auto& calls = dlp_test::calls;
  if (calls.of_writes() && calls.fails()) {
    if (calls.how != dlp_test::failing::half) return dlp_test::failed();
    size = (size + 1) / 2;
  }
  return ::syscall(SYS_pwrite64, file, from, size, place);
}

auto fdatasync(int file) -> int {
  ++dlp_test::calls.syncs_seen;
  if (dlp_test::calls.of_syncs && dlp_test::calls.fails()) return dlp_test::failed();
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}

auto fsync(int file) -> int { return ::fdatasync(file); }

auto ftruncate64(int file, off64_t size) noexcept -> int {
  if (dlp_test::calls.of_others && dlp_test::calls.fails()) return dlp_test::failed();
  return static_cast<int>(::syscall(SYS_ftruncate, file, size));
}

auto unlink(char const* file) noexcept -> int {
  if (dlp_test::calls.of_others && dlp_test::calls.fails()) return dlp_test::failed();
  return static_cast<int>(::syscall(SYS_unlink, file));
}
}
