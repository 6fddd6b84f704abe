// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <complex>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <dlp/core/type_name.hpp>
#include <dlp/task/column_data.hpp>
#include <dlp/task/column_text.hpp>
#include <dlp/task/column_type.hpp>

namespace dlp::detail {

/// A column of a table: its values by the positions of cells, numbers and texts as such, and
/// arrays and complex numbers as texts in JSON. Where a cell has none, nothing is said by its
/// place.
struct table_column {
  column what = {};
  std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>> values =
      {};
  std::vector<bool> there = {};  ///< which cells have a value
  /// What cells say of theirs, where that is not what is declared.
  std::map<std::size_t, column_words> said = {};

  /// What is said of the value at a position.
  [[nodiscard]] auto words_at(std::size_t position) const -> column_words {
    auto const found = said.find(position);
    return found == said.end() ? column_words{what.unit, what.attributes} : found->second;
  }
};

/// Throws: usage_error: the values of the column are none of this type.
[[noreturn]] void refuse_type(column const& what, std::string const& type);
/// Throws: dlp::error: a cell has no value, and there is none of this type that says so.
[[noreturn]] void refuse_missing(column const& what, std::size_t position);
/// Throws: dlp::error: a number does not fit the type.
[[noreturn]] void refuse_number(column const& what, std::int64_t number);

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_quantity = false;
template <class T>
inline constexpr bool is_quantity<quantity<T>> = true;

/// An integer, an enumerator or a boolean from what a table has of it.
template <class T>
[[nodiscard]] auto integer_from(column const& what, std::int64_t number) -> T {
  using stored = stored_number_t<T>;
  auto const whole = static_cast<stored>(number);
  auto const value = static_cast<T>(whole);
  auto const lost_sign = what.is_signed != std::is_signed_v<stored> && number < 0;
  if (lost_sign || static_cast<stored>(value) != whole) refuse_number(what, number);
  return value;
}

/// Throws: usage_error where the values of a column are no values of type T.
template <class T>
void require_type(column const& what) {
  auto const type = describe("", T());
  if (type.kind != what.kind || type.shape.size() != what.shape.size())
    refuse_type(what, type_name<T>());
}

/// What stands for a value that is missing. Throws: dlp::error where nothing does.
template <class T>
[[nodiscard]] auto missing_value(column const& what, std::size_t position) -> T {
  if constexpr (is_optional<T>) {
    return std::nullopt;
  } else if constexpr (is_complex<T>) {
    using real = typename T::value_type;
    return {std::numeric_limits<real>::quiet_NaN(), std::numeric_limits<real>::quiet_NaN()};
  } else if constexpr (std::floating_point<T>) {
    return std::numeric_limits<T>::quiet_NaN();
  } else {
    refuse_missing(what, position);
  }
}

/// The value of a cell, of a column of this type.
/// Throws: dlp::error where it is missing or does not fit.
template <class T>
[[nodiscard]] auto value_of_cell(table_column const& from, std::size_t position) -> T {
  auto const& what = from.what;
  if (!from.there[position]) return missing_value<T>(what, position);
  if constexpr (is_optional<T>) {
    return value_of_cell<typename T::value_type>(from, position);
  } else if constexpr (is_quantity<T>) {
    auto words = from.words_at(position);
    return {value_of_cell<decltype(T::value)>(from, position), std::move(words.unit),
            std::move(words.attributes)};
  } else if constexpr (std::floating_point<T>) {
    return static_cast<T>(std::get<std::vector<double>>(from.values)[position]);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    return integer_from<T>(what, std::get<std::vector<std::int64_t>>(from.values)[position]);
  } else {
    auto const& text = std::get<std::vector<std::string>>(from.values)[position];
    if constexpr (std::same_as<T, std::string>) {
      return text;
    } else {
      auto value = T();
      auto coordinates = column();
      if constexpr (requires { value.coordinates; })
        describe_type<decltype(value.coordinates)>(coordinates);
      take_result_value(value, value_from_text(text, what, coordinates));
      return value;
    }
  }
}

/// The values of all cells. Throws: usage_error where they are of another type; dlp::error as
/// `value_of_cell`.
template <class T>
[[nodiscard]] auto values_of_cells(table_column const& from) -> std::vector<T> {
  require_type<T>(from.what);
  auto values = std::vector<T>();
  values.reserve(from.there.size());
  for (auto i = std::size_t{0}; i != from.there.size(); ++i)
    values.push_back(value_of_cell<T>(from, i));
  return values;
}

}  // namespace dlp::detail
