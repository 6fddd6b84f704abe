// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <comm/call/call.hpp>
#include <comm/job/interruption.hpp>
#include <comm/job/open_place.hpp>
#include <dispatch/managed/lone_loop.hpp>
#include <dispatch/managed/manager.hpp>
#include <dispatch/managed/recording.hpp>
#include <dispatch/managed/stopwatch.hpp>
#include <dispatch/managed/worker.hpp>
#include <dispatch/progress/watchdog.hpp>

namespace dlp::detail {

/// What a `managed_loop` has behind it, and what this rank is in the loop: one of `managing`,
/// `working` and `alone`.
struct managed_part {
  managed_part(loop_terms const& terms, void const* loop, open_place::index_reader index,
               open_place::moment_reader moment)
      : words(to_string(terms)),
        on_error(terms.on_error),
        has_results(!terms.result.empty()),
        timed(terms.timed),
        place(words.c_str(), terms.where, loop, index, moment) {}

  std::string words;
  std::string title = {};  // in a timeline
  error_policy on_error;
  std::string example = {};
  int exceptions = std::uncaught_exceptions();  // in flight when the loop began
  std::optional<interruption> interrupted = {};
  std::stop_token stop = {};
  std::optional<call> talk = {};
  std::unique_ptr<manager> managing = {};
  std::unique_ptr<worker> working = {};
  std::optional<lone_loop> alone = {};
  std::vector<index_t> order = {};  // of a loop that runs alone
  bool open = true;
  bool has_results;
  bool timed;
  std::optional<bool> finds_none = {};
  std::unique_ptr<recorder> keeps = {};
  std::optional<recording> kept = {};
  std::optional<index_t> in_example = {};  // of a loop that is recorded and runs alone
  stopwatch began = {};                    // that example
  std::string host = host_name();
  std::optional<watchdog> watches = {};  // where this rank visits
  open_place place;

  /// A bare loop that runs alone is through with the example that it was in.
  void keep_visited() {
    auto const visited = std::exchange(in_example, std::nullopt);
    if (visited && !timed) static_cast<void>(keep(*visited, {}));
  }
  /// A loop that runs alone is through with an example. Whether it is kept.
  auto keep(index_t index, std::span<std::byte const> packed) -> bool {
    auto const [start, seconds] = began.time();
    return alone->keep(
        {.index = index, .host = host, .start = start, .seconds = seconds, .packed = packed});
  }

  /// Not before the loop asks for its first index: until then this rank may still fail to begin,
  /// and nobody must end without it.
  auto work() -> worker& {
    if (!working)
      working = std::make_unique<worker>(*talk, stop, on_error, finds_none, &*interrupted,
                                         watches.has_value(), title);
    return *working;
  }

  /// Where this rank is now.
  void tell_moment(loop_moment& now) const noexcept {
    if (managing) {
      managing->tell_moment(now);
    } else if (working) {
      working->tell_moment(now);
    } else if (watches) {
      watches->tell_moment(now);
    }
  }
};

}  // namespace dlp::detail
