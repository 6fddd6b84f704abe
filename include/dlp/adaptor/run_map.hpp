// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/count.hpp>
#include <dlp/adaptor/index_cursor.hpp>
#include <dlp/adaptor/printed.hpp>
#include <dlp/adaptor/product_element.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/type_name.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

/// What `f` makes of an example of `V`, as a value.
template <class F, class V>
using map_result = value_of<decltype(call_with(std::declval<F&>(),
                                               std::declval<std::ranges::range_reference_t<V>>()))>;

template <class F, class R>
[[nodiscard]] consteval auto takes_examples_of() -> bool {
  if constexpr (examples<R>) {
    return takes<F, std::ranges::range_reference_t<range_of<R>>>;
  } else {
    return false;
  }
}

template <class F, class R>
[[nodiscard]] consteval auto returns_nothing() -> bool {
  if constexpr (takes_examples_of<F, R>()) {
    return std::is_void_v<map_result<F, range_of<R>>>;
  } else {
    return false;
  }
}

/// Looks at what a loop with a function is given: a mistake is one sentence, and where it is not
/// `right` nothing more is compiled of it.
template <class F, class R>
struct checked_loop {
  static constexpr auto swapped = examples_or_number<F> && !examples_or_number<R>;
  static constexpr auto right = takes_examples_of<F, R>();
  static_assert(right || swapped || !examples<R>,
                "dlp: the function cannot be called with an example of this range");
};

/// The same of a map.
template <class F, class R>
struct checked_map : checked_loop<F, R> {
  static_assert(!checked_map::swapped,
                "dlp: in a map the function comes first and then the range: map(f, xs)");
  static_assert(!returns_nothing<F, R>(),
                "dlp: the function of a map returns nothing; dlp::for_each is for that");
  static constexpr auto right = checked_loop<F, R>::right && !returns_nothing<F, R>();
};

/// Stands in for the function of a map that is wrong, so that nothing is said twice.
struct stand_in {
  auto operator()(auto&&...) const -> int { return 0; }
};

/// Stands for the result of an `f` that has none.
struct no_result {};

/// Calls `f` on the example at `index`; none where the range ends before it.
template <class V, class F>
auto call_at(index_cursor<V>& cursor, index_t index, F& f) {
  using result = map_result<F, V>;
  if constexpr (std::is_void_v<result>) {
    if (!cursor.seek(index)) return std::optional<no_result>();
    call_with(f, *cursor);
    return std::optional(no_result());
  } else {
    return cursor.seek(index) ? std::optional<result>(call_with(f, *cursor)) : std::nullopt;
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
