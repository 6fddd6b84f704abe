// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <initializer_list>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <dlp/task/axis_of.hpp>
#include <dlp/task/member_name.hpp>

namespace dlp {
namespace detail {

template <class... Ts>
inline constexpr bool is_axis_list = false;

/// Takes a braced list whose values are not of one type, and what is no list: to say so.
struct no_axis_values {
  template <class... Ts>
  no_axis_values(Ts const&...) {
    static_assert(is_axis_list<Ts...>,
                  "dlp::axis: the values of an axis are a range, or a list of one type, as "
                  "{0.5, 1.0} and not {0.5, 1}");
  }
};

}  // namespace detail

/// A parameter of a sweep and its values, from a range or a list of numbers, booleans,
/// enumerators or texts: `dlp::axis("gamma", {0.1, 0.2}, "1/s")`. They are kept, texts as
/// std::string.
///
/// Throws: usage_error where it has no name, one that every table has, or no values.
template <class T>
[[nodiscard]] auto axis(std::string name, std::initializer_list<T> values, std::string unit = "") {
  return detail::axis_from<void, detail::stored_value_t<T>>({}, std::move(name), values,
                                                            std::move(unit));
}
/// The same of a range.
template <detail::axis_range R>
[[nodiscard]] auto axis(std::string name, R&& values, std::string unit = "") {
  using value = detail::stored_value_t<std::ranges::range_value_t<R>>;
  return detail::axis_from<void, value>({}, std::move(name), values, std::move(unit));
}
/// What is no list of values: the compiler says so.
auto axis(std::string name, detail::no_axis_values const& values, std::string unit = "")
    -> axis_of<int>;

/// The same for a member of a struct, which the body then takes whole: no parameter can be taken
/// for another. Its name is that in the struct's `serialize`: `dlp::axis(&setting::gamma, {0.1,
/// 0.2})`.
///
/// Throws: usage_error also where `serialize` does not name the member.
template <class S, class T>
[[nodiscard]] auto axis(T S::* member, std::initializer_list<std::type_identity_t<T>> values,
                        std::string unit = "") {
  return detail::axis_from<S, T>(member, detail::member_name(member), values, std::move(unit));
}
/// The same of a range.
template <class S, class T, detail::axis_range R>
[[nodiscard]] auto axis(T S::* member, R&& values, std::string unit = "") {
  return detail::axis_from<S, T>(member, detail::member_name(member), values, std::move(unit));
}
/// What cannot be values of the member: the compiler says so.
template <class S, class T>
auto axis(T S::* member, detail::no_axis_values const& values, std::string unit = "")
    -> axis_of<T, S>;

/// The same with a name of its own.
template <class S, class T, detail::text Name>
[[nodiscard]] auto axis(T S::* member, Name const& name,
                        std::initializer_list<std::type_identity_t<T>> values,
                        std::string unit = "") {
  return detail::axis_from<S, T>(member, std::string(name), values, std::move(unit));
}
/// The same of a range.
template <class S, class T, detail::text Name, detail::axis_range R>
[[nodiscard]] auto axis(T S::* member, Name const& name, R&& values, std::string unit = "") {
  return detail::axis_from<S, T>(member, std::string(name), values, std::move(unit));
}

}  // namespace dlp
