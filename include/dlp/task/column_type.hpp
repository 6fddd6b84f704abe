// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <complex>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <dlp/task/column.hpp>
#include <dlp/task/labelled.hpp>
#include <dlp/task/quantity.hpp>

namespace dlp::detail {

template <class T>
inline constexpr bool is_complex = false;
template <std::floating_point T>
inline constexpr bool is_complex<std::complex<T>> = true;

/// What one place of a table can hold.
template <class T>
concept column_scalar =
    std::is_arithmetic_v<T> || std::is_enum_v<T> || is_complex<T> || std::same_as<T, std::string>;

/// What the values of an array are, and how many its type says that there are: 0 for any number.
template <class T>
struct array_type {};
template <class T, class A>
struct array_type<std::vector<T, A>> {
  using element = T;
  static constexpr auto length = std::size_t{0};
};
template <class T, std::size_t n>
struct array_type<std::array<T, n>> {
  using element = T;
  static constexpr auto length = n;
};
template <class T, std::size_t n>
struct array_type<T[n]> {
  using element = T;
  static constexpr auto length = n;
};

/// One value, or an array of them, or of such arrays.
template <class T>
inline constexpr bool is_plain_column = column_scalar<T>;
template <class T>
  requires requires { typename array_type<T>::element; }
inline constexpr bool is_plain_column<T> = is_plain_column<typename array_type<T>::element>;

/// The types whose values are one column of a table.
template <class T>
inline constexpr bool is_column = is_plain_column<T>;
template <class T>
inline constexpr bool is_column<std::optional<T>> = is_plain_column<T>;
template <class T>
inline constexpr bool is_column<quantity<T>> = is_plain_column<T>;
template <class Coordinates, class Values>
inline constexpr bool is_column<labelled<Coordinates, Values>> =
    !column_scalar<Coordinates> && is_plain_column<Coordinates> && !column_scalar<Values> &&
    is_plain_column<Values>;

/// The number that stands for a value in a table.
template <class T>
struct stored_number : std::type_identity<std::int64_t> {};
template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>)
struct stored_number<T> : std::type_identity<std::uint64_t> {};
template <class T>
  requires std::is_enum_v<T>
struct stored_number<T> : stored_number<std::underlying_type_t<T>> {};
template <std::floating_point T>
struct stored_number<T> : std::type_identity<double> {};
template <class T>
struct stored_number<std::complex<T>> : std::type_identity<std::complex<double>> {};
template <>
struct stored_number<std::string> : std::type_identity<std::string> {};
template <class T>
using stored_number_t = typename stored_number<T>::type;

/// Writes the kind of one value of a plain column, and the shape of an array.
template <class T>
void describe_type(column& what) {
  if constexpr (!column_scalar<T>) {
    what.shape.push_back(array_type<T>::length);
    describe_type<typename array_type<T>::element>(what);
  } else {
    using number = stored_number_t<T>;
    what.kind = std::is_same_v<T, bool>          ? column_kind::boolean
                : std::is_same_v<T, std::string> ? column_kind::text
                : std::is_same_v<number, double> ? column_kind::real
                : is_complex<T>                  ? column_kind::complex
                                                 : column_kind::integer;
    what.bytes = std::is_same_v<T, std::string> ? 0 : sizeof(T);
    what.is_signed = !std::is_same_v<T, bool> && !std::is_same_v<number, std::uint64_t>;
  }
}

/// What is known of a column by a value, which may be one that no cell has computed.
template <class T>
[[nodiscard]] auto describe(std::string name, T const&) -> column {
  auto what = column{.name = std::move(name)};
  describe_type<T>(what);
  return what;
}
template <class T>
[[nodiscard]] auto describe(std::string name, std::optional<T> const&) -> column {
  auto what = column{.name = std::move(name), .may_be_missing = true};
  describe_type<T>(what);
  return what;
}
template <class T>
[[nodiscard]] auto describe(std::string name, quantity<T> const& value) -> column {
  auto what = column{.name = std::move(name), .unit = value.unit, .attributes = value.attributes};
  describe_type<T>(what);
  return what;
}
template <class Coordinates, class Values>
[[nodiscard]] auto describe(std::string name, labelled<Coordinates, Values> const& value)
    -> column {
  auto what = column{.name = std::move(name),
                     .unit = value.unit,
                     .attributes = value.attributes,
                     .dimension = value.dimension};
  describe_type<Values>(what);
  return what;
}

}  // namespace dlp::detail
