// SPDX-License-Identifier: BSL-1.0
//
// `_exit` runs no destructor and no handler: to see it, the library has to be it. It is so for what
// is linked with a dlp::environment alone; of a shared object, as a module of Python's, it shows
// itself to no other part of the process.
#include <comm/job/exit_hook.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>

#include <unistd.h>

#include <comm/job/last_line.hpp>
#include <comm/job/launcher_line.hpp>
#include <comm/job/process_end.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

char line[512] = "";  // made beforehand: signal handlers may call _exit

[[noreturn]] void leave(int status) noexcept {
  if (is_early_exit()) {
    say_last_line(line);
    if (status % 256 == 0) status = EXIT_FAILURE;
    tell_launcher(status % 256);
  }
  end_process(status);
}

}  // namespace

void watch_for_early_exit(int rank, int ranks) noexcept {
  if (ranks == 1) return;
  auto const text = "dlp: rank " + std::to_string(rank) + " of " + std::to_string(ranks) + " on " +
                    host_name() + ": it ends by _exit before MPI is finalized\n";
  auto const size = std::min(text.size(), sizeof line - 1);
  std::memcpy(line, text.data(), size);
  line[size] = '\0';
  if (!forbid_early_exit()) return;
  std::at_quick_exit([] {
    if (is_early_exit()) leave(EXIT_FAILURE);
  });
}

}  // namespace dlp::detail

extern "C" {

void _exit(int status) { dlp::detail::leave(status); }
void _Exit(int status) noexcept { dlp::detail::leave(status); }

}  // extern "C"

// No attribute can say so, for the C library's headers have declared them. In a libdlp.so, of which
// CMake says dlp_EXPORTS, they are there to be seen.
#ifndef dlp_EXPORTS
asm(".hidden _exit, _Exit");
#endif
