// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <dlp/core/field_count.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp::detail {

/// Stand for what T inherits, and for what nobody knows.
template <class T>
struct as_base_of {
  template <class U>
    requires(std::is_base_of_v<U, T> && !std::is_same_v<U, T>)
  operator U() const;
};
template <class T>
struct with_bases_of : T {};
struct nothing_known {};

/// Whether `First` can be the first of as many initialisers as there are members.
template <class T, class First, std::size_t... I>
consteval auto begins_by(std::index_sequence<I...>) -> bool {
  return requires {
    T{std::declval<First>(), (static_cast<void>(I), std::declval<any_value>())...};
  };
}

/// The types of members.
template <class... Fields>
struct field_list {
  static constexpr auto size = sizeof...(Fields);
};

/// Whether an aggregate inherits something, which comes before its own members.
template <class T>
consteval auto has_base() -> bool {
#if defined(__GNUC__) && !defined(__clang__)
  return field_list<__direct_bases(T)...>::size != 0;
#else
  using rest = std::make_index_sequence<field_count<T> - 1>;
  if constexpr (begins_by<T, nothing_known>(rest())) {
    return false;  // the first is a member that takes anything
  } else if constexpr (begins_by<T, as_base_of<T>>(rest()) || std::is_final_v<T>) {
    return begins_by<T, as_base_of<T>>(rest());
  } else if constexpr (field_count<T> == 1) {
    using one = with_bases_of<T>;  // two may be those in a member that is a container
    constexpr auto takes_one = requires(one o) { T{{o}}; };
    constexpr auto takes_two = requires(one o) { T{{o, o}}; };
    constexpr auto takes_any = requires(nothing_known o) { T{{o}}; };
    return takes_one && !takes_two && !takes_any;
  } else {
    return begins_by<T, with_bases_of<T>>(rest());
  }
#endif
}

/// Whether a class was given no name, as compilers spell that.
template <class T>
consteval auto is_unnamed() -> bool {
  constexpr auto text = spelling_of<T>();
  return text.ends_with("<unnamed struct>") || text.ends_with("<unnamed class>") ||
         (text.ends_with(")") &&
          (text.find("(unnamed ") != text.npos || text.find("(anonymous struct") != text.npos ||
           text.find("(anonymous class") != text.npos));
}

/// Stands for the value of a union, or of a struct without a name.
struct any_union {
  template <class U>
    requires(std::is_union_v<U>)
  operator U() const;
};
struct any_unnamed {
  template <class U>
    requires(std::is_class_v<U> && is_unnamed<U>())
  operator U() const;
};

/// Whether an aggregate, or a struct without a name itself, has such a member: the names in there
/// may be its own, and then it cannot be taken apart. One that takes anything, as std::any does, is
/// none.
template <class T, class Stand, int... I>
consteval auto has_member_like(std::integer_sequence<int, I...>) -> bool {
  return ((begins_with<I, T, Stand>() && !begins_with<I, T, nothing_known>()) || ...);
}
template <class T>
consteval auto has_unnamed() -> bool {
  constexpr auto count = std::clamp(field_count<T>, 0, most_fields);
  return is_unnamed<T>() ||
         has_member_like<T, any_unnamed>(std::make_integer_sequence<int, count>());
}

/// Calls `call(member…)` with all members of a struct that has `count` of them, where it can be
/// called with references to them: a bit-field has none.
template <int count, class T, class Call>
constexpr auto with_fields(T& object, Call&& call) {
  // clang-format off
#if defined(__clang__) && __clang_major__ < 16  // a requires-expression cannot name a binding there
#define DLP_CAN_CALL(...) true
#else
#define DLP_CAN_CALL(...) requires { call(__VA_ARGS__); }
#endif
#define DLP_ROW(n, ...) \
  if constexpr (count == n) { \
    auto& [__VA_ARGS__] = object; \
    if constexpr (DLP_CAN_CALL(__VA_ARGS__)) return call(__VA_ARGS__); \
  }
  DLP_ROW(1, a) DLP_ROW(2, a,b) DLP_ROW(3, a,b,c) DLP_ROW(4, a,b,c,d) DLP_ROW(5, a,b,c,d,e)
  DLP_ROW(6, a,b,c,d,e,f) DLP_ROW(7, a,b,c,d,e,f,g) DLP_ROW(8, a,b,c,d,e,f,g,h)
  DLP_ROW(9, a,b,c,d,e,f,g,h,i) DLP_ROW(10, a,b,c,d,e,f,g,h,i,j) DLP_ROW(11, a,b,c,d,e,f,g,h,i,j,k)
  DLP_ROW(12, a,b,c,d,e,f,g,h,i,j,k,l) DLP_ROW(13, a,b,c,d,e,f,g,h,i,j,k,l,m)
  DLP_ROW(14, a,b,c,d,e,f,g,h,i,j,k,l,m,n) DLP_ROW(15, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o)
  DLP_ROW(16, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p) DLP_ROW(17, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q)
  DLP_ROW(18, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r)
  DLP_ROW(19, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s)
  DLP_ROW(20, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t)
  DLP_ROW(21, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u)
  DLP_ROW(22, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v)
  DLP_ROW(23, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w)
  DLP_ROW(24, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x)
  DLP_ROW(25, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y)
  DLP_ROW(26, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z)
  DLP_ROW(27, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,A)
  DLP_ROW(28, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,A,B)
  DLP_ROW(29, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,A,B,C)
  DLP_ROW(30, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,A,B,C,D)
  DLP_ROW(31, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,A,B,C,D,E)
  DLP_ROW(32, a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,A,B,C,D,E,F)
#undef DLP_ROW
#undef DLP_CAN_CALL
  // clang-format on
}

struct list_fields {
  template <class... Fields>
  constexpr auto operator()(Fields&...) const -> field_list<Fields...> {
    return {};
  }
};

/// Those of an aggregate; void where its members cannot be reached one by one. A struct without a
/// name whose members are another's is a simple one; the compiler refuses others.
template <class T>
consteval auto list_fields_of() {
  constexpr auto count = std::is_union_v<T> ? 0 : field_count<T>;
  if constexpr (count >= 1 && count <= most_fields) {
    if constexpr (!has_base<T>() && !(std::is_trivially_copyable_v<T> && has_unnamed<T>()) &&
                  !has_member_like<T, any_union>(std::make_integer_sequence<int, count>())) {
      return decltype(with_fields<count>(std::declval<T&>(), list_fields()))();
    }
  }
}
template <class T>
using fields_of = decltype(list_fields_of<T>());

/// Whether one of them is a reference: what it refers to does not become volatile with the struct.
template <class T>
consteval auto has_reference() -> bool {
  constexpr auto among = []<class... Fields>(field_list<Fields...>) {
    return !(std::is_volatile_v<Fields> && ...);
  };
  return among(decltype(with_fields<field_count<T>>(std::declval<T volatile&>(), list_fields()))());
}

}  // namespace dlp::detail
