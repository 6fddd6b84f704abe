// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tuple>

#include <dlp/comm/shape.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/fields.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp::detail {

/// Why values of a type do not travel. The types say where: each is an element of the one before
/// it, or a member, and then member<…> says which.
enum class obstacle {
  address,
  captures,
  members,
  order,
  constructor,
  told,
  array,
  unmovable,
  target,
  unknown
};
template <obstacle why, class... Where>
struct refused {};
template <auto which>
struct member {};

template <class Verdict>
inline constexpr auto is_refusal = false;
template <obstacle why, class... Where>
inline constexpr auto is_refusal<refused<why, Where...>> = true;

/// An object that is declared and never defined: the address of a member of it is how a compiler
/// says the member's name in an error.
template <class T>
struct never_made {
  T value;
};
template <class T>
extern never_made<T> example_of;

/// That address; the number of the member, where the address cannot be an argument of a template.
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

/// A refusal, with the way to it made longer at the front.
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

/// The error of a type whose values cannot travel. The compiler says its arguments: the type, and
/// within it the way to what is wrong.
template <obstacle why, class... Where>
struct cannot_travel {
  static_assert(why != obstacle::address,
                "dlp: this holds an address (a pointer, a reference, a view, an iterator, an error "
                "code), which means nothing on another rank: send what it stands for, or write a "
                "serialize function");
  static_assert(why != obstacle::captures,
                "dlp: a lambda with captures cannot travel: what it captures may be addresses");
  static_assert(why != obstacle::members,
                "dlp: members of this struct cannot be read one by one: it has a base class, a "
                "bit-field, a union, a constant member, or more than 32 members: write a serialize "
                "function for it");
  static_assert(why != obstacle::order,
                "dlp: the order or the hash of this container has a state of its own, which does "
                "not travel: make it a type, or write a serialize function");
  static_assert(why != obstacle::constructor,
                "dlp: a value that has a serialize function is made empty first, and then filled: "
                "its type needs a default constructor");
  static_assert(why != obstacle::told,
                "dlp: sendable_as_bytes says false of this type, or it is not trivially copyable");
  static_assert(why != obstacle::array,
                "dlp: an array of the language is no value that a call can return: send a "
                "std::array, or a std::string for a text");
  static_assert(
      why != obstacle::unmovable,
      "dlp: values of this type can be neither copied nor moved, as those of a mutex or an "
      "atomic: send what is in them");
  static_assert(why != obstacle::target,
                "dlp: Boost's archives know pointers to one object of a class alone, and no number "
                "or text behind one: send a std::optional of it, or a std::vector");
  static_assert(why != obstacle::unknown,
                "dlp: values of this type cannot travel: write a serialize function for it, or "
                "include the header of Boost.Serialization that has one");
};

/// Has the compiler say why values of a type cannot travel.
template <obstacle why, class... Where>
consteval void explain(refused<why, Where...>) {
  static_cast<void>(sizeof(cannot_travel<why, Where...>));
}

/// Stands for the value of a call of which the compiler has said why there is none.
template <class T>
[[noreturn]] auto no_value() -> T {
  throw error("dlp: a call that should not have been compiled");
}

}  // namespace dlp::detail
