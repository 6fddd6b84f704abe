// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {

template <class T, class... Others>
concept none_of = (!std::same_as<T, Others> && ...);

/// Numbers that say how many examples there are. As for std::cmp_less, a truth value and a
/// character are none.
template <class T>
concept count = std::integral<T> && none_of<T, bool, char, wchar_t, char8_t, char16_t, char32_t>;

/// What a loop may be over: a range, or a count of examples. A view of somebody else's that cannot
/// be copied, as one of a temporary is, is referred to, as a container is.
template <class R>
concept examples = (std::ranges::input_range<R> &&
                    (std::ranges::viewable_range<R> || std::is_lvalue_reference_v<R>)) ||
                   count<std::remove_cvref_t<R>>;

/// Numbers, enumerations, and pointers to what is no function.
template <class T>
concept single_value = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_null_pointer_v<T> ||
                       (std::is_pointer_v<T> && !std::is_function_v<std::remove_pointer_t<T>>);

/// The same, and single values that are no count: `as_range` takes these to say what is wrong.
template <class R>
concept examples_or_value = examples<R> || single_value<std::remove_cvref_t<R>>;

/// The examples as a view: that of a range, and of a count 0, 1, …, n - 1, in its own type.
/// Throws: usage_error where a count is negative.
template <class R>
[[nodiscard]] constexpr auto as_range(R&& range) {
  using number = std::remove_cvref_t<R>;
  static_assert(examples<R>,
                "dlp: a loop is over a range, or over a count of examples, which is an integer, "
                "and no bool, character, enumeration, pointer or floating-point number");
  if constexpr (count<number>) {
    if (std::cmp_less(range, 0)) {
      throw usage_error("dlp: a count of examples cannot be " + std::to_string(range));
    }
    return std::views::iota(number{0}, static_cast<number>(range));
  } else if constexpr (examples<R> && !std::ranges::viewable_range<R>) {
    return std::ranges::ref_view(range);
  } else if constexpr (examples<R>) {
    return std::views::all(std::forward<R>(range));
  } else {
    return std::views::empty<int>;  // so that the compiler says no more
  }
}

/// What `as_range` makes of a range.
template <class R>
using range_of = decltype(as_range(std::declval<R>()));

}  // namespace dlp::detail
