// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <functional>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/core/type_name.hpp>

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

/// What arithmetic makes of a T by itself: an int of a short; and a float may be added up as
/// double. The int that it makes of a bool is none, as a sum of those is a count; unless the
/// operation is written for bools.
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

/// An operation that can be asked what it takes. One with `auto` parameters cannot: to ask it is to
/// compile its body, which may be an error.
template <class Op>
concept has_signature =
    std::is_pointer_v<Op> || std::is_member_pointer_v<Op> || requires { &Op::operator(); };

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

/// A map, whose parts are what its keys have.
template <class T>
concept has_keys = requires(T& map, typename T::key_type key, typename T::mapped_type value) {
  map.try_emplace(std::move(key), std::move(value)).second;
};

/// A container whose parts are its elements.
template <class T>
concept has_elements =
    std::ranges::forward_range<T> && !std::same_as<std::ranges::range_value_t<T>, T> &&
    requires(T& range, std::ranges::range_value_t<T> value) {
      *std::ranges::begin(range) = std::move(value);
    };

template <class T>
struct part {};
template <has_keys T>
struct part<T> {
  using type = typename T::mapped_type;
};
template <class T>
  requires(has_elements<T> && !has_keys<T>)
struct part<T> {
  using type = std::ranges::range_value_t<T>;
};
template <class T>
using part_of = typename part<T>::type;

template <class T>
inline constexpr bool is_text = false;
template <class C, class Traits, class A>
inline constexpr bool is_text<std::basic_string<C, Traits, A>> = true;

/// Whether `op` takes two values of type T as they are.
template <class Op, class T>
concept takes_whole = std::is_invocable_r_v<T, Op&, T, T>;

/// The same of an operation for any type that can be asked all the same, as std::plus<>. It is to
/// return a T: what makes the sum of two std::valarray later has not compared their lengths.
template <class Op, class T>
concept is_made_for_whole = requires { typename Op::is_transparent; } &&
                            std::is_same_v<std::remove_cvref_t<std::invoke_result_t<Op&, T, T>>, T>;

/// Whether `op` puts two values of type T together, or is to be applied to their parts, one by one:
/// to those of a container which it does not take itself. A container of the standard library knows
/// no operations but those of its elements: where `op` cannot be asked it is given these.
template <class Op, class T>
constexpr auto goes_by_parts() -> bool;

template <class Op, class T>
constexpr auto is_combined() -> bool {
  if constexpr (goes_by_parts<Op, T>()) {
    return is_combined<Op, part_of<T>>();
  } else {
    return takes_whole<Op, T>;
  }
}

template <class Op, class T>
constexpr auto goes_by_parts() -> bool {
  if constexpr (!has_keys<T> && !has_elements<T>) {
    return false;
  } else if constexpr (has_signature<Op> || !of_std<T> || is_text<T>) {
    return !takes_whole<Op, T>;
  } else {
    return !is_made_for_whole<Op, T> && is_combined<Op, part_of<T>>();
  }
}

/// Whether `op` puts two values of type T together, or their parts, and loses nothing of a number.
template <class Op, class T>
constexpr auto is_right_for() -> bool {
  if constexpr (goes_by_parts<Op, T>()) {
    return is_right_for<Op, part_of<T>>();
  } else if constexpr (takes_whole<Op, T> && std::is_move_assignable_v<T>) {
    return !loses_in<Op, T, T>();
  } else {
    return false;
  }
}

/// Two containers that are to be put together element by element, and have not the same number.
struct unequal_lengths : usage_error {
  std::size_t mine;
  std::size_t theirs;
  unequal_lengths(std::size_t here, std::size_t there)
      : usage_error("dlp: containers of " + std::to_string(here) + " and of " +
                    std::to_string(there) + " elements cannot be put together one by one"),
        mine(here),
        theirs(there) {}
};

/// Which of two values is the left operand.
enum class left { mine, theirs };

template <class Op, class T>
void combine(Op& op, T& mine, std::type_identity_t<T>&& theirs, left which);

/// `*place` and `theirs` together, in its place.
template <class Op, class Iterator, class T>
void combine_at(Op& op, Iterator place, T&& theirs, left which) {
  if constexpr (std::is_same_v<decltype(*place), T&>) {
    combine(op, *place, std::forward<T>(theirs), which);
  } else {  // it stands for an element, as that of a vector of bool
    auto mine = T(*place);
    combine(op, mine, std::forward<T>(theirs), which);
    *place = mine;
  }
}

/// What a key has and `theirs` together.
template <class Op, class Map, class T>
void combine_key(Op& op, Map& map, typename Map::key_type key, T&& theirs, left which) {
  auto const [entry, is_new] = map.try_emplace(std::move(key), std::forward<T>(theirs));
  if (is_new) return;  // else it was not moved from
  combine(op, entry->second, std::forward<T>(theirs), which);
}

/// Sets `mine` to `op(mine, theirs)`, or part by part.
/// Throws: what `op` throws; unequal_lengths.
template <class Op, class T>
void combine(Op& op, T& mine, std::type_identity_t<T>&& theirs, left which) {
  if constexpr (!goes_by_parts<Op, T>()) {
    auto made = heap_slot<T>();
    mine = std::move(made.emplace_with([&] {
      return which == left::mine
                 ? static_cast<T>(std::invoke(op, std::move(mine), std::move(theirs)))
                 : static_cast<T>(std::invoke(op, std::move(theirs), std::move(mine)));
    }));
  } else if constexpr (has_keys<T>) {
    for (auto& [key, value] : theirs) combine_key(op, mine, key, std::move(value), which);
  } else {
    auto const here = static_cast<std::size_t>(std::ranges::distance(mine));
    auto const there = static_cast<std::size_t>(std::ranges::distance(theirs));
    if (here != there) throw unequal_lengths(here, there);
    auto place = std::ranges::begin(mine);
    for (auto&& value : theirs) {
      combine_at(op, place++, static_cast<part_of<T>&&>(value), which);
    }
  }
}

}  // namespace dlp::detail
