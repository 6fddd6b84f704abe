// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/count.hpp>
#include <dlp/adaptor/iterator_arithmetic.hpp>
#include <dlp/adaptor/product_element.hpp>
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
  class iterator;

 public:
  /// Throws: usage_error where the elements are too many to be numbered.
  constexpr explicit product_view(First first, Rest... rest)
      : ranges_(std::move(first), std::move(rest)...) {
    if constexpr (sized) static_cast<void>(size());
  }

  [[nodiscard]] constexpr auto begin() { return iterator<false>(*this); }
  [[nodiscard]] constexpr auto begin() const requires walks_const { return iterator<true>(*this); }

  [[nodiscard]] constexpr auto end() { return end_of(*this); }
  [[nodiscard]] constexpr auto end() const requires walks_const { return end_of(*this); }

  [[nodiscard]] constexpr auto size() requires sized { return size_of(ranges_); }
  [[nodiscard]] constexpr auto size() const requires(sized&& walks_const) {
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

template <std::ranges::view First, std::ranges::view... Rest>
  requires(std::ranges::input_range<First> && (std::ranges::forward_range<Rest> && ...))
template <bool Const>
class product_view<First, Rest...>::iterator : public detail::iterator_arithmetic {
  template <class T>
  using maybe_const = std::conditional_t<Const, T const, T>;
  static constexpr auto random = std::ranges::random_access_range<maybe_const<First>> &&
                                 ((std::ranges::random_access_range<maybe_const<Rest>> &&
                                   std::ranges::sized_range<maybe_const<Rest>>)&&...);
  static constexpr auto multi_pass = std::ranges::forward_range<maybe_const<First>>;
  static constexpr auto innermost = sizeof...(Rest);
  using places = std::tuple<std::ranges::iterator_t<maybe_const<First>>,
                            std::ranges::iterator_t<maybe_const<Rest>>...>;

 public:
  using iterator_concept = std::conditional_t<
      random, std::random_access_iterator_tag,
      std::conditional_t<multi_pass, std::forward_iterator_tag, std::input_iterator_tag>>;
  using difference_type = std::ptrdiff_t;
  using value_type = std::tuple<std::ranges::range_value_t<maybe_const<First>>,
                                std::ranges::range_value_t<maybe_const<Rest>>...>;
  using reference = product_element<std::ranges::range_reference_t<maybe_const<First>>,
                                    std::ranges::range_reference_t<maybe_const<Rest>>...>;

  iterator() requires std::default_initializable<places>
  = default;
  constexpr explicit iterator(maybe_const<product_view>& view)
      : ranges_(&view.ranges_),
        at_(std::apply([](auto&... range) { return places(std::ranges::begin(range)...); },
                       view.ranges_)) {}

  [[nodiscard]] constexpr auto operator*() const -> reference {
    return std::apply([](auto&... at) { return reference(*at...); }, at_);
  }
  [[nodiscard]] constexpr auto operator[](difference_type n) const -> reference requires random {
    return *(*this + n);
  }

  constexpr auto operator++() -> iterator& {
    step<innermost>();
    return *this;
  }
  constexpr auto operator--() -> iterator& requires random { return *this += -1; }
  constexpr auto operator+=(difference_type n) -> iterator& requires random {
    if (n != 0) jump<innermost>(n);
    return *this;
  }

  friend constexpr auto operator==(iterator const& a, iterator const& b)
      -> bool requires std::equality_comparable<places> {
    return a.at_ == b.at_;
  }
  friend constexpr auto operator==(iterator const& it, std::default_sentinel_t) -> bool {
    return it.at_end(std::index_sequence_for<First, Rest...>());
  }
  friend constexpr auto operator<=>(iterator const& a, iterator const& b)
      -> std::strong_ordering requires random {
    return (a - b) <=> 0;
  }
  friend constexpr auto operator-(iterator const& a, iterator const& b)
      -> difference_type requires random {
    return a.minus(b, std::index_sequence_for<First, Rest...>());
  }

 private:
  template <std::size_t I>
  [[nodiscard]] constexpr auto length() const -> difference_type {
    return static_cast<difference_type>(std::ranges::size(std::get<I>(*ranges_)));
  }

  /// One step in range I, and where it ends, back to its beginning and one step in the range
  /// before.
  template <std::size_t I>
  constexpr void step() {
    auto& at = std::get<I>(at_);
    ++at;
    if constexpr (I != 0) {
      if (at != std::ranges::end(std::get<I>(*ranges_))) return;
      at = std::ranges::begin(std::get<I>(*ranges_));
      step<I - 1>();
    }
  }

  /// The same for n steps, forward or back.
  template <std::size_t I>
  constexpr void jump(difference_type n) {
    auto& at = std::get<I>(at_);
    using steps = std::iter_difference_t<std::tuple_element_t<I, places>>;
    if constexpr (I == 0) {
      at += static_cast<steps>(n);
    } else {
      auto const begin = std::ranges::begin(std::get<I>(*ranges_));
      auto const to = static_cast<difference_type>(at - begin) + n;
      auto const rounds =
          to >= 0 && to < length<I>() ? 0 : to / length<I>() - (to % length<I>() < 0);
      at = begin + static_cast<steps>(to - rounds * length<I>());
      if (rounds != 0) jump<I - 1>(rounds);
    }
  }

  template <std::size_t... I>
  [[nodiscard]] constexpr auto minus(iterator const& other, std::index_sequence<I...>) const
      -> difference_type {
    auto steps = difference_type{0};
    auto const add = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
      if constexpr (J != 0) steps *= length<J>();
      steps += static_cast<difference_type>(std::get<J>(at_) - std::get<J>(other.at_));
    };
    (add(std::integral_constant<std::size_t, I>()), ...);
    return steps;
  }

  template <std::size_t... I>
  [[nodiscard]] constexpr auto at_end(std::index_sequence<I...>) const -> bool {
    return ((std::get<I>(at_) == std::ranges::end(std::get<I>(*ranges_))) || ...);
  }

  maybe_const<std::tuple<First, Rest...>>* ranges_ = nullptr;
  places at_;
};

namespace detail {

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
[[nodiscard]] constexpr auto product(First&& first, Rest&&... rest) {
  return product_view(detail::as_range(std::forward<First>(first)),
                      detail::as_walked_again(std::forward<Rest>(rest))...);
}

}  // namespace dlp
