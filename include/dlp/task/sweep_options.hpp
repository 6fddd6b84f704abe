// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <source_location>
#include <stop_token>
#include <string>
#include <variant>

#include <dlp/comm/communicator.hpp>
#include <dlp/core/deadline.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/journal.hpp>
#include <dlp/dispatch/on_error.hpp>
#include <dlp/dispatch/survive.hpp>
#include <dlp/schedule/schedule.hpp>
#include <dlp/task/cell_choice.hpp>

namespace dlp {

/// Which cells a sweep computes whose file has those of an earlier run.
enum class rerun {
  missing,  ///< those that the file does not have
  failed,   ///< and those that failed
  all,      ///< every cell of the grid: what the file has of them is deleted
};

/// As the `cost` of a sweep: the cells go first that will take longest, by how long those took that
/// the file has of an earlier run. Where it has none they go in order.
struct learnt {};

/// Options of `sweep`; the same on every rank, but for `stop`, `progress`, `label`,
/// `report` and `warn_after`.
struct sweep_options {
  /// The file that keeps the cells from one start of the program to the next: a database of SQLite
  /// with a row for each, which is known by its values: the axes may have others at the next start.
  /// Without it the table is in memory alone.
  dlp::journal path = {};
  dlp::rerun rerun = dlp::rerun::missing;  ///< what of an earlier run is computed again
  /// What the cell at a position costs, in any unit: the costliest go first. Only the root calls
  /// it, once for each cell. Or `learnt{}`.
  std::variant<std::function<double(index_t)>, learnt> cost = {};
  /// After so long the stop token of a cell says that it is to end: for bodies that look at it.
  std::optional<std::chrono::duration<double>> cell_limit = {};
  /// Which cells go first, by their positions: those of which it is higher; of equal ones the
  /// costliest. Only the root calls it, once for each cell.
  std::function<double(index_t)> priority = {};
  /// Which cells are computed, as `grid.where(keep)` or `{3, 17}`. The others stay what they are:
  /// `rerun` does not touch them, and what the file does not have of them is missing.
  cell_choice only = {};
  dlp::schedule schedule = {};  ///< how many cells a rank gets at once: adaptive
  std::stop_token stop = {};    ///< ends the sweep for all: no new cell is handed out
  /// Nothing is begun after it: where something is left then, every rank throws `stopped`.
  dlp::deadline deadline = {};
  bool progress = false;   ///< a meter on the root's stderr
  std::string label = {};  ///< the meter's title
  bool report = false;     ///< after the sweep, what it cost and what to do, on the root's stderr
  /// A rank says on its stderr which example it has been in for so long.
  std::optional<std::chrono::duration<double>> warn_after = {};
  /// When a body throws, its cell fails, and the sweep goes on; with `retry{n}` it is tried again
  /// before. With `stop{}` the first such cell ends the sweep.
  error_policy on_error = collect{};
  std::optional<dlp::survive> survive = {};  ///< the sweep goes on when ranks are lost
  bool everywhere = false;                   ///< every rank gets the table, and not the root alone
  /// What else the results depend on, where the axes do not say it: a file with another key is
  /// refused.
  std::string key = {};
  int root = 0;            ///< the manager, and the rank that has the table
  communicator comm = {};  ///< the ranks that share the work: by default the world
  /// The line of the program that errors name.
  std::source_location where = std::source_location::current();
};

}  // namespace dlp
