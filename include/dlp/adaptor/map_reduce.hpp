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
#include <dlp/comm/sendable.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/core/number_loss.hpp>

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

/// Whether `op` can put results of type Result into a T; where not, the compiler says why.
template <class T, class Op, class Result>
consteval auto can_fold() -> bool {
  constexpr auto can = travels_whole<Result>() && travels_whole<T>();
  if constexpr (!can) {
    return false;
  } else if constexpr (!requires(Op& op, T&& total, Result&& value) {
                         total =
                             static_cast<T>(std::invoke(op, std::move(total), std::move(value)));
                       }) {
    static_assert(
        !can,
        "dlp::map_reduce: op cannot be called with init and a result of f, or what it "
        "returns is no new init: the order is map_reduce(f, range, init, op), the two are "
        "of one type where op wants that, and op gets whole results, not their elements");
    return false;
  } else {
    static_assert(!loses_in<Op, T, Result>(),
                  "dlp::map_reduce: init, or what op takes, is no number that can hold what f and "
                  "op return: for a sum of doubles write 0.0 and not 0, for a count 0, not false");
    return !loses_in<Op, T, Result>();
  }
}

}  // namespace detail

/// op(… op(op(init, f(x0)), f(x1)) …, f(xn)), on every rank. The order is that of the examples,
/// whatever the order of their arrival: the same bits on any number of ranks and any schedule. What
/// a stop, or `skip`, has left out is not among them.
///
/// Parallel: `f` runs on every rank but the root, or on the only one; `op` on the root, which keeps
/// the results that are early until their turn.
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
  } else if constexpr (!detail::can_fold<T, Op, typename checked::result>()) {
    return init;
  } else {
    auto base = detail::as_range(std::forward<R>(range));
    using result = typename checked::result;
    auto const loop = detail::open_loop(
        base, options, {.name = "map_reduce", .result = detail::type_name<result>()});
    auto early = std::map<index_t, result>();  // results that have come before their turn
    auto turn = index_t{0};                    // the index of the next result for `op`
    auto const take = [&](result&& value) {
      if (loop->manages()) loop->turns_to(turn);
      detail::fold(init, op, std::move(value));
      ++turn;
    };
    // Those behind an index that has no result: it was left out, or not begun after a stop.
    auto const take_the_rest = [&] {
      for (auto& [index, value] : early) detail::fold(init, op, std::move(value));
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
    if (loop->alone()) {
      try {
        take_the_rest();
      } catch (...) {
        throw task_error(loop->words(), {detail::describe_current_exception(failure::no_index, 0)});
      }
      return init;
    }
    return detail::value_of_root<T>({"map_reduce", options.comm, options.root, options.where},
                                    [&]() -> T&& {
                                      take_the_rest();
                                      return std::move(init);
                                    });
  }
}

}  // namespace dlp
