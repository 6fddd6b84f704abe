// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <dlp/comm/sendable.hpp>
#include <dlp/core/accumulator.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

template <class A>
concept has_standard_error = requires(A const& a) {
  { a.standard_error() } -> std::convertible_to<double>;
};

/// Refuses an accumulator that has something in it, as far as it says so: each batch begins with a
/// copy, and would count it.
/// Throws: usage_error.
template <class A>
void require_empty(A const& a) {
  if constexpr (requires { static_cast<bool>(a.count() != 0); }) {
    if (a.count() != 0)
      throw usage_error(
          "dlp: batches: the accumulator is to be given empty: each batch begins with a copy; to "
          "go on give the result of the run before");
  }
}

/// Checks an accumulator. A mistake is one sentence of the compiler's: the caller compiles nothing
/// more where `right` is false.
template <class A>
struct checked_accumulator {
  static constexpr auto is_class = std::is_class_v<A> && !std::is_final_v<A>;
  static constexpr auto is_copied = std::is_copy_constructible_v<A> && std::is_copy_assignable_v<A>;
  static constexpr auto has_room = sizeof(A) <= 65'536;  // some copies are on the stack at a time
  static constexpr auto is_merged = [] {
    if constexpr (is_class) return merges<A>;
    return true;
  }();
  static_assert(
      is_class,
      "dlp::batches: the second argument is an accumulator, a class that is not final, as "
      "dlp::moments()");
  static_assert(!is_class || is_copied, "dlp::batches: an accumulator can be copied and assigned");
  static_assert(
      has_room,
      "dlp::batches: an accumulator of more than 64 KiB keeps its numbers on the heap, in "
      "a std::vector");
  static_assert(
      is_merged,
      "dlp::batches: two accumulators are put together by a.merge(b), merge(a, b) or a += "
      "b, and this one has none of these");
  static constexpr auto right = [] {
    if constexpr (is_class && is_copied && has_room && is_merged)
      return travels_whole<A>();
    else
      return false;
  }();
};

}  // namespace dlp::detail
