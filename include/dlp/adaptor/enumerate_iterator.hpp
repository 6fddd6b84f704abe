// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <compare>
#include <concepts>
#include <iterator>
#include <ranges>
#include <type_traits>
#include <utility>

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

namespace detail {

/// How a range is stepped through and counted. Iterator and sentinel are members of it, and no
/// templates themselves: so the lookup of operators does not go on into the types of the range,
/// among them std::unreachable_sentinel_t, whose == asks in its turn whether this is an iterator.
template <std::ranges::input_range Base>
struct enumerate_steps {
  class iterator;
  class sentinel;
};

template <std::ranges::input_range Base>
class enumerate_steps<Base>::iterator : public iterator_arithmetic {
  using base_iterator = std::ranges::iterator_t<Base>;
  static constexpr auto random = std::ranges::random_access_range<Base>;
  static constexpr auto both_ways = std::ranges::bidirectional_range<Base>;
  static constexpr auto multi_pass = std::ranges::forward_range<Base>;

 public:
  using iterator_concept = std::conditional_t<
      random, std::random_access_iterator_tag,
      std::conditional_t<
          both_ways, std::bidirectional_iterator_tag,
          std::conditional_t<multi_pass, std::forward_iterator_tag, std::input_iterator_tag>>>;
  using difference_type = std::ranges::range_difference_t<Base>;
  using value_type = indexed<std::ranges::range_value_t<Base>>;
  using reference = indexed<std::ranges::range_reference_t<Base>>;

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
    return a.at_ == b.at_;
  }
  friend constexpr auto operator<=>(iterator const& a, iterator const& b) -> std::strong_ordering
    requires random
  {
    return a.index_ <=> b.index_;
  }
  friend constexpr auto operator-(iterator const& a, iterator const& b) -> difference_type
    requires random
  {
    return a.at_ - b.at_;
  }

 private:
  base_iterator at_;
  index_t index_ = 0;
};

template <std::ranges::input_range Base>
class enumerate_steps<Base>::sentinel {
 public:
  sentinel() = default;
  constexpr explicit sentinel(std::ranges::sentinel_t<Base> end) : end_(std::move(end)) {}

  friend constexpr auto operator==(iterator const& it, sentinel const& end) -> bool {
    return it.base_at() == end.end_;
  }

 private:
  std::ranges::sentinel_t<Base> end_;
};

}  // namespace detail
}  // namespace dlp
