// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/comm/sendable.hpp>
#include <dlp/comm/shape.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/fields.hpp>
#include <dlp/core/heap_slot.hpp>

namespace dlp::detail {

/// What errors say of bytes that cannot be what a value was packed as.
inline constexpr auto arrived_damaged = "dlp: a value arrived damaged";

/// A member, or an element of a tuple, that has no data: another one may lie in its place, which
/// nothing is to be written to.
template <class T>
concept nothing_to_send = std::is_empty_v<T> && plain<T>;

/// A type whose values can be made empty, and then read into.
template <class T>
concept read_in_place =
    std::is_default_constructible_v<T> && !has_constant_part<std::remove_cv_t<T>>();

/// The next member or element that `from` reads.
template <class T, class Reader>
auto read_member(Reader& from) -> T {
  if constexpr (nothing_to_send<T>)
    return std::bit_cast<T>(std::byte());
  else
    return from.template read<T>();
}

template <class T, class Reader, class... Parts>
auto struct_of(Reader& from, field_list<Parts...>) -> T {
  return T{read_member<std::remove_cv_t<Parts>>(from)...};
}

template <class T, class Reader, class... Parts>
auto tuple_of(Reader& from, field_list<Parts...>) -> T {
  auto parts = std::tuple<heap_slot<std::remove_cv_t<Parts>>...>();
  return std::apply(
      [&from](auto&... part) {
        (part.emplace_with([&from] { return read_member<std::remove_cv_t<Parts>>(from); }), ...);
        return T(std::move(*part)...);
      },
      parts);
}

template <class T, std::size_t at = 0, class Reader, class First, class... More>
auto variant_of(Reader& from, std::uint64_t index, field_list<First, More...>) -> T {
  auto part = heap_slot<First>();
  if (index == at) {
    part.emplace_with([&from] { return from.template read<First>(); });
    return T(std::in_place_index<at>, std::move(*part));
  }
  if constexpr (sizeof...(More) == 0)
    throw error(arrived_damaged);
  else
    return variant_of<T, at + 1>(from, index, field_list<More...>());
}

/// A value of a type that cannot be made empty first: it is made of its parts, as `from` reads one
/// after the other.
/// Throws: dlp::error where bytes are missing or damaged; what a part's `serialize` throws.
template <class T, class Reader>
auto made_of_parts(Reader& from) -> T {
  if constexpr (plain<T>) {
    auto const raw = std::make_unique<std::array<std::byte, sizeof(T)>>();
    from.read_into(*raw);
    return std::bit_cast<T>(*raw);
  } else if constexpr (shape_of<T>() == shape::array) {
    return [&from]<std::size_t... I>(std::index_sequence<I...>) {
      return T{{(static_cast<void>(I), from.template read<element_of<T>>())...}};
    }(std::make_index_sequence<std::tuple_size_v<T>>());
  } else if constexpr (shape_of<T>() == shape::variant) {
    return variant_of<T>(from, from.template read<std::uint64_t>(), parts_of<T>());
  } else if constexpr (shape_of<T>() == shape::tuple) {
    return tuple_of<T>(from, parts_of<T>());
  } else {
    return struct_of<T>(from, fields_of<T>());
  }
}

}  // namespace dlp::detail
