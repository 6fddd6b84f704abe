// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <memory>

#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/dispatch/shared_loop.hpp>

namespace dlp {
namespace detail {

/// Joins the other ranks in such a loop, which a manager serves where they cannot share it.
/// Throws: as `checked_terms`; disagreement; task_error on every rank where one brought a failure;
/// what `size()` or `cost` throws, after the other ranks have been told.
[[nodiscard]] auto join_shared_loop(managed_options const& options, loop_kind const& kind,
                                    looped_range const& range) -> std::unique_ptr<shared_loop>;

struct shared {
  using options = managed_options;
  static constexpr auto name = "split_shared";
  static constexpr auto needs_size = false;

  template <class Base>
  [[nodiscard]] static auto open(Base& base, options const& options)
      -> std::unique_ptr<shared_loop> {
    return join_shared_loop(options, {.name = name, .result = {}, .bare = true},
                            looped(base, options));
  }
};

}  // namespace detail

/// Splits a loop so that every rank computes: on one node the ranks claim their indices from a
/// counter that they share. Of several nodes each has a counter of its own, which a thread at the
/// root gives more indices: so nobody waits for a rank that is in a long body, be it the root. One
/// rank alone runs the loop as it stands.
///
/// Parallel: the body runs on every rank; each index is visited once.
/// Communicates: on one node nothing, where all goes well and nobody is late. Of several nodes each
/// asks the root for indices some 20 times a second, or once for each example that takes longer.
/// With `cost` or `journal` the root first sends each rank 8 bytes for each index; with `journal`
/// each rank reports at most 20 times a second what it has visited. Never an example.
/// Collective: begin() of the view, on every rank of the communicator. The loop is over for one
/// rank when it is over for all, unless its body leaves it: by `break` or `return`, which is no
/// error, or by an exception, which its rank sees itself and the others as a task_error. What such
/// a rank had been given and not begun goes to the others.
/// A range that can be walked only once is handed out one index at a time. Several nodes need an
/// MPI with MPI_THREAD_MULTIPLE, as dlp::environment asks for; without it the root manages the loop
/// and says so.
/// Throws: usage_error; disagreement; task_error.
inline constexpr detail::split_fn<detail::shared> split_shared{};

}  // namespace dlp
