// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <utility>

#include <dlp/adaptor/count.hpp>
#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/product_element.hpp>
#include <dlp/adaptor/run_map.hpp>

namespace dlp {

/// Calls `body(example)` for each example, on whichever worker is free: `split_managed` for a body
/// that is a function. A worker whose body throws goes on working until the loop ends, and every
/// rank gets the type and the text of the exception.
///
/// Parallel: `body` runs on every rank but the root, or on the only one.
/// Communicates: one message to a worker and one back for each chunk; never an example.
/// Collective: every rank of the communicator.
/// Throws: usage_error; disagreement; task_error, the same on every rank.
template <class R, class Body>
  requires(!detail::takes_feeder<Body, R>)
void for_each(R&& range, Body body, managed_options options = {}) {
  using checked = detail::checked_loop<Body, R>;
  static_assert(!checked::swapped,
                "dlp: in for_each the range comes first and then the body: for_each(xs, body)");
  if constexpr (checked::right) {
    auto ignore = [&body](auto&& example) {
      static_cast<void>(detail::call_with(body, std::forward<decltype(example)>(example)));
    };
    auto base = detail::as_range(std::forward<R>(range));
    auto const loop = detail::open_loop(base, options, {.name = "for_each"});
    detail::run_map(*loop, base, ignore, [](auto...) {});
  } else if constexpr (!checked::swapped) {
    static_cast<void>(detail::as_range(std::forward<R>(range)));
  }
}

}  // namespace dlp
