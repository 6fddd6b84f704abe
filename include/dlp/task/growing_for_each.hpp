// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <utility>

#include <dlp/adaptor/for_each.hpp>
#include <dlp/task/open_growing_loop.hpp>

namespace dlp {

/// Calls `body(item, more)` for each seed, and for each item that a body adds by `more.add(item)`,
/// as oneTBB's `parallel_for_each` does; it ends when none is left.
///
///   dlp::for_each(roots, [](node const& n, dlp::feeder<node>& more) {
///     for (auto const& child : n.children()) more.add(child);
///   });
///
/// Parallel: `body` runs on every rank but the root, or on the only one.
/// Communicates: seeds as their indices, in chunks; one message to a worker and one back for each
/// item that was added, with the item on its way to the root, and from there.
/// Of W workers, whose bodies add b items each, down to a depth of d, at most W·b·d items wait,
/// where seeds go one at a time.
/// Collective: every rank of the communicator.
/// Throws: usage_error; disagreement; task_error, the same on every rank, whose failures say the
/// path of the item.
template <class R, class Body>
  requires detail::takes_feeder<Body, R>
void for_each(R&& seeds, Body body, feeder_options options = {}) {
  auto base = detail::as_range(std::forward<R>(seeds));
  if constexpr (detail::travels_whole<detail::item_of<decltype(base)>>()) {
    auto ignore = [&body](auto const& item, auto& more) {
      static_cast<void>(std::invoke(body, item, more));
    };
    auto const loop = detail::open_growing_loop("for_each", base, ignore, options);
    while (loop->is_root() && loop->next_result()) {
    }
  }
}

}  // namespace dlp
