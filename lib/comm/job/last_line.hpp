// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ctime>
#include <string_view>

#include <unistd.h>

namespace dlp::detail {

/// Writes to stderr what may be the last line of this process: in one call, so that lines of
/// several ranks do not mix. Then waits as long as mpiexec needs to carry it; without the pause
/// mpiexec lost the line in 3 of 60 runs. A signal handler may call it.
inline void say_last_line(std::string_view line) noexcept {
  constexpr auto time_to_carry_it = timespec{.tv_sec = 0, .tv_nsec = 100'000'000};
  static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
  ::nanosleep(&time_to_carry_it, nullptr);
}

}  // namespace dlp::detail
