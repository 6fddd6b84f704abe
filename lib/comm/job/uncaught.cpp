// SPDX-License-Identifier: BSL-1.0
#include <comm/job/uncaught.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>
#include <utility>

#include <boost/mpi/exception.hpp>

#include <comm/job/abort_job.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/crash_line.hpp>
#include <comm/job/launch.hpp>
#include <comm/job/open_place.hpp>
#include <comm/job/process_end.hpp>
#include <comm/loss/liveness.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

using namespace std::chrono_literals;

/// "nobody caught std::runtime_error: cannot load", of the exception that is being handled.
auto what_nobody_caught() noexcept -> std::string {
  auto const what = describe_current_exception(failure::no_index, 0);
  try {
    return "nobody caught " + what.type + (what.text.empty() ? "" : ": " + what.text);
  } catch (...) {
    return what.text;
  }
}

/// ", in index 7 of split_managed at x.cpp:9": an exception that nobody catches unwinds no loop.
auto where_nobody_caught() noexcept -> std::string {
  try {
    auto const loops = open_loops();
    return loops.empty() ? loops : ", in " + loops;
  } catch (...) {
    return {};
  }
}

std::terminate_handler handler_before = nullptr;

/// All ranks have come out of the same loop, and nobody has anything more to do.
[[noreturn]] void end_in_order(char const* why) noexcept {
  auto const launched = find_launch();
  if (!launched || launched->rank == 0) std::fprintf(stderr, "%s\n", why);
  std::exit(stopped::exit_code);
}

[[noreturn]] void on_uncaught_exception() noexcept {
  if (is_child()) {
    if (handler_before) handler_before();
    std::abort();
  }
  if (!std::current_exception()) end_job("std::terminate was called" + where_nobody_caught());
  // A what() that throws comes here out of the description of its own exception.
  thread_local auto describes = false;
  if (std::exchange(describes, true)) end_job("nobody caught an exception, whose what() throws");
  auto names_its_loop = false;
  try {
    throw;
  } catch (stopped const& what) {
    end_in_order(what.what());
  } catch (collective_error const&) {
    names_its_loop = true;
    let_another_speak_first();
  } catch (usage_error const&) {
    let_another_speak_first();
  } catch (boost::mpi::exception const&) {
    // That of a rank that has died: that it has says more.
    if (liveness::is_on()) std::this_thread::sleep_for(1s);
  } catch (launch_error const&) {
    auto const launched = find_launch();
    auto const speaks = !launched || launched->rank == 0;
    std::this_thread::sleep_for(speaks ? 0s : 3s);  // Open MPI kills slowly, and srun -K at once
    if (!speaks && launched->launcher == srun) end_process(EXIT_FAILURE);  // else it lets all run
  } catch (...) {
  }
  end_job(what_nobody_caught() + (names_its_loop ? "" : where_nobody_caught()));
}

}  // namespace

void end_job_on_uncaught_exceptions() noexcept {
  learn_rank();
  auto const before = std::set_terminate(on_uncaught_exception);
  if (before != on_uncaught_exception) handler_before = before;
}

}  // namespace dlp::detail
