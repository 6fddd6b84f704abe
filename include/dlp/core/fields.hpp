// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <dlp/core/type_name.hpp>

namespace dlp::detail {

/// The most members that a struct may have to be taken apart.
inline constexpr auto most_fields = 32;

/// Stand for the initialiser of a member, of whatever type that is: a value, and what a reference
/// can be bound to.
struct any_value {
  template <class U>
  operator U() const;
};
struct any_place {
  template <class U>
  operator U&() const;
  template <class U>
  operator U&&() const;
};

/// Whether `T{{}, …, {}, rest…}` is a T, with so many `{}`. A `{}` is the initialiser of one member
/// whatever it is, where any other one may be that of the first element of an array.
template <int empty, class T, class... Rest>
consteval auto begins_with() -> bool {
  // clang-format off
#define DLP_ROW(n, ...) \
  if constexpr (empty == n) return requires(Rest... rest) { T{__VA_ARGS__ rest...}; };
#define DLP_4 {},{},{},{},
#define DLP_4_ROWS(n, ...) \
  DLP_ROW(n, __VA_ARGS__) DLP_ROW(n + 1, __VA_ARGS__ {},) DLP_ROW(n + 2, __VA_ARGS__ {},{},) \
  DLP_ROW(n + 3, __VA_ARGS__ {},{},{},)
#define DLP_16_ROWS(n, ...) \
  DLP_4_ROWS(n, __VA_ARGS__) DLP_4_ROWS(n + 4, __VA_ARGS__ DLP_4) \
  DLP_4_ROWS(n + 8, __VA_ARGS__ DLP_4 DLP_4) DLP_4_ROWS(n + 12, __VA_ARGS__ DLP_4 DLP_4 DLP_4)
  DLP_16_ROWS(0, )
  DLP_16_ROWS(16, DLP_4 DLP_4 DLP_4 DLP_4)
  DLP_4_ROWS(32, DLP_4 DLP_4 DLP_4 DLP_4 DLP_4 DLP_4 DLP_4 DLP_4)
#undef DLP_16_ROWS
#undef DLP_4_ROWS
#undef DLP_4
#undef DLP_ROW
  // clang-format on
}

/// How many members there are, where each can be made from `{}`.
template <class T, int known = 0>
consteval auto count_by_braces() -> int {
  if constexpr (known > most_fields || !begins_with<known + 1, T>()) {
    return known;
  } else {
    return count_by_braces<T, known + 1>();
  }
}

/// Whether T can be made from so many values; and with a `{}` between some and others.
template <class T, class Value, std::size_t... I>
consteval auto is_made_by(std::index_sequence<I...>) -> bool {
  return requires { T{(static_cast<void>(I), std::declval<Value>())...}; };
}
template <class T, class Value, std::size_t... I, std::size_t... J>
consteval auto is_made_by(std::index_sequence<I...>, std::index_sequence<J...>) -> bool {
  return requires {
    T{(static_cast<void>(I), std::declval<Value>())..., {},
      (static_cast<void>(J), std::declval<Value>())...};
  };
}

/// Whether value `at` of `all` is that of an array's element, and so are some after it.
template <class T, class Value, std::size_t all, std::size_t at>
consteval auto begins_an_array() -> bool {
  using before = std::make_index_sequence<at>;
  constexpr auto fits_in = []<std::size_t... J>(std::index_sequence<J...>) {
    return (is_made_by<T, Value>(before(), std::make_index_sequence<J>()) || ...);
  };
  constexpr auto after = all - at - 1;
  return !is_made_by<T, Value>(before(), std::make_index_sequence<after>()) &&
         fits_in(std::make_index_sequence<after>());
}

/// How many members there are, where some cannot be made from `{}`; -1 where it cannot be told.
template <class T, class Value, std::size_t most = most_fields>
consteval auto count_by_values() -> int {
  if constexpr (most == 0) {
    return -1;
  } else if constexpr (!is_made_by<T, Value>(std::make_index_sequence<most>())) {
    return count_by_values<T, Value, most - 1>();
  } else {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      constexpr auto goes_on = requires {
        T{(static_cast<void>(I), std::declval<Value>())..., std::declval<any_place>()};
      };
      return goes_on || (begins_an_array<T, Value, most, I>() || ...) ? -1 : static_cast<int>(most);
    }(std::make_index_sequence<most>());
  }
}

template <class T>
consteval auto count_fields() -> int {
  constexpr auto count = count_by_braces<T>();
  if constexpr (begins_with<0, T>() && !begins_with<count, T, any_value>() &&
                !begins_with<count, T, any_place>()) {
    return count;
  } else if constexpr (constexpr auto of_values = count_by_values<T, any_value>();
                       of_values != -1) {
    return of_values;
  } else {
    return count_by_values<T, any_place>();
  }
}

/// How many members an aggregate has, an array counting as one, and what it inherits too; -1 where
/// it cannot be told, and some number above `most_fields` where it is more.
template <class T>
inline constexpr auto field_count = count_fields<T>();

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
         (text.ends_with(")") && (text.find("(unnamed ") != text.npos ||
                                  text.find("(anonymous struct") != text.npos ||
                                  text.find("(anonymous class") != text.npos));
}

/// Stands for the value of a union, or of a struct without a name: it may be one whose members are
/// those of the struct that it is in.
struct any_nested {
  template <class U>
    requires(std::is_union_v<U> || (std::is_class_v<U> && is_unnamed<U>()))
  operator U() const;
};

template <class T, int... I>
consteval auto has_nested(std::integer_sequence<int, I...>) -> bool {
  return (begins_with<I, T, any_nested>() || ...);
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

/// Those of an aggregate; void where its members cannot be reached one by one.
template <class T>
consteval auto list_fields_of() {
  constexpr auto count = std::is_union_v<T> || is_unnamed<T>() ? 0 : field_count<T>;
  if constexpr (count >= 1 && count <= most_fields) {
    if constexpr (!has_base<T>() && !has_nested<T>(std::make_integer_sequence<int, count>())) {
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
