// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ranges>
#include <utility>

#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/run_map.hpp>

namespace dlp {

/// Calls `body(example)` for each example, on whichever worker is free: `split_managed` for a body
/// that is a function. A worker whose body throws goes on working until the loop ends, and every
/// rank gets the type and the text of the exception.
///
/// Parallel: `body` runs on every rank but the root, or on the only one.
/// Communicates: 48 bytes to a worker and 48 back for each chunk; never an example.
/// Collective: every rank of the communicator.
/// Throws: usage_error; disagreement; task_error, the same on every rank.
template <std::ranges::viewable_range R, class Body>
  requires std::ranges::input_range<R>
void for_each(R&& range, Body body, managed_options options = {}) {
  auto ignore = [&body](auto&& example) {
    static_cast<void>(std::invoke(body, std::forward<decltype(example)>(example)));
  };
  auto base = std::views::all(std::forward<R>(range));
  auto const loop = detail::open_loop(base, options, {.name = "for_each"});
  detail::run_map(*loop, base, ignore, [](auto...) {});
}

}  // namespace dlp
