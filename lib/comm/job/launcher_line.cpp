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
#include <sys/time.h>
#include <unistd.h>

#include <comm/job/launch.hpp>
#include <comm/wire/mpich.hpp>

namespace dlp::detail {
namespace {

auto pmi_socket = -1;  // of the line to the launcher
pid_t owner = 0;

/// Whether mpiexec may be told anything by this process.
auto is_open() noexcept -> bool {
  auto down = 0;  // then its descriptor may be another's
  return pmi_socket >= 0 && owner == ::getpid() && MPI_Finalized(&down) == MPI_SUCCESS && !down;
}

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
  if (code == 0 || !is_open()) return;
  char text[64];
  auto* end = std::ranges::copy(mpich::abort_with_code, text).out;
  end = std::to_chars(end, std::end(text) - 1, code).ptr;
  *end++ = '\n';
  static_cast<void>(
      ::send(pmi_socket, text, static_cast<std::size_t>(end - text), MSG_NOSIGNAL | MSG_DONTWAIT));
}

auto takes_leave_of_launcher() noexcept -> bool {
  if (!is_open()) return false;
  auto const limit = timeval{.tv_sec = mpich::seconds_to_answer_an_abort, .tv_usec = 0};
  ::setsockopt(pmi_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  auto const said =
      ::send(pmi_socket, mpich::finalize.data(), mpich::finalize.size(), MSG_NOSIGNAL);
  if (said != static_cast<ssize_t>(mpich::finalize.size())) return false;
  char text[64];
  auto const size = ::recv(pmi_socket, text, sizeof text, 0);
  return size > 0 &&
         std::string_view(text, static_cast<std::size_t>(size)).starts_with(mpich::finalize_answer);
}

auto leaves_core() noexcept -> bool {
  static auto const is_read_by_a_program = core_goes_to_a_program();
  auto limit = rlimit();
  return is_read_by_a_program || ::getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0;
}

}  // namespace dlp::detail
