// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <typeinfo>

namespace dlp::detail {

/// The name of a type as a person writes it: "std::vector<int, std::allocator<int> >".
[[nodiscard]] auto type_name(std::type_info const& type) -> std::string;

template <class T>
[[nodiscard]] auto type_name() -> std::string {
  return type_name(typeid(T));
}

}  // namespace dlp::detail
