// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/product_element.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/task/axis_of.hpp>

namespace dlp::detail {

/// Where an axis lies in a grid, and so which of its values a cell has.
struct axis_place {
  std::size_t dimension = 0;
  index_t size = 1;    // of the dimension
  index_t stride = 1;  // cells from one of its values to the next

  [[nodiscard]] auto index(index_t cell) const noexcept -> index_t { return cell / stride % size; }
};

/// Gives each axis its place, and returns how many cells there are. Axes of one dimension have as
/// many values. Throws: usage_error where the cells are too many to be numbered.
auto place_axes(std::span<std::size_t const> dimensions, std::span<index_t const> sizes,
                std::span<axis_place> places) -> index_t;

/// How many cells there are in each dimension.
[[nodiscard]] auto dimensions_of(std::span<axis_place const> places) -> std::vector<index_t>;

/// A cell of a grid of members of an S.
template <class S, class... Ts>
struct grid_element {
  using reference = S;
  using value = S;
  template <class F>
  static constexpr auto is_predicate = std::predicate<F&, S>;

  static auto make(std::tuple<axis_of<Ts, S>...> const& axes, Ts const&... values) -> S {
    auto made = S();
    std::apply([&](auto const&... axis) { ((made.*axis.member() = values), ...); }, axes);
    return made;
  }
};

/// A cell of a grid of parameters by themselves.
template <class... Ts>
struct grid_element<void, Ts...> {
  using reference = product_element<Ts const&...>;
  using value = std::tuple<Ts...>;
  template <class F>
  static constexpr auto is_predicate = [] {
    if constexpr (takes_example<F, reference>)
      return std::convertible_to<decltype(call_with(std::declval<F&>(), std::declval<reference>())),
                                 bool>;
    else
      return false;
  }();

  static auto make(std::tuple<axis_of<Ts>...> const&, Ts const&... values) -> reference {
    return reference(values...);
  }
};

struct grid_parts;  // what a product needs of the grids in it

/// Calls `call(part)` for each part of a tuple, one after the other.
template <class Tuple, class Call>
void for_each_of(Tuple const& all, Call call) {
  std::apply([&](auto const&... one) { (call(one), ...); }, all);
}

}  // namespace dlp::detail
