// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/environment.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <mpi.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <comm/call/agreement.hpp>
#include <comm/call/private_communicator.hpp>
#include <comm/call/range_check.hpp>
#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/crash_line.hpp>
#include <comm/job/exit_hook.hpp>
#include <comm/job/launch.hpp>
#include <comm/job/launcher_line.hpp>
#include <comm/job/process_end.hpp>
#include <comm/job/shutdown.hpp>
#include <comm/job/standard_input.hpp>
#include <comm/job/status_signal.hpp>
#include <comm/job/uncaught.hpp>
#include <comm/loss/death_watch.hpp>
#include <comm/loss/liveness.hpp>
#include <comm/loss/lost_ranks.hpp>
#include <comm/trace/job_trace.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/thread_channel.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>

namespace dlp {
namespace {

// Boost.MPI's own way, MPI_Abort while unwinding, has no words and would hide a launch_error.
constexpr auto abort_on_exception = false;

constexpr auto in_a_call = "the program ends in a call of dlp that others wait for";

auto is_up = false;

auto owns_mpi = true;  // and not the user

/// Ends this process alone: the others take it for lost.
[[noreturn]] void be_lost(std::string const& why) {
  auto const world = communicator();
  auto const line = "dlp: rank " + std::to_string(world.rank()) + " of " +
                    std::to_string(world.size()) + " on " + detail::host_name() + ": " + why + "\n";
  detail::flush_all();
  static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
  detail::end_process(EXIT_FAILURE);
}

auto variable(char const* name) -> char const* { return std::getenv(name); }

auto mpi_library() -> std::string {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  auto length = 0;
  detail::check_mpi(MPI_Get_library_version(text, &length), "MPI_Get_library_version");
  return text;
}

auto host_id() -> index_t { return std::hash<std::string>()(detail::host_name()); }

/// Where ranks were lost it hangs; where they still may be, a death amid it would make it. An MPI
/// of the user's goes down when he says so.
auto is_better_without_finalize(bool on_several_hosts) -> bool {
  if (detail::lost_ranks::known().any()) return true;
  return owns_mpi && communicator().size() > 1 &&
         (detail::liveness::is_on() ||
          detail::finalize_may_hang(variable, mpi_library(), on_several_hosts));
}

/// All ranks agree that they are at the end. One that is elsewhere will never come: then the job
/// ends here, with the reason.
void leave_together() noexcept {
  if (!std::exchange(is_up, false) || boost::mpi::environment::finalized()) return;
  if (detail::is_child()) return;
  try {
    auto const words = std::string("the end of the program");
    auto const can_be_lost = detail::liveness::is_on() && dlp::communicator().rank() != 0;
    if (can_be_lost && detail::engagement::any()) be_lost(in_a_call);
    detail::say_the_end(words);
    auto& talk = detail::private_of(communicator()).talk;
    if (talk.size() == 1) {  // exit() in a body, or where a pool is open: nobody waits
      talk.in_body(false);
      talk.serve_pool(false);
    }
    if (talk.in_body()) detail::end_job(in_a_call);
    detail::flush_all();
    detail::end_trace_here();
    auto end = detail::call(talk, words, 0, {}, detail::on_loss::go_on);
    auto const no_finalize = detail::agree(end, host_id(), {}, [](auto hosts) {
      auto const several = std::ranges::any_of(hosts, [&](auto id) { return id != hosts.front(); });
      return detail::verdict{is_better_without_finalize(several) ? 1U : 0U, {}};
    });
    detail::merge_trace_of_job();
    if (no_finalize.number != 0) {
      detail::end_without_finalize();
      return;
    }
    detail::liveness::stop();
    detail::death_watch::stop();
    end.close();  // before its communicator is freed
    detail::close_world();
  } catch (disagreement const& thrown) {
    detail::let_another_speak_first();
    detail::end_job(thrown.what());
  } catch (...) {
    detail::end_job(detail::describe_current_exception(failure::no_index, 0).text);
  }
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

/// srun lets the others wait for a rank that has died.
void end_with_the_first_that_dies() {
  auto const launched = detail::find_launch();
  if (!launched || launched->launcher != detail::srun) return;
  auto const* const nodes = variable("SLURM_STEP_NUM_NODES");
  detail::death_watch::begin(nodes && std::string_view(nodes) == "1");
}

/// A launcher that is killed takes its ranks with it: they would wait for each other for ever.
void die_with_the_launcher() {
  if (detail::find_launch()) ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0UL, 0UL, 0UL);
}

/// `exit()` runs no destructor of main's. MPI must not be left up: some launchers take that for a
/// good end, and others wait for this rank.
void leave_at_exit() noexcept {
  if (!is_up || detail::is_child()) return;
  leave_together();
  if (!detail::ends_without_finalize() && !boost::mpi::environment::finalized()) MPI_Finalize();
}

template <class... Arguments>
auto make_mpi(Arguments&&... arguments) {
  owns_mpi = !boost::mpi::environment::initialized();
  return std::make_unique<boost::mpi::environment>(std::forward<Arguments>(arguments)...);
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
  detail::watch_for_children();
  detail::require_no_child();
  detail::end_job_on_uncaught_exceptions();
  detail::settle_standard_input();
  detail::tell_of_crashes();
  detail::answer_status_signals();
  static_cast<void>(detail::ranges_are_compared());  // throws here, and not at the first call
  auto const world = communicator();
  detail::check_launch(variable, world.size(), mpi_library());
  if (world.size() > 1) detail::find_launcher_line();
  detail::watch_for_early_exit(world.rank(), world.size());
  die_with_the_launcher();
  if (world.size() > 1) {
    detail::is_to_survive() ? survive_losses() : end_with_the_first_that_dies();
  }
  is_up = true;
  static_cast<void>(detail::timeline_here());  // begins here, and not at the first loop
  static auto const asked = std::atexit(leave_at_exit);
  static_cast<void>(asked);
  if (auto const warning = detail::allocation_warning(variable, world.size()); !warning.empty()) {
    std::fprintf(stderr, "%s\n", warning.c_str());
  }
}

environment::~environment() {
  leave_together();
  if (detail::is_child()) static_cast<void>(mpi_.release());  // MPI is its parent's
  if (detail::is_child() || !detail::ends_without_finalize()) return;
  // MPI_Finalize would hang: it is not called here, and where the user will, it is not come to.
  static_cast<void>(mpi_.release());
  if (!owns_mpi) detail::end_job_together(EXIT_SUCCESS);
}

}  // namespace dlp
