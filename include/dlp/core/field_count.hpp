// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace dlp::detail {

/// The most members that a struct may have to be taken apart.
inline constexpr auto most_fields = 32;
/// The most of which it can be asked whether one is of some kind.
inline constexpr auto most_asked = 256;

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
#define DLP_16 DLP_4 DLP_4 DLP_4 DLP_4
#define DLP_64 DLP_16 DLP_16 DLP_16 DLP_16
#define DLP_16_ROWS(n, ...) \
  if constexpr (empty / 16 == (n) / 16) { \
    DLP_4_ROWS(n, __VA_ARGS__) DLP_4_ROWS(n + 4, __VA_ARGS__ DLP_4) \
    DLP_4_ROWS(n + 8, __VA_ARGS__ DLP_4 DLP_4) DLP_4_ROWS(n + 12, __VA_ARGS__ DLP_4 DLP_4 DLP_4) \
  }
#define DLP_64_ROWS(n, ...) \
  DLP_16_ROWS(n, __VA_ARGS__) DLP_16_ROWS(n + 16, __VA_ARGS__ DLP_16) \
  DLP_16_ROWS(n + 32, __VA_ARGS__ DLP_16 DLP_16) \
  DLP_16_ROWS(n + 48, __VA_ARGS__ DLP_16 DLP_16 DLP_16)
  DLP_64_ROWS(0, )
  DLP_64_ROWS(64, DLP_64)
  DLP_64_ROWS(128, DLP_64 DLP_64)
  DLP_64_ROWS(192, DLP_64 DLP_64 DLP_64)
  DLP_ROW(256, DLP_64 DLP_64 DLP_64 DLP_64)
#undef DLP_64_ROWS
#undef DLP_16_ROWS
#undef DLP_4_ROWS
#undef DLP_64
#undef DLP_16
#undef DLP_4
#undef DLP_ROW
  // clang-format on
}

/// The most members, of `least` and up to `most`, that can be given a `{}` each.
template <class T, int least, int most>
consteval auto count_by_braces() -> int {
  constexpr auto middle = (least + most + 1) / 2;
  if constexpr (least == most) {
    return least;
  } else if constexpr (begins_with<middle, T>()) {
    return count_by_braces<T, middle, most>();
  } else {
    return count_by_braces<T, least, middle - 1>();
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
    T{(static_cast<void>(I), std::declval<Value>())...,
      {},
      (static_cast<void>(J), std::declval<Value>())...};
  };
}

/// Whether a value of type Last can come after so many others.
template <class T, class Last, std::size_t... I>
consteval auto follows_values(std::index_sequence<I...>) -> bool {
  return requires {
    T{(static_cast<void>(I), std::declval<any_value>())..., std::declval<Last>()};
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

/// Whether those are all the members that there are.
template <class T, int count>
consteval auto are_all_fields() -> bool {
  return begins_with<0, T>() && !begins_with<count, T, any_value>() &&
         !begins_with<count, T, any_place>();
}

template <class T>
consteval auto count_fields() -> int {
  constexpr auto count = count_by_braces<T, 0, most_fields + 1>();
  if constexpr (are_all_fields<T, count>()) {
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

/// Whether an aggregate has a member like `Stand`, which stands for some values; unknown where its
/// members cannot be counted.
enum class has { none, some, unknown };
template <class T, class Stand>
consteval auto has_one_like() -> has {
  constexpr auto count = count_by_braces<T, 0, most_asked>();
  if constexpr (are_all_fields<T, count>()) {
    return []<int... I>(std::integer_sequence<int, I...>) {
      return (begins_with<I, T, Stand>() || ...) ? has::some : has::none;
    }(std::make_integer_sequence<int, count>());
  } else if constexpr (constexpr auto of_values = count_by_values<T, any_value>();
                       of_values != -1) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (follows_values<T, Stand>(std::make_index_sequence<I>()) || ...) ? has::some
                                                                              : has::none;
    }(std::make_index_sequence<of_values>());
  } else {
    return has::unknown;
  }
}

}  // namespace dlp::detail
