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
#include <dlp/core/number_loss.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp::detail {

/// An operation that can be asked what it takes. One with `auto` parameters cannot: to ask it is to
/// compile its body, which may be an error.
template <class Op>
concept has_signature =
    std::is_pointer_v<Op> || std::is_member_pointer_v<Op> || requires { &Op::operator(); };

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

/// The same of std::plus<> and its like, which take any type and can be asked all the same. They
/// must return a T itself: the sum of two std::valarray is another type, and becomes one without
/// that their lengths were compared.
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
