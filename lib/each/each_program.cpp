// SPDX-License-Identifier: BSL-1.0
#include <each/each_program.hpp>

#include <dlp/version.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>

#include <unistd.h>

#include <core/say_line.hpp>
#include <dispatch/progress/terminal.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/core/error.hpp>
#include <each/each_options.hpp>
#include <each/job_manager.hpp>
#include <each/job_runner.hpp>
#include <each/job_wire.hpp>
#include <each/stop_signal.hpp>

namespace dlp::detail {
namespace {

constexpr auto refused_code = 255;  // as GNU parallel has it

void print(std::string_view text) {
  static_cast<void>(!::write(STDOUT_FILENO, text.data(), text.size()));
}

void say_what_is_read(each_options const& asked) {
  auto const is_stdin = [](auto const& one) { return one.file == "-"; };
  if (std::ranges::none_of(asked.arguments.sources, is_stdin)) return;
  if (terminal_of(STDIN_FILENO).empty()) return;
  say_line(
      "dlp-each: reads arguments from the terminal, one a line, until Ctrl-D; ::: gives them in "
      "the command line");
}

/// This rank's part of it.
auto run_jobs(each_options const& asked) -> int {
  auto const world = communicator();
  auto const is_alone = world.size() == 1;
  auto wire = job_wire(world);
  auto manager = std::optional<job_manager>();
  auto around = job_runner::surroundings();
  if (is_alone) {
    around.wrote = [&](auto job, int stream, auto text) {
      manager->take_output(job, 1, stream, text);
    };
    around.heard = [&] { return manager->wanted(); };
  } else {
    around.wrote = [&](auto job, int stream, auto text) { wire.send(job, stream, text); };
    around.heard = [&] { return wire.heard(); };
  }
  auto runner = job_runner(asked, std::max(world.rank(), 1), around);
  auto code = 0;
  auto pool =
      job_manager::job_pool([&](job_order const& job) { return runner.run(job); }, {.comm = world});
  if (pool.is_root()) {
    try {
      manager.emplace(asked, is_alone ? nullptr : &wire);
      code = manager->run(pool);
    } catch (std::exception const& why) {
      say_line(why.what());
      code = refused_code;
    }
  }
  pool.shutdown();
  wire.close();
  return code;
}

auto run_on_root(each_options const& asked) -> int {
  try {
    job_manager(asked, nullptr).print_commands();
    return 0;
  } catch (std::exception const& why) {
    say_line(why.what());
    return refused_code;
  }
}

}  // namespace

auto run_each_program(std::span<std::string const> arguments) -> int {
  auto const at_root = is_root();
  auto asked = each_options();
  try {
    asked = parse_each_options(arguments);
  } catch (usage_error const& wrong) {
    if (at_root) say_line(wrong.what());
    return at_root ? refused_code : 0;
  }
  if (asked.shows_help || asked.shows_version) {
    if (at_root)
      print(asked.shows_help ? each_help_text()
                             : std::string("dlp-each ") + DLP_VERSION_STRING + "\n");
    return 0;
  }
  if (at_root && asked.says_jobs_is_ranks)
    say_line("dlp-each: the number of jobs at once is that of the ranks without the first, " +
             std::to_string(std::max(size() - 1, 1)) + ": -j changes nothing");
  if (at_root) say_what_is_read(asked);
  if (asked.is_dry) return at_root ? run_on_root(asked) : 0;
  note_stop_signals();
  return run_jobs(asked);
}

}  // namespace dlp::detail
