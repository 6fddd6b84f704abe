// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <chrono>
#include <optional>
#include <source_location>
#include <stop_token>
#include <string>

#include <dlp/comm/communicator.hpp>
#include <dlp/core/deadline.hpp>
#include <dlp/dispatch/on_error.hpp>
#include <dlp/dispatch/survive.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp {

/// Options of a loop whose items make items; but for `stop`, `progress`, `label`, `report` and
/// `warn_after`, the same on every rank.
struct feeder_options {
  dlp::schedule schedule = {};  ///< how many seeds a rank gets at once: adaptive
  std::stop_token stop = {};    ///< ends the loop for all: no new item is handed out
  /// Nothing is begun after it: where something is left then, every rank throws `stopped`.
  dlp::deadline deadline = {};
  bool progress = false;   ///< a meter on the root's stderr
  std::string label = {};  ///< the title of the meter, and of the report
  bool report = false;     ///< after the loop, what it cost and what to do, on the root's stderr
  /// A rank says on its stderr which item it has been in for so long.
  std::optional<std::chrono::duration<double>> warn_after = {};
  error_policy on_error = {};  ///< when a body throws: `stop{}`, `collect{}`, `retry{n}`, `skip{}`
  std::optional<dlp::survive> survive = {};  ///< the loop goes on when ranks are lost
  /// Items that came first go first, and not those with the longest path: more wait at a time.
  bool breadth_first = false;
  int root = 0;            ///< the rank that hands out, and has the results
  communicator comm = {};  ///< the ranks that share the work: the world, unless said otherwise
  /// The line of the program that errors name.
  std::source_location where = std::source_location::current();
};

}  // namespace dlp
