// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace dlp_test {

/// ASan and Valgrind keep what has been freed.
#if defined(__SANITIZE_ADDRESS__) || defined(DLP_UNDER_VALGRIND)
constexpr auto freed_memory_is_free = false;
#else
constexpr auto freed_memory_is_free = true;
#endif

/// They, and TSan, take memory of their own for each byte.
#ifdef __SANITIZE_THREAD__
constexpr auto memory_is_the_programs_own = false;
#else
constexpr auto memory_is_the_programs_own = freed_memory_is_free;
#endif

/// What this process has of the memory now, in kB.
inline auto memory_taken() -> long {
  auto file = std::ifstream("/proc/self/statm");
  auto total = 0L;
  auto resident = 0L;
  file >> total >> resident;
  return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

/// The most that it has had so far, in kB.
inline auto most_memory_taken() -> long {
  auto used = rusage();
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

/// From now on it is the most since now.
inline void forget_most_memory_taken() { std::ofstream("/proc/self/clear_refs") << 5; }

}  // namespace dlp_test
