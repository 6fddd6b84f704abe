// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include <dlp/task/visit_columns.hpp>

namespace dlp::detail {

/// The types of which a mean is of the same type: the numbers, and arrays of them, with a unit or
/// along a dimension.
template <class T>
inline constexpr bool has_mean = std::floating_point<T> || is_complex<T>;
template <class T>
  requires requires { typename array_type<T>::element; }
inline constexpr bool has_mean<T> = has_mean<typename array_type<T>::element>;
template <class T>
inline constexpr bool has_mean<quantity<T>> = has_mean<T>;
template <class Coordinates, class Values>
inline constexpr bool has_mean<labelled<Coordinates, Values>> = has_mean<Values>;

/// The error of what has none; in a class, so that the compiler says it once.
template <class T>
struct column_with_mean {
  static constexpr auto right = has_mean<T>;
  static_assert(right,
                "dlp::averages: a result is a floating-point number, a complex one, an array of "
                "those, or a class whose serialize names such members: the mean of integers is "
                "none");
};

/// Calls `number` with each number in a value that has a mean, of a complex one with both parts,
/// and before that `length` with the length of an array that may have another one.
template <class T, class Number, class Length>
void visit_numbers(T& value, Number& number, Length& length) {
  using type = std::remove_const_t<T>;
  if constexpr (std::floating_point<type>) {
    number(value);
  } else if constexpr (is_complex<type>) {
    using part = std::conditional_t<std::is_const_v<T>, typename type::value_type const,
                                    typename type::value_type>;
    for (auto& one : reinterpret_cast<part(&)[2]>(value)) number(one);  // [complex.numbers]
  } else if constexpr (requires { value.values; }) {
    visit_numbers(value.values, number, length);
  } else if constexpr (requires { value.unit; }) {
    visit_numbers(value.value, number, length);
  } else {
    if constexpr (array_type<type>::length == 0) length(std::size(value));
    for (auto& one : value) visit_numbers(one, number, length);
  }
}

/// A result as its numbers, one after the other, and the lengths of its arrays.
struct flat_result {
  std::vector<double> numbers;
  std::vector<std::size_t> lengths;
};

template <class Result>
[[nodiscard]] auto flat(Result const& result) -> flat_result {
  auto made = flat_result();
  auto const number = [&](auto one) { made.numbers.push_back(static_cast<double>(one)); };
  auto const length = [&](std::size_t one) { made.lengths.push_back(one); };
  visit_columns(result, [&]<class T>(std::string const&, T const& value) {
    if constexpr (column_with_mean<T>::right) visit_numbers(value, number, length);
  });
  return made;
}

/// Gives a result other numbers, one after the other.
template <class Result, class Next>
void fill_numbers(Result& result, Next next) {
  auto const number = [&]<class T>(T& one) { one = static_cast<T>(next()); };
  auto const length = [](std::size_t) {};
  fill_columns(result, [&]<class T>(std::string const&, T& value) {
    if constexpr (has_mean<T>) visit_numbers(value, number, length);
  });
}

/// The name of the column whose array is so manieth in `flat_result::lengths`.
template <class Result>
[[nodiscard]] auto column_of_length(Result const& result, std::size_t place) -> std::string {
  auto found = std::string();
  auto at = std::size_t{0};
  auto const number = [](double) {};
  visit_columns(result, [&]<class T>(std::string const& name, T const& value) {
    auto const length = [&](std::size_t) {
      if (at++ == place) found = name;
    };
    if constexpr (has_mean<T>) visit_numbers(value, number, length);
  });
  return found;
}

/// The name of the first column whose coordinates are not the same in both; empty where there is
/// none.
template <class Result>
[[nodiscard]] auto column_elsewhere(Result const& a, Result const& b) -> std::string {
  auto ours = std::vector<void const*>();
  visit_columns(a, [&](std::string const&, auto const& value) {
    if constexpr (requires { value.coordinates; }) ours.push_back(&value.coordinates);
  });
  auto found = std::string();
  auto at = ours.begin();
  visit_columns(b, [&](std::string const& name, auto const& value) {
    if constexpr (requires { value.coordinates; }) {
      using coordinates = decltype(value.coordinates);
      auto const same =
          std::ranges::equal(*static_cast<coordinates const*>(*at++), value.coordinates);
      if (!same && found.empty()) found = name;
    }
  });
  return found;
}

}  // namespace dlp::detail
