// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <type_traits>

#include <dlp/comm/cannot_travel.hpp>
#include <dlp/comm/judge.hpp>
#include <dlp/comm/sendable_as_bytes.hpp>

namespace dlp::detail {

/// Values that travel as they lie in memory.
template <class T>
concept plain = std::same_as<verdict_on<T>, as_bytes>;

/// Types whose values can travel between ranks.
template <class T>
concept sendable = !is_refusal<verdict_on<T>>;

/// The verdict on what a call is given whole, or returns.
template <class T>
consteval auto judge_whole() {
  if constexpr (std::is_array_v<T>)
    return refused<obstacle::array, T>();
  else if constexpr (sendable<T> && !std::is_move_constructible_v<T>)
    return refused<obstacle::unmovable, T>();
  else
    return verdict_on<T>();
}

/// Whether such values travel; where they do not, the compiler says why.
template <class T>
consteval auto travels_whole() -> bool {
  using ruling = decltype(judge_whole<T>());
  if constexpr (is_refusal<ruling>) explain(ruling());
  return !is_refusal<ruling>;
}

}  // namespace dlp::detail
