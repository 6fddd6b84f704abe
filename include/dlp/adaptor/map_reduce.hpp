// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/run_map.hpp>
#include <dlp/adaptor/value_of_root.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/core/combine.hpp>
#include <dlp/core/heap_slot.hpp>

namespace dlp {
namespace detail {

/// total = op(total, value)
template <class T, class Op, class Result>
void fold(T& total, Op& op, Result&& value) {
  auto const made = [&]() -> decltype(auto) {
    return std::invoke(op, std::move(total), std::forward<Result>(value));
  };
  if constexpr (heap_slot<T>::is_large) {
    auto next = heap_slot<T>();
    total = std::move(next.emplace_with(made));
  } else {
    total = static_cast<T>(made());
  }
}

}  // namespace detail

/// op(… op(op(init, f(x0)), f(x1)) …, f(xn)), on every rank. The order is that of the examples,
/// whatever the order of their arrival: the same bits on any number of ranks and any schedule.
///
/// Parallel: `f` runs on every rank but the root, or on the only one; `op` on the root, which keeps
/// the results that are early until their turn.
/// Communicates: 48 bytes to a worker for each chunk, the results back, and the value to all.
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
  } else {
    auto base = detail::as_range(std::forward<R>(range));
    using result = detail::map_result<F, decltype(base)>;
    static_assert(!detail::loses_in<Op, T, result>(),
                  "dlp::map_reduce: init, or what op takes, is no number that can hold what f and "
                  "op return: for a sum of doubles write 0.0 and not 0");
    auto const loop = detail::open_loop(
        base, options, {.name = "map_reduce", .result = detail::type_name<result>()});
    auto early = std::map<index_t, result>();
    auto turn = index_t{0};
    auto const take = [&](result&& value) {
      detail::fold(init, op, std::move(value));
      ++turn;
    };
    detail::run_map(*loop, base, f, [&](index_t index, result&& value) {
      if (index != turn) {
        early.emplace(index, std::move(value));
        return;
      }
      take(std::move(value));
      for (auto next = early.begin(); next != early.end() && next->first == turn;
           next = early.begin()) {
        auto due = early.extract(next);
        take(std::move(due.mapped()));
      }
    });
    if (loop->alone()) return init;
    return detail::value_of_root<T>({"map_reduce", options.comm, options.root, options.where},
                                    [&]() -> T&& { return std::move(init); });
  }
}

}  // namespace dlp
