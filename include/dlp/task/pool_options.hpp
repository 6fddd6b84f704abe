// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <source_location>
#include <stop_token>
#include <string>

#include <dlp/comm/communicator.hpp>
#include <dlp/dispatch/survive.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp {

/// Options of a pool; but for `stop`, `progress`, `label`, `report` and `warn_after`, the same on
/// every rank.
struct pool_options {
  /// Called once on every worker before its first call; what it throws breaks the pool.
  std::function<void()> initialize = {};
  /// A thread of the root hands submitted calls out, and takes in what comes back, while the root
  /// does other work; it calls nothing of the program's, and so makes no calls of a map. It needs
  /// an MPI with MPI_THREAD_MULTIPLE, for which dlp::environment asks.
  bool progress_thread = false;
  std::stop_token stop = {};  ///< cancels all that has not been done; the root's counts
  bool progress = false;      ///< a meter on the root's stderr
  std::string label = {};     ///< the title of the meter, and of the report
  bool report = false;        ///< after it, what it cost and what to do, on the root's stderr
  /// A rank says on its stderr which call it has been in for so long.
  std::optional<std::chrono::duration<double>> warn_after = {};
  /// The pool goes on when workers are lost, as `survive` says.
  std::optional<dlp::survive> survive = {};
  int root = 0;            ///< the rank that submits
  communicator comm = {};  ///< the ranks of the pool: the world, unless said otherwise
  /// The line of the program that errors name.
  std::source_location where = std::source_location::current();
};

/// Options of the maps of a pool.
struct pool_map_options {
  dlp::schedule schedule = {};  ///< how many calls a worker gets at once: adaptive
  std::stop_token stop = {};    ///< no further call is handed out; the map throws cancelled_error
  /// Until when it waits: it throws timed_out then.
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  int priority = 0;  ///< calls of a higher one go first
};

/// Options of one call.
struct submit_options {
  int priority = 0;           ///< calls of a higher one go first
  std::stop_token stop = {};  ///< cancels the call, if it has not been handed out
};

/// What `pool.shutdown` does with calls that wait.
enum class finish {
  all,             ///< they are done
  cancel_pending,  ///< they are cancelled; those that have been handed out are done
};

/// What the workers of a pool have done so far.
struct pool_stats {
  index_t calls = 0;        ///< that have come back
  double idle_share = 0;    ///< of the time of all workers since the pool began, from 0 to 1
  double longest_call = 0;  ///< in seconds
};

}  // namespace dlp
