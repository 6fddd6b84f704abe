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
#include <comm/job/launcher_line.hpp>
#include <comm/job/process_end.hpp>
#include <comm/loss/death_watch.hpp>
#include <comm/loss/liveness.hpp>
#include <comm/loss/lost_ranks.hpp>
#include <comm/trace/job_trace.hpp>
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

/// All codes in one, when all that are not lost have come here and rank 0 knows it.
auto codes_of_all(int code, int rank) -> int {
  MPI_Comm const world = private_of(communicator()).duplicate;
  auto request = MPI_REQUEST_NULL;
  auto const send = [&](int what, int to) {
    MPI_Isend(&what, 1, MPI_INT, to, tag, world, &request);
    poll_until_done(request);
  };
  auto const receive = [&](int from) {
    auto what = 0;
    MPI_Irecv(&what, 1, MPI_INT, from, tag, world, &request);
    poll_until_done(request);
    return what;
  };
  if (rank != 0) {
    send(code, 0);
    return receive(0);
  }
  auto const is_there = [](int other) { return !lost_ranks::known().is_lost(other); };
  for (auto from = 1; from != communicator().size(); ++from) {
    if (is_there(from)) code |= receive(from);
  }
  for (auto to = 1; to != communicator().size(); ++to) {
    if (is_there(to)) send(code, to);
  }
  return code;
}

/// Where an abort with code 0 is a good end, rank 0 ends the job by one.
auto abort_ends_well() -> bool {
  auto const launched = find_launch();
  return !launched || launched->launcher != srun;
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
  // Of others nobody knows that a job may end without it.
  if (!launched || (launched->launcher != mpich::launcher && launched->launcher != srun))
    return false;
  if (auto const* const text = variable("UCX_TLS")) return names_tcp(text);
  return on_several_hosts && !has_infiniband();
}

void flush_all() {
  std::fflush(nullptr);
  std::cout.flush();
  std::clog.flush();
  flush_trace();
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
  death_watch::stop();
  allow_early_exit();
  if (code == 0 && !lost_ranks::known().any() && takes_leave_of_launcher()) end_process(code);
  if (rank != 0) {
    while (abort_ends_well()) ::pause();
    end_process(code);
  }
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
  if (!abort_ends_well()) end_process(code);
  abort_job(code);
}

}  // namespace dlp::detail
