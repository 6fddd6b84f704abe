// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <span>
#include <type_traits>

#include <dlp/comm/pieces.hpp>
#include <dlp/comm/value_reader.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

/// Types whose values travel from memory to memory: plain values, and vectors of them, in which
/// others can be received as they lie.
template <class T>
inline constexpr bool lies_in_memory =
    is_plain_vector<T> || (plain<T> && read_in_place<T> && !std::is_same_v<T, bool>);

/// Whether values of such a type, or of such elements, are made by a default constructor that can
/// throw.
template <class T>
inline constexpr bool constructor_throws =
    std::is_default_constructible_v<T> && !std::is_nothrow_default_constructible_v<T>;
template <class T>
  requires is_plain_vector<T>
inline constexpr bool constructor_throws<T> = constructor_throws<typename T::value_type>;

/// Where the data of a value lies.
template <class T>
  requires lies_in_memory<std::remove_const_t<T>>
[[nodiscard]] auto memory_of(T& value) {
  using byte = std::conditional_t<std::is_const_v<T>, std::byte const, std::byte>;
  if constexpr (is_plain_vector<std::remove_const_t<T>>) {
    return std::span(reinterpret_cast<byte*>(value.data()), value.size() * sizeof(value[0]));
  } else {
    return std::span(reinterpret_cast<byte*>(std::addressof(value)), sizeof value);
  }
}

/// How many elements of a vector lie in so many bytes.
/// Throws: dlp::error where these are not whole elements.
template <class Vector>
[[nodiscard]] auto elements_in(std::uint64_t bytes) -> std::size_t {
  constexpr auto each = sizeof(typename Vector::value_type);
  if (bytes % each != 0) throw error(arrived_damaged);
  return bytes / each;
}

/// Makes an empty vector ready to hold so many elements.
template <class Vector>
void reserve_fresh(Vector& empty, std::size_t count) {
  empty.reserve(count);
  ask_for_large_pages({reinterpret_cast<std::byte*>(empty.data()),
                       empty.capacity() * sizeof(typename Vector::value_type)});
}

/// Memory for `bytes` of a value, in the value itself; what was in it is of no use any more.
/// Throws: dlp::error where such a value has not so many.
template <class T>
[[nodiscard]] auto make_room(T& value, std::uint64_t bytes) -> std::span<std::byte> {
  if constexpr (is_plain_vector<T>) {
    auto const count = elements_in<T>(bytes);
    if (count > value.capacity()) {
      value = T();  // it is freed before more is taken, and not copied
      reserve_fresh(value, count);
    }
    value.resize(count);
  } else if (bytes != sizeof value) {
    throw error(arrived_damaged);
  }
  return memory_of(value);
}

/// Appends plain elements to a vector of them; memory that it has in reserve is written to once.
template <class Vector>
void append_elements(Vector& to, std::span<typename Vector::value_type const> from) {
  using element = typename Vector::value_type;
  if constexpr (std::is_copy_constructible_v<element> && std::is_copy_assignable_v<element>) {
    to.insert(to.end(), from.begin(), from.end());
  } else {
    to.resize(to.size() + from.size());
    std::memcpy(static_cast<void*>(to.data() + to.size() - from.size()), from.data(),
                from.size_bytes());
  }
}

/// Sets a new value to a copy of another.
template <class T>
void copy_memory(T& fresh, T const& from) {
  if constexpr (is_plain_vector<T>) {
    reserve_fresh(fresh, from.size());
    append_elements(fresh, std::span(from.data(), from.size()));
  } else {
    std::memcpy(static_cast<void*>(std::addressof(fresh)), std::addressof(from), sizeof fresh);
  }
}

}  // namespace dlp::detail
