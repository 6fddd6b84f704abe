// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <compare>
#include <concepts>
#include <iterator>
#include <ranges>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/closure.hpp>
#include <dlp/adaptor/count.hpp>
#include <dlp/adaptor/iterator_arithmetic.hpp>
#include <dlp/adaptor/product_element.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp {

/// An example and its number, for structured bindings. Not a std::pair: in C++20 an iterator whose
/// reference is a pair of a value and a reference is no input_iterator.
template <class T>
struct indexed {
  index_t index;  ///< its number in the whole range
  T value;        ///< the example, as the range gives it

  /// From an example in its place to a copy of it.
  constexpr operator indexed<detail::value_of<T>>() const
    requires(!std::same_as<T, detail::value_of<T>> &&
             std::constructible_from<detail::value_of<T>, T const&>)
  {
    return {index, detail::value_of<T>(value)};
  }
};

/// The view that `enumerate` makes: as random access, sized and const-iterable as its base.
template <std::ranges::view V>
  requires std::ranges::input_range<V>
class enumerate_view : public std::ranges::view_interface<enumerate_view<V>> {
  /// @cond
  template <bool Const>
  class iterator;
  template <bool Const>
  class sentinel;
  /// @endcond

 public:
  enumerate_view()
    requires std::default_initializable<V>
  = default;
  /// Of this range.
  constexpr explicit enumerate_view(V base) : base_(std::move(base)) {}

  /// The range itself.
  [[nodiscard]] constexpr auto base() const& noexcept -> V const& { return base_; }

  /// At the first pair.
  [[nodiscard]] constexpr auto begin() { return iterator<false>(std::ranges::begin(base_), 0); }
  /// At the first pair.
  [[nodiscard]] constexpr auto begin() const
    requires std::ranges::input_range<V const>
  {
    return iterator<true>(std::ranges::begin(base_), 0);
  }

  /// Behind the last pair.
  [[nodiscard]] constexpr auto end() { return end_of<false>(base_); }
  /// Behind the last pair.
  [[nodiscard]] constexpr auto end() const
    requires std::ranges::input_range<V const>
  {
    return end_of<true>(base_);
  }

  /// How many examples there are.
  [[nodiscard]] constexpr auto size()
    requires std::ranges::sized_range<V>
  {
    return std::ranges::size(base_);
  }
  /// How many examples there are.
  [[nodiscard]] constexpr auto size() const
    requires std::ranges::sized_range<V const>
  {
    return std::ranges::size(base_);
  }

 private:
  template <bool Const, class Base>
  static constexpr auto end_of(Base& base) {
    if constexpr (std::ranges::common_range<Base> && std::ranges::sized_range<Base>) {
      return iterator<Const>(std::ranges::end(base), static_cast<index_t>(std::ranges::size(base)));
    } else {
      return sentinel<Const>(std::ranges::end(base));
    }
  }

  V base_;
};

/// Of any range, as the views of the standard library.
template <class R>
enumerate_view(R&&) -> enumerate_view<std::views::all_t<R>>;

template <std::ranges::view V>
  requires std::ranges::input_range<V>
template <bool Const>
class enumerate_view<V>::iterator : public detail::iterator_arithmetic {
  using base = std::conditional_t<Const, V const, V>;
  using base_iterator = std::ranges::iterator_t<base>;
  static constexpr auto random = std::ranges::random_access_range<base>;
  static constexpr auto both_ways = std::ranges::bidirectional_range<base>;
  static constexpr auto multi_pass = std::ranges::forward_range<base>;

 public:
  using iterator_concept = std::conditional_t<
      random, std::random_access_iterator_tag,
      std::conditional_t<
          both_ways, std::bidirectional_iterator_tag,
          std::conditional_t<multi_pass, std::forward_iterator_tag, std::input_iterator_tag>>>;
  using difference_type = std::ranges::range_difference_t<base>;
  using value_type = indexed<std::ranges::range_value_t<base>>;
  using reference = indexed<std::ranges::range_reference_t<base>>;

  iterator()
    requires std::default_initializable<base_iterator>
  = default;
  constexpr iterator(base_iterator at, index_t index) : at_(std::move(at)), index_(index) {}

  [[nodiscard]] constexpr auto operator*() const -> reference { return {index_, *at_}; }
  [[nodiscard]] constexpr auto operator[](difference_type n) const -> reference
    requires random
  {
    return *(*this + n);
  }

  constexpr auto operator++() -> iterator& {
    ++at_;
    ++index_;
    return *this;
  }
  constexpr auto operator--() -> iterator&
    requires both_ways
  {
    --at_;
    --index_;
    return *this;
  }
  constexpr auto operator+=(difference_type n) -> iterator&
    requires random
  {
    at_ += n;
    index_ += static_cast<index_t>(n);
    return *this;
  }

  [[nodiscard]] constexpr auto base_at() const -> base_iterator const& { return at_; }

  friend constexpr auto operator==(iterator const& a, iterator const& b) -> bool
    requires std::equality_comparable<base_iterator>
  {
    return a.base_at() == b.base_at();
  }
  friend constexpr auto operator<=>(iterator const& a, iterator const& b) -> std::strong_ordering
    requires random
  {
    return a.index_of() <=> b.index_of();
  }
  friend constexpr auto operator-(iterator const& a, iterator const& b) -> difference_type
    requires random
  {
    return a.base_at() - b.base_at();
  }
  [[nodiscard]] constexpr auto index_of() const noexcept -> index_t { return index_; }

 private:
  base_iterator at_;
  index_t index_ = 0;
};

template <std::ranges::view V>
  requires std::ranges::input_range<V>
template <bool Const>
class enumerate_view<V>::sentinel {
  using base = std::conditional_t<Const, V const, V>;

 public:
  sentinel() = default;
  constexpr explicit sentinel(std::ranges::sentinel_t<base> end) : end_(std::move(end)) {}

  [[nodiscard]] constexpr auto base_end() const -> std::ranges::sentinel_t<base> const& {
    return end_;
  }

  friend constexpr auto operator==(iterator<Const> const& at, sentinel const& end) -> bool {
    return at.base_at() == end.base_end();
  }

 private:
  std::ranges::sentinel_t<base> end_;
};

namespace detail {
struct enumerate_fn : range_adaptor_closure<enumerate_fn> {
  template <examples_or_value R>
  [[nodiscard]] constexpr auto operator()(R&& range) const {
    return enumerate_view(as_range(std::forward<R>(range)));
  }
};
}  // namespace detail

/// Pairs each example with its index in the whole range; put it before a split:
/// `for (auto [index, example] : examples | dlp::enumerate | dlp::split_managed)`.
inline constexpr detail::enumerate_fn enumerate{};

}  // namespace dlp
