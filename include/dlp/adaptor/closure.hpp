// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <ranges>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/count.hpp>

namespace dlp::detail {

// C++23 has a base class for what can stand on the right of `range | …`; C++20 has none.
#if defined(__cpp_lib_ranges) && __cpp_lib_ranges >= 202202L

template <class Derived>
using range_adaptor_closure = std::ranges::range_adaptor_closure<Derived>;

#else

template <class Derived>
struct range_adaptor_closure {};

template <class T>
concept closure_object =
    std::derived_from<std::remove_cvref_t<T>, range_adaptor_closure<std::remove_cvref_t<T>>>;

template <class First, class Second>
struct composed : range_adaptor_closure<composed<First, Second>> {
  First first;
  Second second;

  composed(First f, Second s) : first(std::move(f)), second(std::move(s)) {}

  template <examples_or_value R>
  [[nodiscard]] auto operator()(R&& range) const {
    return second(first(std::forward<R>(range)));
  }
};

template <examples_or_value R, closure_object C>
  requires std::invocable<C const&, R>
[[nodiscard]] constexpr auto operator|(R&& range, C const& closure) {
  return closure(std::forward<R>(range));
}

template <closure_object First, closure_object Second>
[[nodiscard]] constexpr auto operator|(First first, Second second) {
  return composed<First, Second>(std::move(first), std::move(second));
}

#endif

/// An adaptor with its options, waiting for its range: what `split_managed({.label = "x"})` is.
template <class Adaptor, class Options>
struct bound : range_adaptor_closure<bound<Adaptor, Options>> {
  Options options;

  explicit bound(Options o) : options(std::move(o)) {}

  template <examples_or_value R>
    requires std::invocable<Adaptor const&, R, Options const&>
  [[nodiscard]] auto operator()(R&& range) const {
    return Adaptor()(std::forward<R>(range), options);
  }
};

}  // namespace dlp::detail
