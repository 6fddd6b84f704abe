// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace dlp {

/// `count` values in equal steps from `first` to `last`, both included: the bits are those of
/// numpy.linspace, i * step + first with step = (last - first) / (count - 1), and then `last`.
/// Source: numpy's core/function_base.py. Throws: usage_error where `count` is negative, or an end
/// is not finite.
[[nodiscard]] auto linspace(double first, double last, std::int64_t count) -> std::vector<double>;

/// `base` to the powers linspace(first, last, count), as numpy.logspace; a power may differ in its
/// last bit from one C library to another. Throws: usage_error as linspace.
[[nodiscard]] auto logspace(double first, double last, std::int64_t count, double base = 10)
    -> std::vector<double>;

namespace detail {

[[nodiscard]] auto real_arange(double first, double end, double step) -> std::vector<double>;
[[nodiscard]] auto integer_count(std::int64_t first, std::int64_t end, std::int64_t step)
    -> std::uint64_t;

/// Throws: usage_error where a number is 2^63 or more.
[[nodiscard]] auto as_signed(std::uint64_t number) -> std::int64_t;
template <std::integral T>
[[nodiscard]] auto as_signed(T number) -> std::int64_t {
  if constexpr (std::unsigned_integral<T>)
    return as_signed(static_cast<std::uint64_t>(number));
  else
    return number;
}

}  // namespace detail

/// The values first, first + step, … before `end`. Of integers they are exact; of others the bits
/// are those of numpy.arange: ceil((end - first) / step) values, first + i * d where
/// d = (first + step) - first, but the second one is first + step. Source: numpy's
/// core/src/multiarray/ctors.c and arraytypes.c.src. Throws: usage_error where the step is 0, or a
/// number is not finite, or an integer is 2^63 or more.
template <class First, class End, class Step = int>
  requires(std::is_arithmetic_v<First> && std::is_arithmetic_v<End> && std::is_arithmetic_v<Step>)
[[nodiscard]] auto arange(First first, End end, Step step = 1) {
  if constexpr (std::integral<First> && std::integral<End> && std::integral<Step>) {
    using number = std::common_type_t<First, End>;
    auto const begin = detail::as_signed(first);
    auto const by = detail::as_signed(step);
    auto values = std::vector<number>(detail::integer_count(begin, detail::as_signed(end), by));
    auto next = static_cast<std::uint64_t>(begin);  // what comes after the last may not be signed
    for (auto& value : values) {
      value = static_cast<number>(static_cast<std::int64_t>(next));
      next += static_cast<std::uint64_t>(by);
    }
    return values;
  } else {
    return detail::real_arange(static_cast<double>(first), static_cast<double>(end),
                               static_cast<double>(step));
  }
}

/// The integers 0, 1, … before `end`, or such numbers as doubles. Throws: usage_error as the other.
template <class End>
  requires std::is_arithmetic_v<End>
[[nodiscard]] auto arange(End end) {
  return arange(End(0), end);
}

}  // namespace dlp
