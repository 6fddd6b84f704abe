// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <ranges>
#include <type_traits>

#include <dlp/core/field_count.hpp>
#include <dlp/core/fields.hpp>
#include <dlp/core/type_name.hpp>

// The kinds of values that a digest tells apart. They are told by what a type can do, so that no
// header needs to be included for the types that a program does not use.

namespace dlp::detail {

/// Whether a type is made from a template, as std::pair<int, int> is from std::pair.
template <class T, template <class...> class Of>
inline constexpr bool is_of = false;
template <class... Ts, template <class...> class Of>
inline constexpr bool is_of<Of<Ts...>, Of> = true;

/// A std::bitset: its bits beyond the last are zero.
template <class T>
concept is_bitset = of_std<T> && requires(T const& t) {
  t.to_ullong();
  t.test(0);
};

/// A range that can be walked without being used up, and is not its own element, as a path is.
template <class T>
concept digested_by_element =
    std::ranges::forward_range<T const> &&
    !std::same_as<std::remove_cvref_t<std::ranges::range_reference_t<T const>>, T> &&
    !std::same_as<std::ranges::sentinel_t<T const>, std::unreachable_sentinel_t>;

/// A struct whose members are sure to be reached. GCC takes std::mutex for an aggregate; and where
/// `{}` does not make one, it is a guess how many members there are.
template <class T>
concept taken_apart = std::is_aggregate_v<T> && !of_std<T> && begins_with<0, T>() &&
                      !has_unnamed<T>() && !std::is_void_v<fields_of<T>>;

/// An element of a product: each of its parts is an example.
template <class T>
concept has_examples = requires(T const& t) { static_cast<typename T::parts const&>(t); };

/// What enumerate makes of an example.
template <class T>
concept is_with_index = requires(T const& t) {
  t.index;
  t.value;
};

template <class T>
concept directory_entry_like = requires(T const& t) { t.path().native(); };

template <class T>
concept path_like = requires(T const& t) {
  t.native();
  t.extension();
};

template <class T>
concept complex_like = requires(T const& t) {
  t.real();
  t.imag();
};

/// A pointer that owns one object, as std::unique_ptr<int> and std::shared_ptr<int>.
template <class T>
concept owns_one_object = requires(T const& t) {
  *t.get();
  t.operator->();
};

/// A pointer that owns as many objects as nobody knows, as std::unique_ptr<int[]>; that to one
/// object is here too.
template <class T>
concept owns_an_array = requires(T const& t) {
  t.get();
  t.get_deleter();
};

}  // namespace dlp::detail
