// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/environment.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <mpi.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <dlp/comm/agreement.hpp>
#include <dlp/comm/early_exit.hpp>
#include <dlp/comm/last_words.hpp>
#include <dlp/comm/launch.hpp>
#include <dlp/comm/liveness.hpp>
#include <dlp/comm/lost_ranks.hpp>
#include <dlp/comm/mpi_channel.hpp>
#include <dlp/comm/private_communicator.hpp>
#include <dlp/comm/side_channel.hpp>
#include <dlp/core/failure.hpp>

namespace dlp {
namespace {

// Boost.MPI's own way, MPI_Abort while unwinding, has no words and would hide a launch_error.
constexpr auto abort_on_exception = false;

constexpr auto in_a_call = "the program ends in a call of dlp that others wait for";

/// Without it the launcher may lose the last line.
constexpr auto time_to_carry_a_line = std::chrono::milliseconds(100);

auto is_up = false;

auto owns_mpi = true;  // and not the user
auto ends_without_finalize = false;

/// What this rank has said is to be on its way when the job is ended from outside.
void flush_all() {
  std::fflush(nullptr);
  std::cout.flush();
  std::clog.flush();
}

/// Ends this process alone: the others take it for lost.
[[noreturn]] void be_lost(std::string const& why) {
  auto const world = communicator();
  auto const line = "dlp: rank " + std::to_string(world.rank()) + " of " +
                    std::to_string(world.size()) + " on " + detail::host_name() + ": " + why + "\n";
  flush_all();
  static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
  detail::allow_early_exit();
  std::_Exit(EXIT_FAILURE);
}

/// All ranks agree that they are at the end. One that is elsewhere will never come: then the job
/// ends here, with the reason.
void leave_together() noexcept {
  if (!std::exchange(is_up, false) || boost::mpi::environment::finalized()) return;
  try {
    auto const words = std::string("the end of the program");
    auto const can_be_lost = detail::liveness::is_on() && dlp::communicator().rank() != 0;
    if (can_be_lost && detail::engagement::any()) be_lost(in_a_call);
    detail::say_the_end(words);
    auto& talk = detail::private_of(communicator()).talk;
    if (talk.in_body()) detail::end_job(in_a_call);
    flush_all();
    auto end = detail::call(talk, words, 0, {}, detail::on_loss::go_on);
    auto const losses = detail::agree(end, 0, {}, [](auto) {
      return detail::verdict{detail::lost_ranks::known().any() ? 1U : 0U, {}};
    });
    ends_without_finalize = losses.number != 0 || (detail::liveness::is_on() && owns_mpi);
    if (ends_without_finalize) return;
    detail::liveness::stop();
    detail::close_world();
  } catch (std::exception const& thrown) {
    detail::end_job(thrown.what());
  }
}

/// The last that a process does: where ranks were lost, or still might be, MPI_Finalize could hang.
/// So all wait for rank 0, which ends the job when all are here. MPI_Abort ends it with a code of 0
/// too.
void end_without_finalize(int code, void*) {
  if (!ends_without_finalize) return;
  flush_all();
  constexpr auto what_a_shell_sees = 0xff;
  code = detail::liveness::wait_for_all(code & what_a_shell_sees);
  while (communicator().rank() != 0) ::pause();
  if (auto const& known = detail::lost_ranks::known(); known.any()) {
    auto const how =
        code == 0 ? std::string("is complete") : "ends with code " + std::to_string(code);
    auto const line = "dlp: the run " + how + "; " + known.in_words() + "\n";
    static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
  }
  std::this_thread::sleep_for(time_to_carry_a_line);
  // MPI has a line of its own to say, of an abort; this is none.
  if (auto const nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0) {
    ::dup2(nowhere, STDERR_FILENO);
  }
  detail::allow_early_exit();
  MPI_Abort(MPI_COMM_WORLD, code);
}

/// From now on a rank that dies is noticed.
void survive_losses() {
  if (!detail::threads_may_use_mpi()) {
    detail::end_job("DLP_SURVIVE needs an MPI with MPI_THREAD_MULTIPLE");
  }
  detail::liveness::begin();
  // It takes all ranks, and now all live.
  static_cast<void>(detail::private_of(communicator()));
}

/// A launcher that is killed takes its ranks with it: they would wait for each other for ever.
void die_with_the_launcher(detail::lookup const& variable) {
  if (detail::find_launch(variable)) ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0UL, 0UL, 0UL);
}

/// `exit()` runs no destructor of main's. MPI must not be left up: some launchers take that for a
/// good end, and others wait for this rank.
void leave_at_exit() noexcept {
  if (!is_up) return;
  leave_together();
  if (!ends_without_finalize && !boost::mpi::environment::finalized()) MPI_Finalize();
}

template <class... Arguments>
auto make_mpi(Arguments&&... arguments) {
  owns_mpi = !boost::mpi::environment::initialized();
  return std::make_unique<boost::mpi::environment>(std::forward<Arguments>(arguments)...);
}

/// Whether `dlp-run` started this job.
auto is_to_survive() -> bool {
  auto const* const text = std::getenv("DLP_SURVIVE");
  return text && std::string_view(text) != "0" && *text != '\0';
}

}  // namespace

environment::environment() : mpi_(make_mpi(boost::mpi::threading::multiple, abort_on_exception)) {
  begin();
}

environment::environment(int& argc, char**& argv)
    : mpi_(make_mpi(argc, argv, boost::mpi::threading::multiple, abort_on_exception)) {
  begin();
}

void environment::begin() {
  detail::end_job_on_uncaught_exceptions();
  auto const variable = [](char const* name) { return std::getenv(name); };
  auto const world = communicator();
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  auto length = 0;
  detail::check_mpi(MPI_Get_library_version(text, &length), "MPI_Get_library_version");
  detail::check_launch(variable, world.size(), text);
  detail::watch_for_early_exit(world.rank(), world.size());
  die_with_the_launcher(variable);
  if (is_to_survive() && world.size() > 1) survive_losses();
  is_up = true;
  // In this order: exit() begins with the last.
  static auto const asked = ::on_exit(end_without_finalize, nullptr) + std::atexit(leave_at_exit);
  static_cast<void>(asked);
  if (auto const warning = detail::allocation_warning(variable, world.size()); !warning.empty()) {
    std::fprintf(stderr, "%s\n", warning.c_str());
  }
}

environment::~environment() {
  leave_together();
  if (!ends_without_finalize) return;
  // MPI_Finalize would hang: it is not called here, and where the user will, it is not come to.
  static_cast<void>(mpi_.release());
  if (!owns_mpi) end_without_finalize(EXIT_SUCCESS, nullptr);
}

}  // namespace dlp
