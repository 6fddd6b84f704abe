// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/index_cursor.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/type_name.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

/// What `f` makes of an example of `V`, as a value.
template <class F, class V>
using map_result = std::remove_cvref_t<std::invoke_result_t<F&, std::ranges::range_reference_t<V>>>;

/// Stands for the result of an `f` that has none.
struct no_result {};

/// Calls `f` on the example at `index`; none where the range ends before it.
template <class V, class F>
auto call_at(index_cursor<V>& cursor, index_t index, F& f) {
  using result = map_result<F, V>;
  if constexpr (std::is_void_v<result>) {
    if (!cursor.seek(index)) return std::optional<no_result>();
    std::invoke(f, *cursor);
    return std::optional(no_result());
  } else {
    return cursor.seek(index) ? std::optional<result>(std::invoke(f, *cursor)) : std::nullopt;
  }
}

/// On a worker: applies `f` to this rank's indices, and sends the results.
template <class V, class F>
void work_through(managed_loop& loop, V& base, F& f) {
  auto cursor = std::optional<index_cursor<V>>();
  loop.work([&](index_t index, bytes& packed) -> std::optional<index_t> {
    if (!cursor) cursor.emplace(base);
    auto const result = call_at(*cursor, index, f);
    if (!result) return cursor->position();
    if constexpr (!std::is_void_v<map_result<F, V>>) pack(packed, *result);
    return std::nullopt;
  });
}

/// Where one rank runs the loop alone, a failure ends it as it would end for all.
[[noreturn]] inline void fail_alone(managed_loop const& loop) {
  throw task_error(loop.words(), {describe_current_exception(loop.index(), 0)});
}

/// Runs `f` over the range on the workers and `consume(index, result)` on the root, as the results
/// arrive.
/// Throws: task_error on every rank, also for what `consume` throws; disagreement.
template <class V, class F, class Consume>
void run_map(managed_loop& loop, V& base, F& f, Consume consume) {
  using result = map_result<F, V>;
  if (loop.alone()) {
    auto cursor = std::optional<index_cursor<V>>();
    while (loop.next()) {
      try {
        if (!cursor) cursor.emplace(base);
        if (auto value = call_at(*cursor, loop.index(), f)) {
          consume(loop.index(), std::move(*value));
          continue;
        }
      } catch (...) {
        fail_alone(loop);
      }
      loop.range_ends_at(cursor->position());
    }
  } else if (!loop.manages()) {
    work_through(loop, base, f);
  } else if constexpr (!std::is_void_v<result>) {
    while (auto const raw = loop.next_result()) {
      try {
        consume(raw->index, unpack<result>(raw->packed));
      } catch (...) {
        loop.fail(describe_current_exception(raw->index, loop.rank()));
      }
    }
  }
}

}  // namespace dlp::detail
