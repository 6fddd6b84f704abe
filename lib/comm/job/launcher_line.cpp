// SPDX-License-Identifier: BSL-1.0
#include <comm/job/launcher_line.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

#include <mpi.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <comm/job/launch.hpp>
#include <comm/wire/mpich.hpp>

namespace dlp::detail {
namespace {

auto pmi_socket = -1;  // of the line to the launcher
pid_t owner = 0;

auto core_goes_to_a_program() -> bool {
  return std::ifstream("/proc/sys/kernel/core_pattern").peek() == '|';
}

}  // namespace

void find_launcher_line() noexcept try {
  auto const launched = find_launch();
  auto const* const number = std::getenv(mpich::variable_of_its_line);
  if (!launched || launched->launcher != mpich::launcher || is_to_survive() || !number) return;
  owner = ::getpid();
  static_cast<void>(leaves_core());  // which reads a file: not in a handler for the first time
  std::from_chars(number, number + std::strlen(number), pmi_socket);
} catch (...) {  // out of memory: as if there were none
}

void tell_launcher(int code) noexcept {
  auto down = 0;  // then its descriptor may be another's
  if (code == 0 || pmi_socket < 0 || owner != ::getpid()) return;
  if (MPI_Finalized(&down) != MPI_SUCCESS || down) return;
  char text[64];
  auto* end = std::ranges::copy(mpich::abort_with_code, text).out;
  end = std::to_chars(end, std::end(text) - 1, code).ptr;
  *end++ = '\n';
  static_cast<void>(
      ::send(pmi_socket, text, static_cast<std::size_t>(end - text), MSG_NOSIGNAL | MSG_DONTWAIT));
}

auto leaves_core() noexcept -> bool {
  static auto const is_read_by_a_program = core_goes_to_a_program();
  auto limit = rlimit();
  return is_read_by_a_program || ::getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0;
}

}  // namespace dlp::detail
