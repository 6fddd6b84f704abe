// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/core/error.hpp>

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
