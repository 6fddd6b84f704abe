// SPDX-License-Identifier: BSL-1.0
#include <comm/job/shutdown.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string_view>

#include <fcntl.h>
#include <mpi.h>
#include <unistd.h>

#include <comm/call/private_communicator.hpp>
#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/last_line.hpp>
#include <comm/job/process_end.hpp>
#include <comm/loss/liveness.hpp>
#include <comm/loss/lost_ranks.hpp>
#include <comm/wire/mpich.hpp>
#include <comm/wire/poll_until_done.hpp>

namespace dlp::detail {
namespace {

auto is_asked_for = false;

auto has_infiniband() -> bool {
  auto error = std::error_code();
  return std::filesystem::directory_iterator("/sys/class/infiniband", error) !=
         std::filesystem::directory_iterator();
}

/// Whether `UCX_TLS`, a list as "tcp,self" or "^cma", names TCP.
auto names_tcp(std::string_view transports) -> bool {
  return transports.find("tcp") != transports.npos && !transports.starts_with('^');
}

constexpr auto tag = 4;  // on the library's duplicate of the world, where its channels have others

/// On rank 0 all codes in one, when all that are not lost have come here; the others wait for the
/// end of the job.
auto codes_of_all(int code, int rank) -> int {
  MPI_Comm const world = private_of(communicator()).duplicate;
  auto request = MPI_REQUEST_NULL;
  if (rank != 0) {
    MPI_Isend(&code, 1, MPI_INT, 0, tag, world, &request);
    poll_until_done(request);
    while (true) ::pause();
  }
  for (auto from = 1; from != communicator().size(); ++from) {
    if (lost_ranks::known().is_lost(from)) continue;
    auto theirs = 0;
    MPI_Irecv(&theirs, 1, MPI_INT, from, tag, world, &request);
    poll_until_done(request);
    code |= theirs;
  }
  return code;
}

void at_exit(int code, void*) {
  if (is_asked_for && !is_child()) end_job_together(code);
}

/// Before the program's own variables are made: so what they do when they are destroyed, as a file
/// that is written to its end, comes before the end of the job.
[[gnu::constructor(101)]] void arrange_the_end() { ::on_exit(at_exit, nullptr); }

}  // namespace

auto finalize_may_hang(lookup const& variable, std::string const& mpi_library,
                       bool on_several_hosts) -> bool {
  if (auto const* const text = variable("DLP_FINALIZE")) return std::string_view(text) == "0";
  if (!mpich::hangs_in_finalize_over_tcp(mpi_library)) return false;
  auto const launched = find_launch(variable);
  if (!launched || launched->launcher != mpich::launcher) return false;  // an abort is one there
  if (auto const* const text = variable("UCX_TLS")) return names_tcp(text);
  return on_several_hosts && !has_infiniband();
}

void flush_all() {
  std::fflush(nullptr);
  std::cout.flush();
  std::clog.flush();
}

void end_without_finalize() { is_asked_for = true; }

auto ends_without_finalize() noexcept -> bool { return is_asked_for; }

void end_job_together(int code) {
  auto rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  flush_all();
  constexpr auto what_a_shell_sees = 0xff;
  code &= what_a_shell_sees;
  code = liveness::is_on() ? liveness::wait_for_all(code) : codes_of_all(code, rank);
  auto line = std::string();
  if (auto const& known = lost_ranks::known(); known.any()) {
    auto const how =
        code == 0 ? std::string("is complete") : "ends with code " + std::to_string(code);
    line = "dlp: the run " + how + "; " + known.in_words() + "\n";
  }
  say_last_line(line);
  // MPI has a line of its own to say, of an abort; this is none.
  if (auto const nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0) {
    ::dup2(nowhere, STDERR_FILENO);
  }
  allow_early_exit();
  abort_job(code);
}

}  // namespace dlp::detail
