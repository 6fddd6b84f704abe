// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>

namespace dlp {
namespace detail {

struct managed {
  using options = managed_options;
  static constexpr auto name = "split_managed";
  static constexpr auto needs_size = false;

  template <class Base>
  [[nodiscard]] static auto open(Base& base, options const& options) {
    return open_loop(base, options, {.name = name, .result = {}, .bare = true});
  }
};

}  // namespace detail

/// Splits a loop by a manager: the root hands indices out to whoever is free, and the other ranks
/// run the body. One rank alone runs the loop as it stands.
///
/// Parallel: the body runs on every rank but the root; each index is visited once. A worker has its
/// next chunk while it is in one.
/// Communicates: one message to a worker and one back for each chunk, with `cost` 8 bytes more
/// for each index; never an example. Collective: begin() of the view, on every rank of the
/// communicator. The loop is over for one rank when it is over for all, unless its body leaves it:
/// by `break` or `return`, which is no error, or by an exception, which its rank sees itself and
/// the others as a task_error. What such a rank had been given and not begun goes to the others. A
/// range that can be walked only once is handed out one index at a time. `cost` needs a range that
/// knows its size and can be walked again. Throws: usage_error; disagreement; task_error.
inline constexpr detail::split_fn<detail::managed> split_managed{};

}  // namespace dlp
