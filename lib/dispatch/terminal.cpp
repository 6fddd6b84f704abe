// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/terminal.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include <unistd.h>

namespace dlp::detail {
namespace {

struct process {
  std::string name;
  int parent = 0;
};

auto in_proc(int id) { return std::filesystem::path("/proc") / std::to_string(id); }

/// Reads "id (name) state parent …"; the name may have spaces and parentheses of its own.
auto find_process(int id) -> process {
  auto line = std::string();
  std::getline(std::ifstream(in_proc(id) / "stat"), line);
  auto const open = line.find('(');
  auto const close = line.rfind(')');
  if (open == line.npos || close == line.npos || close + 4 >= line.size()) return {};
  return {line.substr(open + 1, close - open - 1), std::atoi(line.c_str() + close + 4)};
}

}  // namespace

auto stderr_reaches_a_terminal() -> bool {
  if (::isatty(STDERR_FILENO) == 1) return true;
  for (auto id = ::getppid(); id > 1;) {
    auto const one = find_process(id);
    if (one.name.starts_with("mpiexec")) {
      auto error = std::error_code();
      auto const target = std::filesystem::read_symlink(in_proc(id) / "fd/2", error).string();
      return target.starts_with("/dev/pts/") || target.starts_with("/dev/tty");
    }
    id = one.parent;
  }
  return false;
}

}  // namespace dlp::detail
