// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

#include <dlp/core/digest.hpp>

namespace dlp::detail {

template <class T>
concept is_number = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// A number without padding that has two zeros, which are equal.
template <class T>
concept has_two_zeros = std::is_same_v<T, float> || std::is_same_v<T, double>;

/// The bits of such a number, and of -0.0 those of 0.0. With -ffast-math a compiler takes the one
/// for the other, so that only bits can tell. For `many` there is no comparison, which SSE2 has
/// not.
template <bool many = false, has_two_zeros T>
[[nodiscard]] auto bits_of(T number) noexcept {
  using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  constexpr auto all_but_sign = ~bits{0} >> 1;
  auto const all = std::bit_cast<bits>(number);
  auto const size = all & all_but_sign;
  if constexpr (many)
    return all & ((size + all_but_sign) | all_but_sign);
  else
    return size == 0 ? size : all;
}

/// The digest of a number that comes after what has the digest `before`: numbers that are equal
/// have the same, whatever their padding is.
template <is_number T>
[[nodiscard]] auto digest_of_number(T const& number, std::uint64_t before) noexcept
    -> std::uint64_t {
  if constexpr (has_two_zeros<T>) {
    auto const bits = bits_of(number);
    return digest_of(std::as_bytes(std::span(&bits, 1)), before);
  } else if constexpr (std::is_floating_point_v<T>) {
    constexpr auto is_x87 = std::numeric_limits<T>::digits == 64;  // of 16 bytes, 6 are padding
    auto const zero = T(0);
    auto const raw = std::as_bytes(std::span(number == zero ? &zero : &number, 1));
    return digest_of(raw.first(is_x87 ? 10 : raw.size()), before);
  } else {
    return digest_of(std::as_bytes(std::span(&number, 1)), before);
  }
}

/// The same of many, at the speed of memory.
template <is_number T>
[[nodiscard]] auto digest_of_numbers(std::span<T const> some, std::uint64_t before) noexcept
    -> std::uint64_t {
  if constexpr (has_two_zeros<T>) {
    constexpr auto at_a_time = std::size_t{64};  // as a constant it makes the loop one of vectors
    decltype(bits_of(T())) bits[at_a_time];
    auto const* from = some.data();
    auto left = some.size();
    for (; left > at_a_time; from += at_a_time, left -= at_a_time) {
      for (auto i = std::size_t{0}; i != at_a_time; ++i) bits[i] = bits_of<true>(from[i]);
      before = digest_of(std::as_bytes(std::span(bits)), before);
    }
    for (auto i = std::size_t{0}; i != left; ++i) bits[i] = bits_of(from[i]);
    return digest_of(std::as_bytes(std::span(bits)).first(left * sizeof(T)), before);
  } else if constexpr (std::is_floating_point_v<T>) {
    for (auto const& one : some) before = digest_of_number(one, before);
    return digest_of_number(some.size(), before);
  } else {
    return digest_of(std::as_bytes(some), before);  // how many there are is a part of it
  }
}

}  // namespace dlp::detail
