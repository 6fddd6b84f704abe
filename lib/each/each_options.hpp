// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <each/argument_rows.hpp>
#include <each/command_template.hpp>
#include <each/halt_rule.hpp>
#include <each/output_printer.hpp>

namespace dlp::detail {

/// What `dlp-each` is asked for.
struct each_options {
  bool shows_help = false;
  bool shows_version = false;
  command_template command = command_template("{}");
  bool lines_are_commands = false;  ///< each line is the whole command, and not a word of it
  std::optional<command_template> tag = {};
  argument_terms arguments;
  printing_terms printing;
  bool is_captured = true;       ///< else children write to where this process writes
  bool prints_commands = false;  ///< before outputs; at the end of what is printed as it comes
  bool is_dry = false;
  bool shows_bar = false;
  std::string log = {};
  bool log_goes_on = false;
  bool skips_done = false;       ///< what the log has
  bool skips_failed_too = true;  ///< of that
  std::string store = {};
  halt_rule halt;
  std::optional<std::chrono::duration<double>> timeout = {};
  std::uint64_t tries = 1;          ///< of a job; 0: until it does not fail
  bool says_jobs_is_ranks = false;  ///< a number of jobs is given, which follows from the ranks
};

/// What the arguments of the program ask for, without its name. Throws: usage_error.
[[nodiscard]] auto parse_each_options(std::span<std::string const> arguments) -> each_options;

/// How it is called, for a person.
[[nodiscard]] auto each_help_text() -> std::string;

}  // namespace dlp::detail
