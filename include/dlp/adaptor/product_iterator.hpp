// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/iterator_arithmetic.hpp>
#include <dlp/adaptor/product_element.hpp>

namespace dlp::detail {

/// How all combinations of the elements of ranges, which stand in a tuple, are stepped through:
/// that of the last one varies fastest. The iterator is a member of it for the reason that is given
/// at `enumerate_steps`.
template <bool Const, class First, class... Rest>
struct product_steps {
  class iterator;
};

template <bool Const, class First, class... Rest>
class product_steps<Const, First, Rest...>::iterator : public iterator_arithmetic {
  template <class T>
  using maybe_const = std::conditional_t<Const, T const, T>;
  static constexpr auto random = std::ranges::random_access_range<maybe_const<First>> &&
                                 ((std::ranges::random_access_range<maybe_const<Rest>> &&
                                   std::ranges::sized_range<maybe_const<Rest>>) &&
                                  ...);
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

  iterator()
    requires std::default_initializable<places>
  = default;
  constexpr explicit iterator(maybe_const<std::tuple<First, Rest...>>& ranges)
      : ranges_(&ranges),
        at_(std::apply([](auto&... range) { return places(std::ranges::begin(range)...); },
                       ranges)) {}

  [[nodiscard]] constexpr auto operator*() const -> reference {
    return std::apply([](auto&... at) { return reference(*at...); }, at_);
  }
  [[nodiscard]] constexpr auto operator[](difference_type n) const -> reference
    requires random
  {
    return *(*this + n);
  }

  constexpr auto operator++() -> iterator& {
    step<innermost>();
    return *this;
  }
  constexpr auto operator--() -> iterator&
    requires random
  {
    return *this += -1;
  }
  constexpr auto operator+=(difference_type n) -> iterator&
    requires random
  {
    if (n != 0) jump<innermost>(n);
    return *this;
  }

  friend constexpr auto operator==(iterator const& a, iterator const& b) -> bool
    requires std::equality_comparable<places>
  {
    return a.at_ == b.at_;
  }
  friend constexpr auto operator==(iterator const& it, std::default_sentinel_t) -> bool {
    return it.at_end(std::index_sequence_for<First, Rest...>());
  }
  friend constexpr auto operator<=>(iterator const& a, iterator const& b) -> std::strong_ordering
    requires random
  {
    return (a - b) <=> 0;
  }
  friend constexpr auto operator-(iterator const& a, iterator const& b) -> difference_type
    requires random
  {
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

}  // namespace dlp::detail
