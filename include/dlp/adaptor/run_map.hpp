// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/index_cursor.hpp>
#include <dlp/adaptor/printed.hpp>
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

/// The same, and where `f` throws the loop gets to know the example.
template <class V, class F>
auto call_at(managed_loop& loop, index_cursor<V>& cursor, F& f) {
  try {
    return call_at(cursor, loop.index(), f);
  } catch (...) {
    try {
      loop.describe_example(printed(*cursor));
    } catch (...) {  // the example itself may be what throws
    }
    throw;
  }
}

/// On a worker: applies `f` to this rank's indices, and sends the results.
template <class V, class F>
void work_through(managed_loop& loop, V& base, F& f) {
  auto cursor = std::optional<index_cursor<V>>();
  loop.work([&](index_t, bytes& packed) -> std::optional<index_t> {
    if (!cursor) cursor.emplace(base);
    auto const result = call_at(loop, *cursor, f);
    if (!result) return cursor->position();
    if constexpr (!std::is_void_v<map_result<F, V>>) pack(packed, *result);
    return std::nullopt;
  });
}

/// Where one rank runs the loop alone: the result at its index; none where the range ends before it
/// or `f` has failed.
/// Throws: task_error.
template <class V, class F>
auto call_alone(managed_loop& loop, std::optional<index_cursor<V>>& cursor, V& base, F& f)
    -> decltype(call_at(loop, *cursor, f)) {
  while (true) {
    try {
      if (!cursor) cursor.emplace(base);
      auto result = call_at(loop, *cursor, f);
      if (!result) loop.range_ends_at(cursor->position());
      return result;
    } catch (...) {
      if (!loop.fail_alone()) return std::nullopt;
    }
  }
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
      auto const index = loop.index();
      auto value = call_alone(loop, cursor, base, f);
      if (!value) continue;
      try {
        consume(index, std::move(*value));
      } catch (...) {
        constexpr auto for_good = true;
        loop.fail_alone(for_good);
      }
    }
  } else if (!loop.manages()) {
    work_through(loop, base, f);
  } else if constexpr (!std::is_void_v<result>) {
    while (auto const raw = loop.next_result()) {
      try {
        consume(raw->index, unpack<result>(raw->packed, after_reading::give_back));
      } catch (...) {
        loop.fail(describe_current_exception(raw->index, loop.rank()));
      }
    }
  }
}

}  // namespace dlp::detail
