// SPDX-License-Identifier: BSL-1.0
//
// dlp-sweep: looks at the file of a sweep, or of a loop with a journal. It starts no MPI.
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

#include <report/sweep_program.hpp>

namespace {

/// How wide the terminal of stdout is; none where it is another file.
auto columns_of_output() -> std::optional<std::size_t> {
  auto size = winsize();
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

}  // namespace

auto main(int argc, char** argv) -> int {
  auto const arguments = std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc);
  return dlp::detail::run_sweep_program(arguments, std::cout, std::cerr, columns_of_output());
}
