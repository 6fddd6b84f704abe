// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <dlp/comm/archived.hpp>
#include <dlp/comm/cannot_travel.hpp>
#include <dlp/comm/sendable_as_bytes.hpp>
#include <dlp/comm/shape.hpp>
#include <dlp/core/fields.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp::detail {

/// How values of a type travel: as they lie in memory; as Boost's archives have it; part by part,
/// as the parts of a standard type do; member by member.
struct as_bytes {};
struct by_archive {};
struct by_parts {};
struct by_fields {};

/// A type that is less aligned than an address holds none.
template <class T>
inline constexpr auto may_hold_an_address = alignof(T) >= alignof(void*);

/// Whether a type is a struct whose members can be reached one by one.
template <class T>
consteval auto has_open_fields() -> bool {
  if constexpr (std::is_aggregate_v<T> && !std::is_union_v<T>)
    return !std::is_void_v<fields_of<T>>;
  else
    return false;
}

/// Stands for the value of a member that does not travel as bytes.
template <class Judge>
struct any_but_bytes {
  template <class U>
    requires(!std::same_as<decltype(Judge::template on<U>()), as_bytes>)
  operator U() const;
};

/// The judge of a type; `Outer...` are the structs of which members are being judged: they may come
/// back, as the nodes of a tree do.
template <class... Outer>
struct judge {
  template <class T>
  static consteval auto on() {
    if constexpr (!std::same_as<T, std::remove_cv_t<T>>) {
      return on<std::remove_cv_t<T>>();
    } else if constexpr ((std::same_as<T, Outer> || ...)) {
      return by_fields();
    } else if constexpr (!of_std<T> && archived<T>) {
      return on_archived<T>();
    } else if constexpr (!is_undecided<T>) {
      return on_told<T>();
    } else if constexpr (std::is_pointer_v<T> || std::is_member_pointer_v<T> ||
                         std::is_reference_v<T> || address_like<T>) {
      return refused<obstacle::address, T>();
    } else if constexpr (std::is_scalar_v<T>) {
      return as_bytes();
    } else if constexpr (!std::is_object_v<T>) {
      return refused<obstacle::unknown, T>();
    } else {
      return on_object<T>();
    }
  }

 private:
  template <class T>
  static consteval auto on_archived() {
    if constexpr (serialized_in_part<T>)
      return refused<obstacle::members, T>();
    else if constexpr (!std::is_default_constructible_v<T>)
      return refused<obstacle::constructor, T>();
    else if constexpr (!has_member_serialize<T> && points_past_archives<T>())
      return refused<obstacle::target, T>();
    else
      return std::conditional_t<is_archived_throughout<T>(), by_archive,
                                refused<obstacle::unknown, T>>();
  }

  template <class T>
  static consteval auto on_told() {
    return std::conditional_t<sendable_as_bytes<T> && std::is_trivially_copyable_v<T>, as_bytes,
                              refused<obstacle::told, T>>();
  }

  template <class T>
  static consteval auto on_object() {
    if constexpr (!keeps_order_by_type<T>()) {
      return refused<obstacle::order, T>();
    } else if constexpr (shape_of<T>() != shape::none) {
      return on_all<judge, T>(by_parts(), parts_of<T>());
    } else if constexpr (has_open_fields<T>()) {
      return on_fields<T>(fields_of<T>());
    } else if constexpr (std::is_union_v<T>) {  // nobody knows which of its members it is
      return std::conditional_t<std::is_trivially_copyable_v<T> && !may_hold_an_address<T>,
                                as_bytes, refused<obstacle::members, T>>();
    } else if constexpr (!std::is_move_constructible_v<T> && !is_unnamed<T>()) {
      return refused<obstacle::unmovable, T>();
    } else if constexpr (std::is_aggregate_v<T>) {
      return on_closed<T>();
    } else if constexpr (!std::is_empty_v<T> && is_closure<T>()) {
      return refused<obstacle::captures, T>();
    } else if constexpr (std::is_trivially_copyable_v<T> && of_std<T>) {
      return on_all<judge, T>(as_bytes(), parts_of<T>());
    } else if constexpr (std::is_trivially_copyable_v<T>) {
      return as_bytes();
    } else if constexpr (archived<T>) {
      return on_archived<T>();
    } else {
      return refused<obstacle::unknown, T>();
    }
  }

  template <class Inner, class T, class Otherwise, class... Parts>
  static consteval auto on_all(Otherwise otherwise, field_list<Parts...>) {
    if constexpr (std::is_trivially_copyable_v<T> &&
                  (std::same_as<decltype(Inner::template on<Parts>()), as_bytes> && ...)) {
      return as_bytes();
    } else {
      return first_refusal<T, 0>(otherwise, Inner::template on<Parts>()...);
    }
  }

  template <class T, class... Fields>
  static consteval auto on_fields(field_list<Fields...> fields) {
    using ruling = decltype(on_all<judge<T, Outer...>, T>(by_fields(), fields));
    if constexpr (has_reference<T>()) {
      return refused<obstacle::address, T>();
    } else if constexpr (std::same_as<ruling, by_fields> && ((has_constant_part<Fields>() || ...) ||
                                                             (!std::is_default_constructible_v<T> &&
                                                              (std::is_array_v<Fields> || ...)))) {
      return refused<obstacle::members, T>();
    } else {
      return ruling();
    }
  }

  /// A struct whose members cannot be reached.
  template <class T>
  static consteval auto on_closed() {
    using refusal = refused<obstacle::members, T>;
    if constexpr (!std::is_trivially_copyable_v<T>) {
      return refusal();
    } else {
      constexpr auto hides = has_one_like<T, any_but_bytes<judge<T, Outer...>>>();
      return std::conditional_t<hides == has::none ||
                                    (hides == has::unknown && !may_hold_an_address<T>),
                                as_bytes, refusal>();
    }
  }
};

/// How values of T travel, or that they are refused.
template <class T>
using verdict_on = decltype(judge<>::on<T>());

}  // namespace dlp::detail
