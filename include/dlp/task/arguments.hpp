// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/comm/pack.hpp>
#include <dlp/core/bytes.hpp>

namespace dlp::detail {

/// Appends an argument of a call.
template <class T>
void append_argument(bytes& to, T const& value) {
  if constexpr (plain<T>)
    append(to, value);
  else
    pack_sized(to, value);
}

/// The next argument.
/// Throws: as `unpack`.
template <class T>
[[nodiscard]] auto take_argument(byte_reader& from) -> T {
  if constexpr (plain<T>)
    return from.take<T>();
  else
    return unpack<T>(from.take_sized());
}

/// The arguments of a call, in their order.
template <class... A>
[[nodiscard]] auto take_arguments(byte_reader& from) -> std::tuple<A...> {
  return std::tuple<A...>{take_argument<A>(from)...};  // braces: from left to right
}

}  // namespace dlp::detail
