// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/environment.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include <mpi.h>

#include <dlp/comm/agreement.hpp>
#include <dlp/comm/last_words.hpp>
#include <dlp/comm/launch.hpp>
#include <dlp/comm/mpi_channel.hpp>
#include <dlp/comm/private_communicator.hpp>

namespace dlp {
namespace {

// Boost.MPI's own way, MPI_Abort while unwinding, has no words and would hide a launch_error.
constexpr auto abort_on_exception = false;

/// All ranks agree that they are at the end. One that is elsewhere will never come.
void leave_together() {
  auto& talk = detail::private_of(communicator()).talk;
  talk.in_body(false);
  auto end = detail::call(talk, "the end of the program", 0);
  detail::agree(end);
  detail::close_world();
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
  if (auto const warning = detail::allocation_warning(variable, world.size()); !warning.empty()) {
    std::fprintf(stderr, "%s\n", warning.c_str());
  }
}

environment::~environment() {
  if (boost::mpi::environment::finalized()) return;
  try {
    leave_together();
  } catch (std::exception const& thrown) {
    detail::end_job(thrown.what());
  }
}

}  // namespace dlp
