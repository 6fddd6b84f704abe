// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/environment.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>

#include <mpi.h>
#include <sys/prctl.h>

#include <dlp/comm/agreement.hpp>
#include <dlp/comm/early_exit.hpp>
#include <dlp/comm/last_words.hpp>
#include <dlp/comm/launch.hpp>
#include <dlp/comm/mpi_channel.hpp>
#include <dlp/comm/private_communicator.hpp>

namespace dlp {
namespace {

// Boost.MPI's own way, MPI_Abort while unwinding, has no words and would hide a launch_error.
constexpr auto abort_on_exception = false;

auto is_up = false;

/// All ranks agree that they are at the end. One that is elsewhere will never come: then the job
/// ends here, with the reason.
void leave_together() noexcept {
  if (!std::exchange(is_up, false) || boost::mpi::environment::finalized()) return;
  try {
    auto const words = std::string("the end of the program");
    detail::say_the_end(words);
    auto& talk = detail::private_of(communicator()).talk;
    if (talk.in_body()) detail::end_job("the program ends in a call of dlp that others wait for");
    auto end = detail::call(talk, words, 0);
    detail::agree(end);
    detail::close_world();
  } catch (std::exception const& thrown) {
    detail::end_job(thrown.what());
  }
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
  if (!boost::mpi::environment::finalized()) MPI_Finalize();
}

}  // namespace

environment::environment() : mpi_(boost::mpi::threading::multiple, abort_on_exception) { begin(); }

environment::environment(int& argc, char**& argv)
    : mpi_(argc, argv, boost::mpi::threading::multiple, abort_on_exception) {
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
  is_up = true;
  static auto const asked = std::atexit(leave_at_exit);
  static_cast<void>(asked);
  if (auto const warning = detail::allocation_warning(variable, world.size()); !warning.empty()) {
    std::fprintf(stderr, "%s\n", warning.c_str());
  }
}

environment::~environment() { leave_together(); }

}  // namespace dlp
