// SPDX-License-Identifier: BSL-1.0
//
// The line is written in the handler, in the thread whose loop it tells of: nobody else may read
// where that is while the loop goes on.
#include <comm/job/status_signal.hpp>

#include <cerrno>
#include <csignal>
#include <string>
#include <string_view>

#include <mpi.h>
#include <unistd.h>

#include <comm/job/child_process.hpp>
#include <comm/job/open_place.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

constexpr auto status_signal = SIGUSR2;

char this_rank[320] = "";  // "dlp: rank 2 (node7): ", made beforehand
pid_t process_of_rank = 0;

/// A child of the program's that goes on as the same program is none of the ranks.
void die_of(int signal) noexcept {
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void on_status_signal(int signal) {
  auto const error = errno;
  if (is_child() || process_of_rank != ::getpid()) {
    die_of(signal);
  } else if (auto const here = where_this_thread_is(signal); !here.is_handed_on) {
    auto said = signal_line();
    auto const where = here.text.text();
    said << this_rank << (where.empty() ? "in no loop" : where);
    said.end();
    static_cast<void>(!::write(STDERR_FILENO, said.text().data(), said.text().size()));
  }
  errno = error;
}

void install() {
  struct sigaction action = {};
  if (::sigaction(status_signal, nullptr, &action) != 0 || action.sa_handler != SIG_DFL) return;
  action.sa_handler = on_status_signal;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  ::sigaction(status_signal, &action, nullptr);
}

}  // namespace

void answer_status_signals() {
  static auto const done = [] {
    auto rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    auto const text = "dlp: rank " + std::to_string(rank) + " (" + host_name() + "): ";
    text.copy(this_rank, sizeof this_rank - 1);
    process_of_rank = ::getpid();
    install();
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace dlp::detail
