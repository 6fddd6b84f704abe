// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <deque>
#include <memory>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <dlp/core/number_loss.hpp>
#include <dlp/task/column_names.hpp>

namespace dlp {
namespace detail {

/// What can be the value of a parameter.
template <class T>
concept axis_value = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::same_as<T, std::string>;

template <class T>
concept text = std::convertible_to<T, std::string_view>;

/// Ranges of values; a text is one value.
template <class R>
concept axis_range = std::ranges::input_range<R> && !text<R>;

/// As what a value is kept.
template <class T>
using stored_value_t = std::conditional_t<text<T>, std::string, T>;

template <class T, class S>
struct pointer_to_member : std::type_identity<T S::*> {};
template <class T>
struct pointer_to_member<T, void> : std::type_identity<std::nullptr_t> {};
template <class T, class S>
using pointer_to_member_t = typename pointer_to_member<T, S>::type;

}  // namespace detail

/// A parameter of a sweep, with its values of type T, which copies share; where S is no void, the
/// member of an S. `dlp::axis` makes it.
template <class T, class S = void>
class axis_of {
 public:
  using value_type = T;  ///< of one value

  /// Throws: usage_error where it has no name, one that every table has, or no values.
  axis_of(std::string_view call, detail::pointer_to_member_t<T, S> member, std::string name,
          std::shared_ptr<T const[]> values, std::size_t size, std::string unit)
      : name_(std::move(name)),
        unit_(std::move(unit)),
        values_(std::move(values)),
        size_(size),
        member_(member) {
    detail::check_axis(call, name_, size_);
  }

  /// What it is called.
  [[nodiscard]] auto name() const noexcept -> std::string const& { return name_; }
  /// What it is measured in; empty where nobody has said.
  [[nodiscard]] auto unit() const noexcept -> std::string const& { return unit_; }
  /// Its values.
  [[nodiscard]] auto values() const noexcept -> std::span<T const> {
    return {values_.get(), size_};
  }
  /// The member that it is; null where it is none.
  [[nodiscard]] auto member() const noexcept { return member_; }

 private:
  std::string name_;
  std::string unit_;
  std::shared_ptr<T const[]> values_;
  std::size_t size_;
  detail::pointer_to_member_t<T, S> member_;
};

namespace detail {

/// Whether a number can be one of type To without the loss of a fraction or of digits; between
/// types of reals it may be rounded.
template <class To, class From>
inline constexpr bool fits_in =
    !loses<To, From> || (std::is_floating_point_v<To> && std::is_floating_point_v<From>);

/// The error of values that are none. It is in a class, so that the compiler says it once.
template <class T, class From>
struct axis_values_check {
  static constexpr auto is_value = axis_value<T>;
  static constexpr auto fit = std::constructible_from<T, From> && fits_in<T, From>;
  static_assert(is_value,
                "dlp::axis: the values of an axis are numbers, booleans, enumerators or texts");
  static_assert(!is_value || fit, "dlp::axis: these values do not fit the member");
  static constexpr auto right = is_value && fit;
};

/// An axis of what is in a range.
template <class S, class T, class R>
[[nodiscard]] auto axis_from(pointer_to_member_t<T, S> member, std::string name, R&& range,
                             std::string unit) {
  using value = std::ranges::range_value_t<R>;
  if constexpr (!axis_values_check<T, value>::right) {
    return axis_of<int, S>("axis", {}, std::move(name), nullptr, 0, std::move(unit));
  } else {
    auto all = std::deque<T>();
    for (auto&& one : range) all.push_back(T(static_cast<value>(one)));
    auto values = std::make_shared<T[]>(all.size());
    std::ranges::move(all, values.get());
    return axis_of<T, S>("axis", member, std::move(name), std::move(values), all.size(),
                         std::move(unit));
  }
}

}  // namespace detail
}  // namespace dlp
