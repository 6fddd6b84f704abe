// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <source_location>
#include <stop_token>
#include <string>
#include <vector>

#include <dlp/comm/communicator.hpp>
#include <dlp/core/deadline.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/journal.hpp>
#include <dlp/dispatch/on_error.hpp>
#include <dlp/dispatch/survive.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp {

/// Options of `batches`; the same on every rank, but for `stop`, `progress`, `label`,
/// `report` and `warn_after`.
struct batches_options {
  std::optional<index_t> count = {};  ///< how many trajectories; where a run goes on, how many more
  /// How many trajectories are computed together; the last batch may have fewer. By default a
  /// thousandth of `count`, rounded up, and at most 10,000.
  std::optional<index_t> batch_size = {};
  /// Trajectory i draws from random_stream(seed, i); 0, or where a run goes on, its own.
  std::optional<std::uint64_t> seed = {};
  /// One for each trajectory, which says how many there are, whatever `count` says: it draws from
  /// random_stream(seeds[i], 0). Where a run goes on, further ones; there a count that is more than
  /// its seeds that are left is refused.
  std::vector<std::uint64_t> seeds = {};
  /// The run ends where the accumulator's standard_error() is no larger, but more than 0: it is
  /// looked at where the first 16 batches are there, the first 32, and so on. What is beyond waits
  /// on the root: where a batch is left out, all that follow it do. What fails beyond the end does
  /// not count.
  std::optional<double> target_error = {};
  dlp::schedule schedule = {};  ///< how many batches a rank gets at once: adaptive
  /// What the batch at a position costs, in any unit: the costliest go first. Only the root calls
  /// it, once for each.
  std::function<double(index_t)> cost = {};
  std::stop_token stop = {};    ///< no new batch is handed out, and what is done is returned
  dlp::deadline deadline = {};  ///< nothing is begun after it, and what is done is returned
  bool progress = false;        ///< a meter on the root's stderr
  std::string label = {};       ///< the meter's title
  bool report = false;  ///< after the run, what it cost and what to do, on the root's stderr
  /// A rank says on its stderr which example it has been in for so long.
  std::optional<std::chrono::duration<double>> warn_after = {};
  error_policy on_error = {};  ///< a body throws: `stop{}`, `collect{}`, `retry{n}`, `skip{}`
  std::optional<dlp::survive> survive = {};  ///< the run goes on when ranks are lost
  /// The file that keeps the batches that are done, from one start of the program to the next.
  dlp::journal journal = {};
  std::string key = {};    ///< what else the results depend on: a journal with another is refused
  int root = 0;            ///< the manager, and the rank that writes where the result is saved
  communicator comm = {};  ///< the ranks that share the work: by default the world
  /// The line of the program that errors name.
  std::source_location where = std::source_location::current();
};

}  // namespace dlp
