// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <source_location>
#include <stop_token>
#include <string>

#include <dlp/comm/communicator.hpp>
#include <dlp/core/deadline.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/journal.hpp>
#include <dlp/dispatch/on_error.hpp>
#include <dlp/dispatch/survive.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp {

struct map_options;

/// Options of the splits that send nothing.
struct split_options {
  std::stop_token stop = {};  ///< ends the loop on this rank
  bool progress = false;      ///< a meter of the root's own share, on its stderr
  std::string label = {};     ///< the meter's title
  /// A rank says on its stderr which example it has been in for so long, and again when it has been
  /// twice as long.
  std::optional<std::chrono::duration<double>> warn_after = {};
  communicator comm = {};  ///< the ranks that share the work: the world, unless said otherwise
  /// The line of the program that is named when it crashes in the loop.
  std::source_location where = std::source_location::current();
};

/// Options of the loops whose indices are handed out to whoever is free; the same on every rank,
/// but for `stop`, `progress`, `label`, `report` and `warn_after`.
struct managed_options {
  dlp::schedule schedule = {};  ///< how many indices a rank gets at once: adaptive
  /// What the example at an index costs, in any unit: the costliest go first. Only the root calls
  /// it, once for each index.
  std::function<double(index_t)> cost = {};
  std::stop_token stop = {};  ///< ends the loop for all: no new index is handed out
  /// Nothing is begun after it: where something is left then, every rank throws `stopped`.
  dlp::deadline deadline = {};
  bool progress = false;   ///< a meter on the root's stderr
  std::string label = {};  ///< the meter's title
  bool report = false;     ///< after the loop, what it cost and what to do, on the root's stderr
  /// A rank says on its stderr which example it has been in for so long, as 10min, and again when
  /// it has been twice as long.
  std::optional<std::chrono::duration<double>> warn_after = {};
  error_policy on_error = {};  ///< a body throws: `stop{}`, `collect{}`, `retry{n}`, `skip{}`
  /// The loop goes on when ranks are lost, as `survive` says; `split_shared` cannot.
  std::optional<dlp::survive> survive = {};
  /// The file that keeps what is done from one start of the program to the next. In `split_shared`
  /// ranks report what they have visited: that is in it.
  dlp::journal journal = {};
  /// What else the results depend on, where the range does not say it: a journal with another key
  /// is refused. A range that can be walked only once needs one.
  std::string key = {};
  int root = 0;            ///< the manager, and the rank that has the results
  communicator comm = {};  ///< the ranks that share the work: by default the world
  /// The line of the program that errors name.
  std::source_location where = std::source_location::current();

  /// The same for `map`, on the root alone.
  [[nodiscard]] operator map_options() const;
};

/// Options of `map`: those of a managed loop, and whether every rank gets the results.
struct map_options {
  dlp::schedule schedule = {};               ///< as in managed_options
  std::function<double(index_t)> cost = {};  ///< as in managed_options
  std::stop_token stop = {};                 ///< as in managed_options
  dlp::deadline deadline = {};               ///< as in managed_options
  bool progress = false;                     ///< as in managed_options
  std::string label = {};                    ///< as in managed_options
  bool report = false;                       ///< as in managed_options
  /// As in managed_options.
  std::optional<std::chrono::duration<double>> warn_after = {};
  error_policy on_error = {};                ///< as in managed_options
  std::optional<dlp::survive> survive = {};  ///< as in managed_options
  bool everywhere = false;    ///< every rank gets the results, and not the root alone
  dlp::journal journal = {};  ///< as in managed_options
  std::string key = {};       ///< as in managed_options
  int root = 0;               ///< as in managed_options
  communicator comm = {};     ///< as in managed_options
  /// As in managed_options.
  std::source_location where = std::source_location::current();

  /// Those that are options of every managed loop. It is explicit because another call would not
  /// heed `everywhere`.
  [[nodiscard]] explicit operator managed_options() const;
};

namespace detail {

/// The option `cost`, of options that have such a one.
[[nodiscard]] auto cost_of(auto const& from) -> std::function<double(index_t)> {
  if constexpr (requires { std::function<double(index_t)>(from.cost); })
    return from.cost;
  else
    return {};
}

/// The options `deadline`, `journal` and `key`, of options that have them.
[[nodiscard]] auto deadline_of(auto const& from) -> deadline {
  if constexpr (requires { from.deadline; })
    return from.deadline;
  else
    return {};
}
[[nodiscard]] auto journal_of(auto const& from) -> journal {
  if constexpr (requires { from.journal; })
    return from.journal;
  else
    return {};
}
[[nodiscard]] auto key_of(auto const& from) -> std::string {
  if constexpr (requires { from.key; })
    return from.key;
  else
    return {};
}

/// The option `report`, of options that have it.
[[nodiscard]] auto report_of(auto const& from) -> bool {
  if constexpr (requires { from.report; })
    return from.report;
  else
    return false;
}

/// The option `warn_after`, of options that have it.
[[nodiscard]] auto warn_after_of(auto const& from) -> std::optional<std::chrono::duration<double>> {
  if constexpr (requires { from.warn_after; })
    return from.warn_after;
  else
    return {};
}

/// The options of a managed loop, which both kinds have.
template <class Options>
[[nodiscard]] auto options_of_loop(auto const& from) -> Options {
  return {.schedule = from.schedule,
          .cost = cost_of(from),
          .stop = from.stop,
          .deadline = deadline_of(from),
          .progress = from.progress,
          .label = from.label,
          .report = report_of(from),
          .warn_after = warn_after_of(from),
          .on_error = from.on_error,
          .survive = from.survive,
          .journal = journal_of(from),
          .key = key_of(from),
          .root = from.root,
          .comm = from.comm,
          .where = from.where};
}

}  // namespace detail

inline managed_options::operator map_options() const {
  return detail::options_of_loop<map_options>(*this);
}
inline map_options::operator managed_options() const {
  return detail::options_of_loop<managed_options>(*this);
}

/// Options of the collective calls that are no loops; the same on every rank.
struct collective_options {
  int root = 0;            ///< the rank that has the result, or gives it
  communicator comm = {};  ///< the ranks that take part: the world, unless said otherwise
  /// The line of the program that errors name.
  std::source_location where = std::source_location::current();
};

}  // namespace dlp
