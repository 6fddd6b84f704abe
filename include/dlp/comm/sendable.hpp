// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <ranges>
#include <type_traits>

#include <boost/serialization/level.hpp>
#include <boost/serialization/level_enum.hpp>
#include <boost/serialization/serialization.hpp>

namespace dlp::detail {

/// Values that travel as they lie in memory. A pointer would arrive as a number without meaning,
/// and so would what is one in disguise, as std::span and std::string_view are.
template <class T>
concept plain = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> &&
                !std::is_member_pointer_v<T> && !std::ranges::borrowed_range<T>;

/// Stands for an archive in the question below, and for the answer "no".
struct questioned_archive {};
struct nothing_found {};

}  // namespace dlp::detail

namespace boost::serialization {

/// Boost's own `serialize` takes every type, and only its body finds out. This one is chosen before
/// that, and after any that was written for the type, and it says so by what it returns.
template <std::same_as<dlp::detail::questioned_archive> Archive, class T>
auto serialize(Archive&, T&, unsigned int const) -> dlp::detail::nothing_found;

}  // namespace boost::serialization

namespace dlp::detail {

template <class T>
concept has_free_serialize = requires(questioned_archive& archive, T& value) {
  serialize(archive, value, boost::serialization::version_type(0));
  requires !std::same_as<decltype(serialize(archive, value, boost::serialization::version_type(0))),
                         nothing_found>;
};

struct serialize_as_a_name {
  int serialize;
};
template <class T>
struct with_two_names : T, serialize_as_a_name {};

/// A member of that name, public or not: it makes the name ambiguous.
template <class T>
concept has_member_serialize = std::is_class_v<T> &&
    (std::is_final_v<T> || !requires { &with_two_names<T>::serialize; });

template <class T>
concept archived_as_a_primitive =
    boost::serialization::implementation_level<T>::value == boost::serialization::primitive_type;

template <class T>
inline constexpr bool is_sendable =
    plain<T> || archived_as_a_primitive<T> || has_member_serialize<T> || has_free_serialize<T> ||
    std::is_pointer_v<T>;
template <class T>
  requires(!plain<T> && requires { typename T::value_type; } &&
           !std::same_as<typename T::value_type, T>)
inline constexpr bool is_sendable<T> =
    is_sendable<typename T::value_type> &&
    (archived_as_a_primitive<T> || has_member_serialize<T> || has_free_serialize<T>);

/// Types whose values can travel between ranks.
template <class T>
concept sendable = is_sendable<T>;

}  // namespace dlp::detail
