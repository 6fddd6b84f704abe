// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/count.hpp>
#include <dlp/adaptor/product_iterator.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp {

namespace detail {

/// How many elements a product of ranges of these sizes has.
/// Throws: usage_error where they are too many to be numbered.
[[nodiscard]] auto product_size(std::initializer_list<index_t> sizes) -> index_t;

}  // namespace detail

/// The view that `product` makes: a random access range where all ranges are and all but the first
/// know their sizes; walked only once where the first one is.
template <std::ranges::view First, std::ranges::view... Rest>
  requires(std::ranges::input_range<First> && (std::ranges::forward_range<Rest> && ...))
class product_view : public std::ranges::view_interface<product_view<First, Rest...>> {
  static constexpr auto sized =
      std::ranges::sized_range<First> && (std::ranges::sized_range<Rest> && ...);
  static constexpr auto walks_const =
      std::ranges::input_range<First const> && (std::ranges::forward_range<Rest const> && ...);

  template <bool Const>
  using iterator = typename detail::product_steps<Const, First, Rest...>::iterator;

 public:
  /// Throws: usage_error where the elements are too many to be numbered.
  constexpr explicit product_view(First first, Rest... rest)
      : ranges_(std::move(first), std::move(rest)...) {
    if constexpr (sized) static_cast<void>(size());
  }

  /// At the first combination.
  [[nodiscard]] constexpr auto begin() { return iterator<false>(ranges_); }
  /// At the first combination.
  [[nodiscard]] constexpr auto begin() const
    requires walks_const
  {
    return iterator<true>(ranges_);
  }

  /// Behind the last combination.
  [[nodiscard]] constexpr auto end() { return end_of(*this); }
  /// Behind the last combination.
  [[nodiscard]] constexpr auto end() const
    requires walks_const
  {
    return end_of(*this);
  }

  /// How many combinations there are.
  [[nodiscard]] constexpr auto size()
    requires sized
  {
    return size_of(ranges_);
  }
  /// How many combinations there are.
  [[nodiscard]] constexpr auto size() const
    requires(sized && walks_const)
  {
    return size_of(ranges_);
  }

 private:
  template <class Ranges>
  [[nodiscard]] static constexpr auto size_of(Ranges& ranges) -> index_t {
    return std::apply(
        [](auto&... range) {
          return detail::product_size({static_cast<index_t>(std::ranges::size(range))...});
        },
        ranges);
  }
  template <class Self>
  [[nodiscard]] static constexpr auto end_of(Self& self) {
    if constexpr (sized && std::random_access_iterator<decltype(self.begin())>) {
      return self.begin() + static_cast<std::ptrdiff_t>(self.size());
    } else {
      return std::default_sentinel;
    }
  }

  std::tuple<First, Rest...> ranges_;
};

namespace detail {

/// Whether a range is a grid of axes, in <dlp/sweep.hpp>: a product of such ones is one too.
template <class R>
inline constexpr bool is_grid = false;

/// A range that a product walks again for every step of the range before it.
template <class R>
[[nodiscard]] constexpr auto as_walked_again(R&& range) {
  constexpr auto again = std::ranges::forward_range<range_of<R>>;
  static_assert(again, "dlp::product: only its first range may be one that can be walked once");
  if constexpr (again) {
    return as_range(std::forward<R>(range));
  } else {
    return std::views::empty<int>;
  }
}

}  // namespace detail

/// All combinations of the elements of ranges, or of counts, as nested loops give them: that of the
/// last one varies fastest. `for (auto [i, j] : dlp::product(rows, columns) | dlp::split_managed)`
/// is a nest of two loops, split. A map over it calls `f(i, j)` where f takes that. What it makes
/// can be stored, and looped over more than once.
///
/// Parallel: nothing, until it is split. Communicates: nothing. Collective: no.
/// Throws: usage_error where a count is negative, or the product has 2^63 elements or more.
template <detail::examples_or_value First, detail::examples_or_value... Rest>
  requires(!(detail::is_grid<std::remove_cvref_t<First>> && ... &&
             detail::is_grid<std::remove_cvref_t<Rest>>))
[[nodiscard]] constexpr auto product(First&& first, Rest&&... rest) {
  return product_view(detail::as_range(std::forward<First>(first)),
                      detail::as_walked_again(std::forward<Rest>(rest))...);
}

}  // namespace dlp
