// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/resource.h>

namespace dlp_test {

/// Valgrind takes many times as long for what a program does.
#ifdef DLP_UNDER_VALGRIND
constexpr auto time_is_the_programs_own = false;
#else
constexpr auto time_is_the_programs_own = true;
#endif

/// The time of a core that this process has used.
inline auto cpu_seconds() -> double {
  auto used = rusage();
  ::getrusage(RUSAGE_SELF, &used);
  auto const seconds = [](timeval const& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace dlp_test
