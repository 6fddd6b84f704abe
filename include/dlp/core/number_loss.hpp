// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <functional>
#include <type_traits>

namespace dlp::detail {

/// Whether a number of type From can lose something as a To: its fraction, or digits.
template <class To, class From>
inline constexpr bool loses = false;
template <class To, class From>
  requires(std::is_arithmetic_v<To> && std::is_arithmetic_v<From>)
inline constexpr bool loses<To, From> =
    std::is_same_v<To, bool>         ? !std::is_same_v<From, bool>
    : std::is_floating_point_v<From> ? std::is_integral_v<To> || sizeof(To) < sizeof(From)
                                     : std::is_integral_v<To> && sizeof(To) < sizeof(From);

/// Whether Result is what arithmetic turns a T into by itself, which is no loss: a short into an
/// int; and floats may be added up as double. A bool is not meant: the sum of two is a count.
template <class T, class Result>
inline constexpr bool promotes_to = std::is_same_v<T, float> && std::is_same_v<Result, double>;
template <std::integral T, class Result>
inline constexpr bool promotes_to<T, Result> =
    std::is_same_v<decltype(+T()), Result> && !std::is_same_v<T, bool>;

/// Operations that make 0 or 1 of two bools, as an int.
template <class Op>
inline constexpr bool is_of_bits =
    std::is_same_v<Op, std::bit_and<>> || std::is_same_v<Op, std::bit_or<>> ||
    std::is_same_v<Op, std::bit_xor<>>;

/// The types of the two parameters of an operation; void where it cannot be asked.
template <class First, class Second>
struct parameters {
  using first = std::remove_cvref_t<First>;
  using second = std::remove_cvref_t<Second>;
};
template <class R, class A, class B>
auto parameters_of(R (*)(A, B)) -> parameters<A, B>;
template <class R, class C, class A, class B>
auto parameters_of(R (C::*)(A, B)) -> parameters<A, B>;
template <class R, class C, class A, class B>
auto parameters_of(R (C::*)(A, B) const) -> parameters<A, B>;
auto parameters_of(...) -> parameters<void, void>;

template <class Op>
auto signature_of() {
  if constexpr (requires { &Op::operator(); }) {
    return decltype(parameters_of(&Op::operator()))();
  } else if constexpr (std::is_pointer_v<Op>) {
    return decltype(parameters_of(Op()))();
  } else {
    return parameters<void, void>();
  }
}

/// Whether numbers lose something in `T t = op(t, x)`, on their way into `op` or out of it.
template <class Op, class T, class X>
constexpr auto loses_in() -> bool {
  using result = std::remove_cvref_t<std::invoke_result_t<Op&, T, X>>;
  using takes = decltype(signature_of<Op>());
  constexpr auto is_for_bools = is_of_bits<Op> || (std::is_same_v<typename takes::first, bool> &&
                                                   std::is_same_v<typename takes::second, bool>);
  constexpr auto is_kept = promotes_to<T, result> || (std::is_same_v<T, bool> && is_for_bools);
  return (loses<T, result> && (loses<T, X> || !is_kept)) || loses<typename takes::first, T> ||
         loses<typename takes::second, X>;
}

}  // namespace dlp::detail
