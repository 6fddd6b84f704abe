// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/task/grid.hpp>

namespace dlp::detail {

template <class T>
inline constexpr bool is_axis = false;
template <class T, class S>
inline constexpr bool is_axis<axis_of<T, S>> = true;
template <class T>
concept axis_like = is_axis<T>;

/// The struct whose members the axes in a part of a grid are, or void.
template <class T>
struct owner_of_axes : std::type_identity<void> {};
template <class T, class S>
struct owner_of_axes<axis_of<T, S>> : std::type_identity<S> {};
template <class S, class... Ts>
struct owner_of_axes<grid<S, Ts...>> : std::type_identity<S> {};

/// The errors of what is no part of a grid, in a class: the compiler says it once.
template <class First, class... Rest>
struct checked_parts {
  static constexpr auto are_parts =
      ((is_axis<First> || is_grid<First>) && ... && (is_axis<Rest> || is_grid<Rest>));
  static constexpr auto agree =
      (std::is_same_v<typename owner_of_axes<First>::type, typename owner_of_axes<Rest>::type> &&
       ...);
  static_assert(are_parts,
                "dlp::product: beside an axis all are axes or grids: write "
                "dlp::axis(\"name\", range)");
  static_assert(!are_parts || agree,
                "dlp: the axes of a grid are all members of one struct, or none of them is");
  static constexpr auto right = are_parts && agree;
};

/// Throws: usage_error: the parts of a product are axes and whole grids.
[[noreturn]] void refuse_part_with_where();

/// Throws: usage_error where the axes of a `zip` differ in length.
void check_lengths(std::vector<std::pair<std::string, std::size_t>> const& axes);

/// Throws: usage_error where there are not as many names as values in a point.
void check_count(std::size_t names, std::size_t values);

template <class S, class... Ts>
[[nodiscard]] auto grid_of(std::tuple<axis_of<Ts, S>...> axes,
                           std::array<std::size_t, sizeof...(Ts)> dimensions) -> grid<S, Ts...> {
  return {std::move(axes), dimensions};
}

/// What a product needs of its parts.
struct grid_parts {
  template <class T, class S>
  static auto axes_in(axis_of<T, S> const& axis) {
    return std::tuple(axis);
  }
  template <class S, class... Ts>
  static auto axes_in(grid<S, Ts...> const& part) {
    if (part.kept_) refuse_part_with_where();
    return *part.axes_;
  }

  /// Appends the dimensions of the axes in a part, behind those that there are.
  template <class T, class S>
  static void append(axis_of<T, S> const&, std::vector<std::size_t>& to) {
    to.push_back(to.empty() ? 0 : to.back() + 1);
  }
  template <class S, class... Ts>
  static void append(grid<S, Ts...> const& part, std::vector<std::size_t>& to) {
    auto const first = to.empty() ? 0 : to.back() + 1;
    for (auto const& place : part.places_) to.push_back(first + place.dimension);
  }

  template <class... Parts>
  [[nodiscard]] static auto product(Parts const&... parts) {
    auto axes = std::tuple_cat(axes_in(parts)...);
    auto all = std::vector<std::size_t>();
    (append(parts, all), ...);
    auto dimensions = std::array<std::size_t, std::tuple_size_v<decltype(axes)>>();
    std::ranges::copy(all, dimensions.begin());
    return grid_of(std::move(axes), dimensions);
  }
};

}  // namespace dlp::detail
