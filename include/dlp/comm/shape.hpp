// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <utility>

#include <dlp/comm/archived.hpp>
#include <dlp/core/fields.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp::detail {

/// How the parts of a standard type are reached. It is told by what the type can do, so that no
/// header needs to be included for the types that a program does not use.
enum class shape {
  none,
  path,   // std::filesystem::path
  tuple,  // std::pair too
  variant,
  optional,  // from here on all parts are of one type
  array,     // as many elements as its type says
  valarray,
  sequence,  // of any length, and filled from behind; std::forward_list too
  set,       // filled in any order; maps too
};

template <class T>
consteval auto shape_of() -> shape {
  if constexpr (std::is_array_v<T>) {
    return shape::array;
  } else if constexpr (!of_std<T>) {
    return shape::none;
  } else if constexpr (requires(T t) {
                         typename T::string_type;
                         t.native();
                       }) {
    return shape::path;
  } else if constexpr (requires(T t) { t.valueless_by_exception(); }) {
    return shape::variant;
  } else if constexpr (requires(T t) {
                         typename T::value_type;
                         t.has_value();
                         t.reset();
                       }) {
    return shape::optional;
  } else if constexpr (requires(T t) {
                         std::tuple_size<T>::value;
                         t.data();
                       }) {
    return shape::array;
  } else if constexpr (requires { std::tuple_size<T>::value; }) {
    return shape::tuple;
  } else if constexpr (requires(T t) {
                         t.sum();
                         t.resize(1);
                         t.shift(1);
                       }) {
    return shape::valarray;
  } else if constexpr (requires(T t) {
                         typename T::key_type;
                         t.insert(t.begin(), t.end());
                       }) {
    return shape::set;
  } else if constexpr (
      requires(T t) {
        t.clear();
        t.push_back(*t.begin());
      } ||
      requires(T t) {
        t.clear();
        t.before_begin();
      }) {
    return shape::sequence;
  } else {
    return shape::none;
  }
}

/// What an element of a container is made of before it is in it: the key of a map is constant only
/// there.
template <class T>
struct element {
  using type = typename T::value_type;
};
template <class T>
  requires requires { typename T::mapped_type; }
struct element<T> {
  using type = std::pair<typename T::key_type, typename T::mapped_type>;
};
template <class T, std::size_t n>
struct element<T[n]> {
  using type = T;
};
template <class T>
using element_of = typename element<T>::type;

/// The types of the parts that decide whether the whole can travel. Of a standard type without a
/// shape, as std::expected is one, they may be any that it is made with.
template <class T>
consteval auto list_parts() {
  constexpr auto what = shape_of<T>();
  if constexpr (what == shape::path) {
    return field_list<>();
  } else if constexpr (what == shape::none || what == shape::tuple || what == shape::variant) {
    return typename arguments<T>::type();
  } else {
    return field_list<element_of<T>>();
  }
}
template <class T>
using parts_of = decltype(list_parts<T>());

/// Whether a part of a std::pair, tuple or array is constant, as the key in an element of a map:
/// such a value is made of its parts, and nothing can be read into it.
template <class T>
consteval auto has_constant_part() -> bool {
  if constexpr (std::is_const_v<T>) {
    return true;
  } else if constexpr (shape_of<T>() == shape::tuple || shape_of<T>() == shape::array) {
    return []<class... Parts>(field_list<Parts...>) {
      return (has_constant_part<Parts>() || ...);
    }(parts_of<T>());
  } else {
    return false;
  }
}

/// Whether a container's order or hash is all in its type: one with a state of its own, as a
/// pointer to a function, would be another in a container that is made anew.
template <class T>
consteval auto keeps_order_by_type() -> bool {
  if constexpr (requires { typename T::hasher; }) {
    return std::is_empty_v<typename T::hasher> && std::is_empty_v<typename T::key_equal>;
  } else if constexpr (requires { typename T::key_compare; }) {
    return std::is_empty_v<typename T::key_compare>;
  } else {
    return true;
  }
}

/// Types of the standard library that hold an address, and cannot be told from others by what they
/// can do.
template <class T>
consteval auto is_handle_of_std() -> bool {
  constexpr auto name = spelling_of<T>().substr(0, spelling_of<T>().find('<'));
  for (auto const part :
       {"error_code", "error_condition", "source_location", "type_index", "coroutine_handle",
        "initializer_list", "basic_string_view", "span", "_Bit_reference", "__bit_reference",
        "reference_wrapper", "thread::id", "polymorphic_allocator", "sub_match", "zoned_time",
        "observer_ptr", "stacktrace_entry", "function_ref"}) {
    if (name.ends_with(part)) return true;
  }
  return spelling_of<T>().ends_with("::reference");  // of std::bitset
}

/// Whether a value of a class is, as a whole, the address of something: an iterator, a view, a
/// handle.
template <class T>
concept address_like =
    std::is_class_v<T> && (std::input_or_output_iterator<T> || std::ranges::borrowed_range<T> ||
                           (of_std<T> && (std::ranges::view<T> || is_handle_of_std<T>())));

}  // namespace dlp::detail
