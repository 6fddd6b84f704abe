// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

// What an accumulator is: how a value is put in, and how two are merged.

namespace dlp::detail {

/// Whether `a(x, y)` takes the parts of a pair, or of a tuple.
template <class A, class V>
constexpr auto is_put_in_by_parts() -> bool {
  if constexpr (requires { std::tuple_size<std::remove_cvref_t<V>>::value; }) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return std::is_invocable_v<A&, decltype(std::get<I>(std::declval<V>()))...>;
    }(std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<V>>>());
  } else {
    return false;
  }
}

/// Puts a value into an accumulator: `a(value)`, `a.add(value)`, or `a(x, y)` with its parts.
template <class A, class V>
concept is_put_in_by_call = requires(A& a, V&& value) { a(std::forward<V>(value)); };
template <class A, class V>
concept is_put_in_by_add = requires(A& a, V&& value) { a.add(std::forward<V>(value)); };
template <class A, class V>
concept takes_value =
    is_put_in_by_call<A, V> || is_put_in_by_add<A, V> || is_put_in_by_parts<A, V>();
template <class A, class V>
void put_in(A& a, V&& value) {
  if constexpr (is_put_in_by_call<A, V>) {
    a(std::forward<V>(value));
  } else if constexpr (is_put_in_by_add<A, V>) {
    a.add(std::forward<V>(value));
  } else {
    std::apply(a, std::forward<V>(value));
  }
}

/// Puts values that go together in: `a(x, y)`, or a tuple of them as any value.
template <class A, class... V>
concept takes_together = std::invocable<A&, V const&...> || takes_value<A, std::tuple<V...> const&>;
template <class A, class... V>
void put_in_together(A& a, V const&... values) {
  if constexpr (std::invocable<A&, V const&...>) {
    static_cast<void>(a(values...));
  } else {
    auto const all = std::tuple<V...>(values...);
    put_in(a, all);
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

}  // namespace dlp::detail
