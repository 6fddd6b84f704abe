// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <string>
#include <type_traits>

#include <dlp/comm/pack.hpp>
#include <dlp/core/bytes.hpp>

namespace dlp::detail {

/// What is sent of an argument: a copy, as std::async makes one. Of a text that is given by its
/// address, as "abc" is, the text is sent.
template <class T>
using argument_of = std::conditional_t<std::same_as<std::decay_t<T>, char const*> ||
                                           std::same_as<std::decay_t<T>, char*>,
                                       std::string, std::decay_t<T>>;

/// Types whose values are so small and plain that they have no size in front, nor a place on the
/// heap.
template <class T>
concept small_and_plain = plain<T> && sizeof(T) <= 64;

/// Appends a value among others.
/// Throws: what the value's `serialize` throws.
template <class T>
void put_argument(bytes& to, T const& value) {
  if constexpr (small_and_plain<T>)
    append(to, value);
  else
    pack_sized(to, value);
}

/// Throws: what the value's `serialize` throws; dlp::error when bytes are missing or damaged.
template <class T>
[[nodiscard]] auto take_argument(byte_reader& from) -> T {
  if constexpr (small_and_plain<T>)
    return from.take<T>();
  else
    return unpack<T>(from.take_sized());
}

}  // namespace dlp::detail
