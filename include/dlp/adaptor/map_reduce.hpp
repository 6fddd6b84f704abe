// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <utility>

#include <dlp/adaptor/associative.hpp>
#include <dlp/adaptor/fold.hpp>
#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/run_map.hpp>
#include <dlp/adaptor/value_of_root.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/core/error.hpp>

namespace dlp {

/// op(… op(op(init, f(x0)), f(x1)) …, f(xn)), on every rank. The order is that of the examples,
/// whatever the order of their arrival: the same bits on any number of ranks and any schedule. What
/// a stop, or `skip`, has left out is not among them.
///
/// With `dlp::associative(op)` neighbours are put together as they come, in a tree whose shape
/// depends on their indices alone, and then init and all of them: the same bits as well, though
/// others than from left to right.
///
/// Parallel: `f` runs on every rank but the root, or on the only one; `op` on the root, which keeps
/// the results that are early until their turn: no more than 64 for each worker, or two chunks,
/// beyond which workers wait for the one that is late. With `cost` it may be all; so it may where a
/// journal has results behind an example that it lacks, all of which are read before its result is
/// taken.
/// In a tree it is some log2(n) for each rank, and nobody waits.
/// Communicates: one message to a worker for each chunk, the results back, and the value to all.
/// Collective: every rank of the communicator.
/// Throws: usage_error; disagreement; task_error, the same on every rank.
template <class F, class R, class T, class Op>
[[nodiscard]] auto map_reduce(F f, R&& range, T init, Op op, managed_options options = {}) -> T {
  using checked = detail::checked_map<F, R>;
  if constexpr (!checked::right) {
    if constexpr (!checked::swapped) {
      static_cast<void>(detail::as_range(std::forward<R>(range)));
    }
    return init;
  } else if constexpr (!detail::travels_whole<typename checked::result>() ||
                       !detail::travels_whole<T>()) {
    return init;
  } else if constexpr (!detail::fold_by<T, Op, typename checked::result>::is_right()) {
    return init;
  } else {
    auto base = detail::as_range(std::forward<R>(range));
    using result = typename checked::result;
    auto const loop = detail::open_loop(base, options,
                                        {.name = "map_reduce",
                                         .result = detail::type_name<result>(),
                                         .in_order = detail::fold_by<T, Op, result>::in_order});
    auto total = typename detail::fold_by<T, Op, result>::type(*loop, init, op);
    detail::run_map(*loop, base, f, total);
    if (loop->alone()) {
      try {
        total.finish();
      } catch (...) {
        throw task_error(loop->words(), {detail::describe_current_exception(failure::no_index, 0)});
      }
      return init;
    }
    return detail::value_of_root<T>({"map_reduce", options.comm, options.root, options.where},
                                    [&]() -> T&& {
                                      total.finish();
                                      return std::move(init);
                                    });
  }
}

}  // namespace dlp
