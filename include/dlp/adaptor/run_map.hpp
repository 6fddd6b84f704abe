// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/checked_map.hpp>
#include <dlp/adaptor/compared_range.hpp>
#include <dlp/adaptor/index_cursor.hpp>
#include <dlp/adaptor/printed.hpp>
#include <dlp/adaptor/product_element.hpp>
#include <dlp/adaptor/stored_results.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/core/type_name.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

/// Calls `f` on the example at the loop's index; false where the range ends before it. Where `f`
/// throws the loop gets to know the example.
template <class V, class F>
auto call_at(managed_loop& loop, index_cursor<V>& cursor, F& f, result_slot<F, V>& result) -> bool {
  try {
    result.reset();  // f, or packing it, may have failed
    if (!cursor.seek(loop.index())) return false;
    if constexpr (std::is_void_v<map_result<F, V>>) {
      call_with(f, *cursor);
      result.emplace_with([] { return no_result(); });
    } else {
      result.emplace_with([&]() -> decltype(auto) { return call_with(f, *cursor); });
    }
    return true;
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
void work_through(managed_loop& loop, V& base, F& f, walked_range<V>& walked) {
  auto cursor = std::optional<index_cursor<V>>();
  auto begin = [&] {
    cursor.emplace(base);
    if constexpr (!std::ranges::forward_range<V>) cursor->note_in(walked.seen());
  };
  auto thrown = std::exception_ptr();  // before the loop had an index to report it with
  if constexpr (!std::ranges::sized_range<V>) {
    try {
      begin();
      loop.looked(cursor->finds_none());
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  auto result = result_slot<F, V>();
  loop.work([&](index_t index, bytes& packed) -> std::optional<index_t> {
    if (thrown) std::rethrow_exception(std::exchange(thrown, nullptr));
    if (!cursor) begin();
    walked.visited(index);
    if (!call_at(loop, *cursor, f, result)) return cursor->position();
    if constexpr (!std::is_void_v<map_result<F, V>>) {
      pack(packed, *result);
    }
    result.reset();
    return std::nullopt;
  });
}

/// Where one rank runs the loop alone: the result at its index; false where the range ends before
/// it or `f` has failed.
template <class V, class F>
auto call_alone(managed_loop& loop, std::optional<index_cursor<V>>& cursor, V& base, F& f,
                result_slot<F, V>& result) -> bool {
  try {
    if (!cursor) cursor.emplace(base);
    if (call_at(loop, *cursor, f, result)) return true;
    loop.range_ends_at(cursor->position());
  } catch (...) {
    loop.fail_alone();
  }
  return false;
}

/// Where one rank runs the loop alone: whether its result is kept, where results are to be.
template <class Result>
auto kept_alone(managed_loop& loop, Result const& result) -> bool {
  loop.visited();
  if (!loop.keeps_alone()) return true;
  auto packed = bytes();
  try {
    if constexpr (!std::same_as<Result, no_result>) pack(packed, result);
  } catch (...) {
    loop.fail_alone();
    return false;
  }
  return loop.keep_alone(packed);
}

/// On the manager, which walks nothing: tells the loop whether a range without a size is empty
/// here, as the workers do of theirs.
template <class V>
void say_whether_empty(managed_loop& loop, V& base) {
  if constexpr (!std::ranges::sized_range<V>) {
    if (!loop.manages()) return;
    try {
      loop.looked(index_cursor<V>(base).finds_none());
    } catch (...) {
      loop.fail(describe_current_exception(failure::no_index, loop.rank()));
    }
  }
}

/// `run_map` below, without the comparison of ranges at its end.
template <class V, class F, class Consume>
void run_map(managed_loop& loop, V& base, F& f, Consume& consume, walked_range<V>& walked) {
  say_whether_empty(loop, base);
  if constexpr (!std::is_void_v<map_result<F, V>>) replay<F, V>(loop, consume);
  if (loop.alone()) {
    auto cursor = std::optional<index_cursor<V>>();
    auto result = result_slot<F, V>();
    while (loop.next()) {
      auto const index = loop.index();
      if (!call_alone(loop, cursor, base, f, result) || !kept_alone(loop, *result)) continue;
      try {
        consume(index, std::move(*result));
      } catch (...) {
        fail_at_root(loop, consume, index);
      }
      result.reset();
    }
  } else if (!loop.manages()) {
    work_through(loop, base, f, walked);
  } else if constexpr (!std::is_void_v<map_result<F, V>>) {
    auto result = result_slot<F, V>();
    while (auto const raw = loop.next_result()) {
      try {
        result.emplace_with(
            [&] { return unpack<map_result<F, V>>(raw->packed, after_reading::give_back); });
        consume(raw->index, std::move(*result));
      } catch (...) {
        fail_at_root(loop, loop.index());
      }
      result.reset();
    }
  } else {
    static_cast<void>(loop.next());
  }
}

/// Runs `f` over the range on the workers and `consume(index, result)` on the root, as the results
/// arrive. Where `consume` may be at another one than has come, its `at()` says at which.
/// Throws: task_error on every rank, also for what `consume` throws; disagreement.
template <class V, class F, class Consume>
void run_map(managed_loop& loop, V& base, F& f, Consume&& consume) {
  auto walked = walked_range<V>(base, loop.to_compare());
  walked.unless_refused([&] { run_map(loop, base, f, consume, walked); });
  walked.compare();
}

}  // namespace dlp::detail
