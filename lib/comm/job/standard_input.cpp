// SPDX-License-Identifier: BSL-1.0
#include <comm/job/standard_input.hpp>

#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <comm/job/variable.hpp>
#include <comm/wire/mpich.hpp>

namespace dlp::detail {
namespace {

auto is_kept(lookup const& variable) -> bool {
  return word_in(variable, "DLP_STDIN", {"keep"},
                 "\"keep\", which leaves the standard input of every rank as it is, or not set") ==
         "keep";
}

auto is_pipe(int file) -> bool {
  struct stat what = {};
  return ::fstat(file, &what) == 0 && (S_ISFIFO(what.st_mode) || S_ISSOCK(what.st_mode));
}

}  // namespace

auto waits_for_nobody(lookup const& variable, int file) -> bool {
  if (is_kept(variable)) return false;
  auto const launched = find_launch(variable);
  return launched && launched->launcher == mpich::launcher && launched->rank != 0 && is_pipe(file);
}

void settle_standard_input() {
  static auto const settled = [] {
    auto const variable = [](char const* name) { return std::getenv(name); };
    if (!waits_for_nobody(variable, STDIN_FILENO)) return true;
    if (auto const nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC); nothing >= 0) {
      ::dup2(nothing, STDIN_FILENO);
      ::close(nothing);
    }
    return true;
  }();
  static_cast<void>(settled);
}

}  // namespace dlp::detail
