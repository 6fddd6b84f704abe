// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ranges>
#include <string>
#include <utility>

#include <dlp/adaptor/options.hpp>
#include <dlp/comm/private_communicator.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/loop_terms.hpp>

namespace dlp::detail {

/// The word that the user typed, the type of the results, where there are any, and whether the body
/// is the user's own, so that an exception is the user's as well.
struct loop_kind {
  std::string name;
  std::string result = {};
  bool bare = false;
};

/// The terms of a loop over a `Base`, but for its size.
/// Throws: usage_error, on every rank and before the first message, where the options are wrong.
template <class Base>
[[nodiscard]] auto checked_terms(managed_options const& options, loop_kind kind) -> loop_terms {
  constexpr auto again = std::ranges::forward_range<Base>;
  auto const require = [&](bool is, std::string const& what) {
    if (!is) throw usage_error("dlp: " + kind.name + what);
  };
  require_usable(options.comm);
  require_root(options.root, options.comm);
  require_chunk(options.schedule);
  require(!options.cost || (again && std::ranges::sized_range<Base>),
          ": cost needs a range that knows its size and can be walked again");
  require(!goes_back(options.on_error) || again, ": retry needs a range that can be walked again");
  if (options.survive) {
    require_sense(*options.survive);
    require(kind.name != "split_shared", " cannot survive the loss of a rank: split_managed can");
    require(again, ": survive needs a range that can be walked again");
  }
  return {.name = std::move(kind.name),
          .result = std::move(kind.result),
          .size = {},
          .schedule = options.schedule,
          .on_error = options.on_error,
          .root = options.root,
          .single_pass = !again,
          .longest_first = static_cast<bool>(options.cost),
          .survive = options.survive,
          .where = options.where,
          .lone = lone_context(options.comm)};
}

}  // namespace dlp::detail
