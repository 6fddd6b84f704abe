// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>

#include <dlp/task/visit_columns.hpp>

namespace dlp::detail {

/// Throws: usage_error: the `serialize` of a struct of this type does not name a member.
[[noreturn]] void refuse_nameless_member(std::string const& type);

/// What the `serialize` of a struct calls one of its members.
/// Throws: usage_error where it does not name it.
template <class S, class T>
[[nodiscard]] auto member_name(T S::* member) -> std::string {
  constexpr auto has_names = has_columns<S> && std::is_default_constructible_v<S>;
  static_assert(has_names,
                "dlp::axis: the name of a member is that in the serialize of its struct, which "
                "has a default constructor; or give it one: dlp::axis(&S::member, \"name\", …)");
  auto found = std::string();
  if constexpr (has_names) {
    auto const object = S();
    visit_columns(object, [&](std::string const& name, auto const& value) {
      auto const* const wanted = std::addressof(object.*member);
      if (static_cast<void const*>(std::addressof(value)) == wanted) found = name;
    });
    if (found.empty()) refuse_nameless_member(type_name<S>());
  }
  return found;
}

}  // namespace dlp::detail
