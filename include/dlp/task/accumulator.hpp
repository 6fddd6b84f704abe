// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include <dlp/comm/sendable.hpp>

namespace dlp::detail {

/// Puts a value into an accumulator: `a(value)`, or `a.add(value)`.
template <class A, class V>
concept is_put_in_by_call = requires(A& a, V&& value) { a(std::forward<V>(value)); };
template <class A, class V>
concept takes_value =
    is_put_in_by_call<A, V> || requires(A& a, V&& value) { a.add(std::forward<V>(value)); };
template <class A, class V>
void put_in(A& a, V&& value) {
  if constexpr (is_put_in_by_call<A, V>) {
    a(std::forward<V>(value));
  } else {
    a.add(std::forward<V>(value));
  }
}

template <class A>
concept merges_as_member = requires(A& a, A const& b) { a.merge(b); };
template <class A>
concept merges_as_function = requires(A& a, A const& b) { merge(a, b); };
template <class A>
concept merges =
    merges_as_member<A> || merges_as_function<A> || requires(A& a, A const& b) { a += b; };

/// Puts what was put into `b` into `a` as well: `a.merge(b)`, `merge(a, b)`, which may return what
/// they make together, or `a += b`.
template <class A>
void merge_into(A& a, A const& b) {
  if constexpr (merges_as_member<A>) {
    a.merge(b);
  } else if constexpr (merges_as_function<A>) {
    if constexpr (std::same_as<std::remove_cvref_t<decltype(merge(a, b))>, A>) {
      a = merge(a, b);
    } else {
      merge(a, b);
    }
  } else {
    a += b;
  }
}

/// The same as an operation, for a merge_tree.
template <class A>
struct merge_accumulators {
  auto operator()(A&& a, A&& b) const -> A {
    merge_into<A>(a, b);
    return std::move(a);
  }
};

template <class A>
concept has_standard_error = requires(A const& a) {
  { a.standard_error() } -> std::convertible_to<double>;
};

/// Checks an accumulator. A mistake is one sentence of the compiler's: the caller compiles nothing
/// more where `right` is false.
template <class A>
struct checked_accumulator {
  static constexpr auto is_class = std::is_class_v<A> && !std::is_final_v<A>;
  static constexpr auto is_copied = std::is_copy_constructible_v<A> && std::is_copy_assignable_v<A>;
  static constexpr auto has_room = sizeof(A) <= 65'536;  // some copies are on the stack at a time
  static constexpr auto is_merged = [] {
    if constexpr (is_class) return merges<A>;
    return true;
  }();
  static_assert(
      is_class,
      "dlp::batches: the second argument is an accumulator, a class that is not final, as "
      "dlp::moments()");
  static_assert(!is_class || is_copied, "dlp::batches: an accumulator can be copied and assigned");
  static_assert(
      has_room,
      "dlp::batches: an accumulator of more than 64 KiB keeps its numbers on the heap, in "
      "a std::vector");
  static_assert(
      is_merged,
      "dlp::batches: two accumulators are put together by a.merge(b), merge(a, b) or a += "
      "b, and this one has none of these");
  static constexpr auto right = [] {
    if constexpr (is_class && is_copied && has_room && is_merged)
      return travels_whole<A>();
    else
      return false;
  }();
};

}  // namespace dlp::detail
