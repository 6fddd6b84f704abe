// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/task/cell.hpp>
#include <dlp/task/grid.hpp>
#include <dlp/task/visit_columns.hpp>

namespace dlp::detail {

/// The parameters of a function that has one signature; void where nobody can tell.
template <class R, class... Ps>
auto parameters_in(R (*)(Ps...)) -> field_list<Ps...>;
template <class R, class... Ps>
auto parameters_in(R (*)(Ps...) noexcept) -> field_list<Ps...>;
template <class R, class C, class... Ps>
auto parameters_in(R (C::*)(Ps...)) -> field_list<Ps...>;
template <class R, class C, class... Ps>
auto parameters_in(R (C::*)(Ps...) const) -> field_list<Ps...>;
template <class R, class C, class... Ps>
auto parameters_in(R (C::*)(Ps...) noexcept) -> field_list<Ps...>;
template <class R, class C, class... Ps>
auto parameters_in(R (C::*)(Ps...) const noexcept) -> field_list<Ps...>;

template <class F>
consteval auto signature_in() {
  if constexpr (requires { parameters_in(&F::operator()); }) {
    return std::type_identity<decltype(parameters_in(&F::operator()))>();
  } else if constexpr (requires { parameters_in(std::declval<F>()); }) {
    return std::type_identity<decltype(parameters_in(std::declval<F>()))>();
  } else {
    return std::type_identity<void>();
  }
}
template <class F>
using signature_t = typename decltype(signature_in<F>())::type;

/// The parameters without the dlp::cell before them.
template <class Parameters>
struct without_cell : std::type_identity<Parameters> {};
template <class First, class... Rest>
  requires std::same_as<std::remove_cvref_t<First>, cell>
struct without_cell<field_list<First, Rest...>> : std::type_identity<field_list<Rest...>> {};

/// Whether values of these types reach such parameters whole: true where nobody can tell.
template <class Parameters, class... Values>
inline constexpr bool arrive_whole = true;
template <class... Ps, class... Values>
  requires(sizeof...(Ps) == sizeof...(Values))
inline constexpr bool arrive_whole<field_list<Ps...>, Values...> =
    (fits_in<std::remove_cvref_t<Ps>, Values> && ...);

/// Whether there is one parameter for each value: true where nobody can tell.
template <class Parameters, std::size_t values>
inline constexpr bool as_many = true;
template <class... Ps, std::size_t values>
inline constexpr bool as_many<field_list<Ps...>, values> = sizeof...(Ps) == values;

template <class Grid>
struct checked_call;
/// Whether F can be called with the parameters of such a grid; a cell goes before them only where
/// it cannot without.
template <class... Ts>
struct checked_call<grid<void, Ts...>> {
  template <class F>
  static constexpr auto plain = std::is_invocable_v<F&, Ts const&...>;
  template <class F>
  static constexpr auto with_cell = [] {
    if constexpr (plain<F>) {
      return false;
    } else {
      return std::is_invocable_v<F&, cell const&, Ts const&...>;
    }
  }();
  template <class F>
  using takes = typename without_cell<signature_t<F>>::type;
  template <class F>
  static constexpr auto many = as_many<takes<F>, sizeof...(Ts)>;
  template <class F>
  static constexpr auto whole = arrive_whole<takes<F>, Ts...>;
  static constexpr auto of_struct = false;
};
template <class S, class... Ts>
struct checked_call<grid<S, Ts...>> : checked_call<grid<void, S>> {
  static constexpr auto of_struct = true;
};

/// Calls a body with the parameters of a cell, and with the cell where it takes that. What the body
/// returns by reference may be a part of a parameter, which is gone then: this is a copy.
template <class F, class S, class... Ts>
auto call_body(F& body, grid<S, Ts...> const& of, cell const& at) {
  using how = checked_call<grid<S, Ts...>>;
  auto const bound = [&](auto&&... values) -> decltype(auto) {
    if constexpr (how::template with_cell<F>) {
      return std::invoke(body, at, std::forward<decltype(values)>(values)...);
    } else {
      return std::invoke(body, std::forward<decltype(values)>(values)...);
    }
  };
  return call_with(bound, of.at(at.index));
}

/// What the body of a sweep makes of the parameters of a cell.
template <class F, class Grid>
using body_result = decltype(call_body(std::declval<F&>(), std::declval<Grid const&>(),
                                       std::declval<cell const&>()));

/// Checks the body of a sweep over such a grid. A mistake is one sentence of the compiler's: the
/// caller compiles nothing more where `right` is false.
template <class F, class Grid>
struct checked_body {
  using how = checked_call<Grid>;
  static constexpr auto callable = how::template plain<F> || how::template with_cell<F>;
  static constexpr auto many = how::template many<F>;
  static constexpr auto whole = how::template whole<F>;
  static_assert(callable || how::of_struct || many,
                "dlp::sweep: the body takes a value of each axis, one parameter for each, in their "
                "order; and before them a dlp::cell const& where it wants one");
  static_assert(callable || how::of_struct || !many,
                "dlp::sweep: a value of an axis does not fit the body's parameter: they come in "
                "the order of the axes");
  static_assert(callable || !how::of_struct,
                "dlp::sweep: the axes are members of a struct, which the body takes whole, by "
                "const&");
  static_assert(!callable || whole,
                "dlp::sweep: the values of an axis would lose a fraction or digits in the body's "
                "parameter");
  static constexpr auto returns = [] {
    if constexpr (callable)
      return !std::is_void_v<body_result<F, Grid>>;
    else
      return true;
  }();
  static_assert(returns, "dlp::sweep: the body returns nothing that a table could hold");
  static constexpr auto right = callable && whole && returns;
};

}  // namespace dlp::detail
