// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include <dlp/comm/cannot_travel.hpp>
#include <dlp/comm/shape.hpp>
#include <dlp/core/fields.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp {
namespace detail {

/// What `sendable_as_bytes` is where nobody has said anything.
struct undecided {};

}  // namespace detail

/// What a program says of a type of its own: `template <> inline constexpr bool
/// dlp::sendable_as_bytes<T> = true;` lets values that dlp would refuse travel as they lie in
/// memory, and `false` refuses them; for trivially copyable types without a `serialize`.
template <class T>
inline constexpr auto sendable_as_bytes = detail::undecided();

}  // namespace dlp

namespace dlp::detail {

template <class T>
inline constexpr bool is_undecided =
    std::is_same_v<std::remove_const_t<decltype(sendable_as_bytes<T>)>, undecided>;

/// How values of a type travel: as they lie in memory; as Boost's archives have it; part by part,
/// as the parts of a standard type do; member by member.
struct as_bytes {};
struct by_archive {};
struct by_parts {};
struct by_fields {};

/// What a compiler calls a member by: the address of one that never is, which has its name; where
/// that cannot be an argument of a template, a number.
template <class T>
struct never_made {
  T value;
};
template <class T>
extern never_made<T> example_of;

template <class T, int at>
consteval auto name_of_member() {
#if defined(__GNUC__) && !defined(__clang__)
  if constexpr (!of_std<T>) {
    return with_fields<field_count<T>>(
        example_of<T>.value, [](auto&... fields) { return std::get<at>(std::tuple(&fields...)); });
  } else
#endif
    return at;
}

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

template <class... Prefix, obstacle why, class... Where>
consteval auto within(refused<why, Where...>) -> refused<why, Prefix..., Where...> {
  return {};
}

/// Of the verdicts on T's parts the first that refuses; else `otherwise`.
template <class T, int at, class Otherwise>
consteval auto first_refusal(Otherwise otherwise) {
  return otherwise;
}
template <class T, int at, class Otherwise, class First, class... More>
consteval auto first_refusal(Otherwise otherwise, First first, More... more) {
  if constexpr (is_refusal<First> && shape_of<T>() >= shape::optional) {
    return within<T>(first);
  } else if constexpr (is_refusal<First>) {
    return within<T, member<name_of_member<T, at>()>>(first);
  } else {
    return first_refusal<T, at + 1>(otherwise, more...);
  }
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
    using verdict = decltype(on_all<judge<T, Outer...>, T>(by_fields(), fields));
    if constexpr (has_reference<T>()) {
      return refused<obstacle::address, T>();
    } else if constexpr (std::same_as<verdict, by_fields> &&
                         ((has_constant_part<Fields>() || ...) ||
                          (!std::is_default_constructible_v<T> &&
                           (std::is_array_v<Fields> || ...)))) {
      return refused<obstacle::members, T>();
    } else {
      return verdict();
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

template <class T>
using verdict_on = decltype(judge<>::on<T>());

/// Values that travel as they lie in memory.
template <class T>
concept plain = std::same_as<verdict_on<T>, as_bytes>;

/// Types whose values can travel between ranks.
template <class T>
concept sendable = !is_refusal<verdict_on<T>>;

/// The verdict on what a call is given whole, or returns.
template <class T>
consteval auto judge_whole() {
  if constexpr (std::is_array_v<T>)
    return refused<obstacle::array, T>();
  else if constexpr (sendable<T> && !std::is_move_constructible_v<T>)
    return refused<obstacle::unmovable, T>();
  else
    return verdict_on<T>();
}

/// Whether such values travel; where they do not, the compiler says why.
template <class T>
consteval auto travels_whole() -> bool {
  using verdict = decltype(judge_whole<T>());
  if constexpr (is_refusal<verdict>) explain(verdict());
  return !is_refusal<verdict>;
}

}  // namespace dlp::detail
