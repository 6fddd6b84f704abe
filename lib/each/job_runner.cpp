// SPDX-License-Identifier: BSL-1.0
#include <each/job_runner.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

#include <dlp/comm/local_rank.hpp>
#include <each/child_environment.hpp>
#include <each/child_process.hpp>
#include <each/stop_signal.hpp>

namespace dlp::detail {
namespace {

/// From so many bytes on output does not wait for the end of its job.
constexpr auto largest_piece = std::size_t{256} << 10U;

/// The signal that stops this rank, if any. Who stops a job may send it to the children too, and
/// they end first: so where one has ended by a signal, a moment later.
auto stop_signal_after(int signal_of_child) -> int {
  constexpr auto nap = std::chrono::milliseconds(5);
  constexpr auto of_who_stops = std::array{SIGTERM, SIGINT, SIGHUP};
  auto naps = signal_of_child == SIGKILL                               ? 10
              : std::ranges::count(of_who_stops, signal_of_child) != 0 ? 100
                                                                       : 0;
  for (; naps != 0 && stop_signal() == 0; --naps) std::this_thread::sleep_for(nap);
  return stop_signal();
}

}  // namespace

auto command_of(each_options const& asked, job_order const& job, int slot) -> std::string {
  auto const by = replacements{.number = job.number, .slot = slot, .arguments = job.arguments};
  return asked.lines_are_commands ? asked.command.text_for(by) : asked.command.command_for(by);
}

job_runner::job_runner(each_options const& asked, int slot, surroundings around)
    : asked_(asked),
      slot_(slot),
      around_(std::move(around)),
      shell_(shell_for_children()),
      host_(host()) {}

auto job_runner::run(job_order const& job) -> job_result {
  auto result = job_result{.number = job.number, .slot = slot_, .host = host_};
  if (stop_signal() != 0 || around_.heard() != demand::all) {
    result.stop = stop_signal();
    return result;
  }
  result.is_begun = true;
  auto unsent = std::array<std::string, 2>();
  auto const wrote = [&](int stream, std::string_view text) {
    auto& its = unsent[static_cast<std::size_t>(stream) - 1];
    result.received += text.size();
    its += text;
    auto const has_line = asked_.printing.by_line && text.find('\n') != text.npos;
    if (has_line || its.size() >= largest_piece)
      around_.wrote(job.number, stream, std::exchange(its, {}));
  };
  auto const is_unwanted = [&] { return stop_signal() != 0 || around_.heard() == demand::nothing; };
  auto const end =
      run_child({.shell = shell_,
                 .command = command_of(asked_, job, slot_),
                 .environment = environment_of_child({"PARALLEL_SEQ=" + std::to_string(job.number),
                                                      "PARALLEL_JOBSLOT=" + std::to_string(slot_)}),
                 .timeout = asked_.timeout,
                 .is_captured = asked_.is_captured},
                {.wrote = wrote, .is_unwanted = is_unwanted});
  result.code = end.code;
  result.signal = end.signal;
  result.is_timed_out = end.is_timed_out;
  result.began = end.began;
  result.seconds = end.seconds;
  result.why = end.why;
  result.stop = stop_signal_after(end.is_timed_out ? 0 : end.signal);
  result.out = std::move(unsent[0]);
  result.err = std::move(unsent[1]);
  return result;
}

}  // namespace dlp::detail
