// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <complex>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <dlp/core/error.hpp>
#include <dlp/task/column_type.hpp>

namespace dlp::detail {

/// Throws: dlp::error: the value of a column does not fit what is to be filled with it.
[[noreturn]] void refuse_value(column const& what);
/// Throws: dlp::error: the rows of an array differ in length, so that it has no shape.
[[noreturn]] void refuse_ragged();

/// The number of values in a plain column, where one may be an array.
template <class T>
[[nodiscard]] auto stored(T const& value) -> stored_number_t<T> {
  if constexpr (is_complex<T>) {
    return {static_cast<double>(value.real()), static_cast<double>(value.imag())};
  } else {
    return static_cast<stored_number_t<T>>(value);
  }
}

template <class T>
struct scalar_of : std::type_identity<T> {};
template <class T>
  requires requires { typename array_type<T>::element; }
struct scalar_of<T> : scalar_of<typename array_type<T>::element> {};
/// The numbers that a plain column consists of.
template <class T>
using stored_numbers = std::vector<stored_number_t<typename scalar_of<T>::type>>;

/// Appends what an array of any depth has, and finds its shape on the way.
template <class T>
void append_values(T const& from, std::size_t depth, std::vector<index_t>& shape,
                   stored_numbers<T>& to) {
  if constexpr (column_scalar<T>) {
    to.push_back(stored(from));
  } else {
    auto const length = static_cast<index_t>(std::size(from));
    if (depth == shape.size()) {
      shape.push_back(length);
    } else if (shape[depth] != length) {
      refuse_ragged();
    }
    for (auto const& one : from)
      append_values<typename array_type<T>::element>(one, depth + 1, shape, to);
  }
}

/// The value of a plain column, of whatever type it is in the program.
/// Throws: dlp::error where the rows of an array differ in length.
template <class T>
[[nodiscard]] auto to_column_value(T const& value) -> column_value {
  auto type = column();
  describe_type<T>(type);
  auto made = column_value();
  auto numbers = stored_numbers<T>();
  append_values(value, 0, made.shape, numbers);
  while (made.shape.size() < type.shape.size())  // an empty array of arrays ends before it has all
    made.shape.push_back(type.shape[made.shape.size()]);
  made.values = std::move(numbers);
  return made;
}

/// Takes what `append_values` appended.
template <class T, class At>
void take_values(T& to, std::size_t depth, std::vector<index_t> const& shape, At& at) {
  if constexpr (is_complex<T>) {
    using part = typename T::value_type;
    to = T(static_cast<part>(at->real()), static_cast<part>(at->imag()));
    ++at;
  } else if constexpr (column_scalar<T>) {
    to = static_cast<T>(*at++);
  } else {
    using element = typename array_type<T>::element;
    if constexpr (requires { to.resize(1); }) to.resize(shape[depth]);
    for (auto i = std::size_t{0}; i != shape[depth]; ++i) {
      if constexpr (std::is_same_v<element, bool>) {
        to[i] = *at++ != 0;  // std::vector<bool> refers to its elements by objects
      } else {
        take_values(to[i], depth + 1, shape, at);
      }
    }
  }
}

/// Fills what has the type of a plain column. Throws: dlp::error where the value is of another kind
/// or shape.
template <class T>
void from_column_value(T& to, column_value const& from, column const& what) {
  auto type = column();
  describe_type<T>(type);
  auto const* const numbers = std::get_if<stored_numbers<T>>(&from.values);
  if (!numbers || from.shape.size() != type.shape.size()) refuse_value(what);
  auto count = std::size_t{1};
  for (auto i = std::size_t{0}; i != from.shape.size(); ++i) {
    if (type.shape[i] != 0 && type.shape[i] != from.shape[i]) refuse_value(what);
    count *= from.shape[i];
  }
  if (count != numbers->size()) refuse_value(what);
  auto at = numbers->begin();
  take_values(to, 0, from.shape, at);
}

/// A column's value with what is known of it.
template <class T>
[[nodiscard]] auto result_value_of(std::string const& name, T const& value) -> result_value {
  auto made = result_value{.what = describe(name, value)};
  if constexpr (is_plain_column<T>) {
    made.value = to_column_value(value);
  } else if constexpr (requires { value.coordinates; }) {
    made.value = to_column_value(value.values);
    made.coordinates = to_column_value(value.coordinates);
    made.coordinate_unit = value.coordinate_unit;
  } else if constexpr (requires { value.attributes; }) {
    made.value = to_column_value(value.value);
  } else if (value) {
    made.value = to_column_value(*value);
  }
  return made;
}

/// The way back. Throws: dlp::error where it does not fit.
template <class T>
void take_result_value(T& to, result_value const& from) {
  if constexpr (is_plain_column<T>) {
    from_column_value(to, from.value, from.what);
  } else if constexpr (requires { to.coordinates; }) {
    from_column_value(to.values, from.value, from.what);
    from_column_value(to.coordinates, from.coordinates, from.what);
    to.dimension = from.what.dimension;
    to.coordinate_unit = from.coordinate_unit;
    to.unit = from.what.unit;
    to.attributes = from.what.attributes;
  } else if constexpr (requires { to.attributes; }) {
    from_column_value(to.value, from.value, from.what);
    to.unit = from.what.unit;
    to.attributes = from.what.attributes;
  } else {
    to.reset();
    if (!from.value.is_missing()) from_column_value(to.emplace(), from.value, from.what);
  }
}

}  // namespace dlp::detail
