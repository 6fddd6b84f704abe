// SPDX-License-Identifier: BSL-1.0
#include <comm/job/abort_job.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>

#include <mpi.h>
#include <pthread.h>
#include <unistd.h>

#include <comm/job/child_process.hpp>
#include <comm/job/crash_line.hpp>
#include <comm/job/last_line.hpp>
#include <comm/job/process_end.hpp>
#include <comm/trace/job_trace.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/mpich.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

using namespace std::chrono_literals;

/// Rank 0 of 1 until MPI is up; what it said last, once it is down.
struct whereabouts {
  int rank = 0;
  int size = 1;
};

auto find_whereabouts() -> whereabouts {
  static auto here = whereabouts();
  if (mpi_is_up()) {
    MPI_Comm_rank(MPI_COMM_WORLD, &here.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &here.size);
  }
  return here;
}

/// The line that end_job writes.
auto last_line(whereabouts here, std::string_view why) noexcept -> std::string {
  try {
    return "dlp: rank " + std::to_string(here.rank) + " of " + std::to_string(here.size) + " on " +
           host_name() + ": " + printable_text(why) + "\n";
  } catch (...) {
    return "out of memory\n";  // so short that it takes none
  }
}

}  // namespace

void end_job(std::string_view why) noexcept {
  if (is_child()) std::abort();
  // Of several threads the first speaks for all, and ends them too.
  static auto has_spoken = std::atomic_flag();
  if (has_spoken.test_and_set()) {
    std::this_thread::sleep_for(2s);
    end_process(EXIT_FAILURE);
  }
  allow_early_exit();
  be_silent_about_crashes();
  flush_trace();
  auto const here = find_whereabouts();
  say_last_line(last_line(here, why));
  auto down = 0;
  MPI_Finalized(&down);
  if (here.size > 1 && !down) abort_job(EXIT_FAILURE);
  end_process(EXIT_FAILURE);
}

void learn_rank() noexcept { static_cast<void>(find_whereabouts()); }

void let_another_speak_first() noexcept {
  auto const rank = find_whereabouts().rank;
  std::this_thread::sleep_for(rank == 0 ? 200ms : rank == 1 ? 600ms : 1s);
}

void abort_job(int code) noexcept {
  auto alarm_alone = sigset_t();
  ::sigemptyset(&alarm_alone);
  ::sigaddset(&alarm_alone, SIGALRM);
  ::pthread_sigmask(SIG_UNBLOCK, &alarm_alone, nullptr);
  std::signal(SIGALRM, SIG_DFL);
  ::alarm(mpich::seconds_to_answer_an_abort);
  MPI_Abort(MPI_COMM_WORLD, code);
}

}  // namespace dlp::detail
