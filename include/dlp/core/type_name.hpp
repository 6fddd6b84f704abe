// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>

namespace dlp::detail {

/// The name of a type as a person writes it: "std::vector<int, std::allocator<int> >".
[[nodiscard]] auto type_name(std::type_info const& type) -> std::string;

/// The same, which is found once: that takes longer than a message.
template <class T>
[[nodiscard]] auto type_name() -> std::string const& {
  static auto const name = type_name(typeid(T));
  return name;
}

template <class T>
consteval auto sentence_with_name() {
  return std::string_view(__PRETTY_FUNCTION__);
}

/// The same while the program is compiled, as this compiler puts it. There is no typeid then.
template <class T>
consteval auto spelling_of() -> std::string_view {
  auto text = sentence_with_name<T>();
  text.remove_prefix(text.find("T = ") + 4);
  text.remove_suffix(1);
  return text;
}

/// Whether a type is of the standard library.
template <class T>
concept of_std =
    (std::is_class_v<T> || std::is_union_v<T>) && spelling_of<T>().starts_with("std::");

/// Whether a type is that of a lambda: nothing but its name tells it from other classes.
template <class T>
consteval auto is_closure() -> bool {
  auto name = spelling_of<T>();
  if (name.ends_with(')')) return name.find("(lambda at ") != name.npos;  // Clang
  if (!name.ends_with(")>")) return false;  // GCC: "main()::<lambda(std::string)>"
  name.remove_suffix(1);
  for (auto depth = 0; !name.empty(); name.remove_suffix(1)) {
    depth += name.back() == ')' ? 1 : name.back() == '(' ? -1 : 0;
    if (depth == 0) break;
  }
  return name.ends_with("<lambda(");
}

}  // namespace dlp::detail
