// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <ranges>
#include <utility>

#include <dlp/adaptor/closure.hpp>
#include <dlp/adaptor/count.hpp>
#include <dlp/adaptor/enumerate_iterator.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp {

/// The view that `enumerate` makes: as random access, sized and const-iterable as its base.
template <std::ranges::view V>
  requires std::ranges::input_range<V>
class enumerate_view : public std::ranges::view_interface<enumerate_view<V>> {
 public:
  enumerate_view()
    requires std::default_initializable<V>
  = default;
  /// Of this range.
  constexpr explicit enumerate_view(V base) : base_(std::move(base)) {}

  /// The range itself.
  [[nodiscard]] constexpr auto base() const& noexcept -> V const& { return base_; }

  /// At the first pair.
  [[nodiscard]] constexpr auto begin() { return begin_of(base_); }
  /// At the first pair.
  [[nodiscard]] constexpr auto begin() const
    requires std::ranges::input_range<V const>
  {
    return begin_of(base_);
  }

  /// Behind the last pair.
  [[nodiscard]] constexpr auto end() { return end_of(base_); }
  /// Behind the last pair.
  [[nodiscard]] constexpr auto end() const
    requires std::ranges::input_range<V const>
  {
    return end_of(base_);
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
  template <class Base>
  static constexpr auto begin_of(Base& base) {
    return typename detail::enumerate_steps<Base>::iterator(std::ranges::begin(base), 0);
  }
  template <class Base>
  static constexpr auto end_of(Base& base) {
    if constexpr (std::ranges::common_range<Base> && std::ranges::sized_range<Base>) {
      return typename detail::enumerate_steps<Base>::iterator(
          std::ranges::end(base), static_cast<index_t>(std::ranges::size(base)));
    } else {
      return typename detail::enumerate_steps<Base>::sentinel(std::ranges::end(base));
    }
  }

  V base_;
};

/// Of any range, as the views of the standard library.
template <class R>
enumerate_view(R&&) -> enumerate_view<std::views::all_t<R>>;

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
