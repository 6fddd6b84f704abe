// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <source_location>
#include <string>

#include <dlp/core/deadline.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/on_error.hpp>
#include <dlp/dispatch/survive.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp::detail {

class context;
class interruption;

/// What a managed loop is about: the same on every rank, or the loop is a `disagreement`.
struct loop_terms {
  std::string name;             ///< the word that the user typed
  std::string result = {};      ///< the type of the results, where there are any
  bool everywhere = false;      ///< all ranks get them
  std::optional<index_t> size;  ///< none where the range does not know
  index_t finished = 0;         ///< by an earlier run, of a shared loop: `size` is without these
  dlp::schedule schedule = fixed{};
  error_policy on_error = {};
  std::optional<error_policy> given_on_error = {};  ///< by the user, where the loop has another
  int root = 0;
  bool single_pass = false;    ///< an example that has been walked past cannot be visited again
  bool longest_first = false;  ///< handed out by cost, and not in order
  std::optional<dlp::survive> survive = {};
  deadline until = {};               ///< nothing is begun after it
  bool returns_at_deadline = false;  ///< as at a stop: it is no interruption
  std::string journal = {};          ///< where what is done is kept, if anywhere
  bool in_order = false;             ///< the root takes results in order, and keeps those before
  bool reported = false;             ///< all ranks note what they visit, of a shared loop
  bool timed = false;                ///< each example comes back with the time that it took
  std::optional<double> warn_after = {};  ///< an example takes long then, in seconds; may differ
  std::source_location where = {};        ///< the line of the program; it may differ
  interruption const* interrupted = nullptr;  ///< what may end it before its time
  context* lone = nullptr;  ///< that of the only rank, where that is in no body yet
};

/// The terms in words: "split_managed over 10 examples, schedule fixed{1}, root 0".
[[nodiscard]] auto to_string(loop_terms const& terms) -> std::string;

}  // namespace dlp::detail
