// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <dlp/adaptor/kept_view.hpp>
#include <dlp/adaptor/product.hpp>
#include <dlp/comm/digested_kinds.hpp>

namespace dlp::detail {

/// Comparisons and hashes that, of pointers, know only the address.
template <class By>
inline constexpr bool knows_addresses_only = false;
template <class Of>
inline constexpr bool knows_addresses_only<std::less<Of>> = true;
template <class Of>
inline constexpr bool knows_addresses_only<std::greater<Of>> = true;
template <class Of>
inline constexpr bool knows_addresses_only<std::owner_less<Of>> = true;
template <>
inline constexpr bool knows_addresses_only<std::ranges::less> = true;
template <>
inline constexpr bool knows_addresses_only<std::ranges::greater> = true;
template <class Of>
inline constexpr bool knows_addresses_only<std::hash<Of>> = true;

/// Keys that are pointers, raw or owning, or that are compared part by part and have such a part.
template <class Key>
inline constexpr bool is_pointer_key = std::is_pointer_v<Key> || owns_one_object<Key> ||
                                       owns_an_array<Key> || requires(Key const& key) {
                                         key.lock();
                                         key.expired();
                                       };
template <std::ranges::range Key>
  requires(!std::same_as<std::ranges::range_value_t<Key>, Key>)  // as a path is
inline constexpr bool is_pointer_key<Key> = is_pointer_key<std::ranges::range_value_t<Key>>;
template <class... Parts>
inline constexpr bool is_pointer_key<std::tuple<Parts...>> = (is_pointer_key<Parts> || ...);
template <class A, class B>
inline constexpr bool is_pointer_key<std::pair<A, B>> = is_pointer_key<A> || is_pointer_key<B>;
template <class Part>
inline constexpr bool is_pointer_key<std::optional<Part>> = is_pointer_key<Part>;
template <class... Parts>
inline constexpr bool is_pointer_key<std::variant<Parts...>> = (is_pointer_key<Parts> || ...);

/// Whether the order of a range is that of addresses, as that of a std::set<T*> is, or of a view
/// over one: it then differs from rank to rank, whatever is in it. Of two iterators of a set, as in
/// a std::ranges::subrange, nobody can tell how it is ordered.
template <class R>
inline constexpr bool ordered_by_address = false;
template <class R>
  requires std::is_const_v<R>
inline constexpr bool ordered_by_address<R> = ordered_by_address<std::remove_const_t<R>>;
template <class R>
  requires(!std::is_const_v<R> &&
           requires {
             typename R::key_type;
             typename R::key_compare;
           })
inline constexpr bool ordered_by_address<R> =
    is_pointer_key<typename R::key_type> && knows_addresses_only<typename R::key_compare>;
template <class R>
  requires(!std::is_const_v<R> &&
           requires {
             typename R::key_type;
             typename R::hasher;
           })
inline constexpr bool ordered_by_address<R> =
    is_pointer_key<typename R::key_type> && knows_addresses_only<typename R::hasher>;
template <std::ranges::view R>
  requires(!std::is_const_v<R> &&
           requires(R& view) {
             { view.base() } -> std::ranges::range;
           })
inline constexpr bool ordered_by_address<R> =
    ordered_by_address<std::remove_reference_t<decltype(std::declval<R&>().base())>>;
template <class R>
inline constexpr bool ordered_by_address<std::ranges::join_view<R>> =
    ordered_by_address<R> ||
    ordered_by_address<std::remove_cvref_t<std::ranges::range_reference_t<R>>>;
template <class R>
inline constexpr bool ordered_by_address<kept_view<R>> = ordered_by_address<R>;
template <class... Of>
inline constexpr bool ordered_by_address<product_view<Of...>> = (ordered_by_address<Of> || ...);

/// The error of a range that is ordered by addresses. It is in a class, so that the compiler says
/// it once, however many loops there are over the range.
template <class V>
struct not_ordered_by_address {
  static_assert(!ordered_by_address<V>,
                "dlp: the order of this range is that of addresses, which differs from rank to "
                "rank: order it by what its pointers point to");
};

}  // namespace dlp::detail
