// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <ostream>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>

#include <dlp/adaptor/product_element.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {

/// What can be written to a stream, and is no pointer: an address says nothing.
template <class T>
concept printable = requires(std::ostream& out, T const& value) { out << value; } &&
                    (!std::is_pointer_v<T> || std::is_convertible_v<T, char const*>);

/// An example in a word or two, for an error that it has caused; empty where it cannot be printed.
template <class T>
[[nodiscard]] auto printed(T const& example) -> std::string {
  if constexpr (printable<T>) {
    constexpr auto enough = std::size_t{80};
    auto out = std::ostringstream();
    out << example;
    return cut_text(out.view(), enough);
  } else {
    return {};
  }
}

/// An element of a product: "(3, 4)".
template <class... Parts>
  requires(printable<std::remove_cvref_t<Parts>> && ...)
[[nodiscard]] auto printed(product_element<Parts...> const& example) -> std::string {
  auto text = std::string();
  auto const add = [&](auto const& part) { text += (text.empty() ? "(" : ", ") + printed(part); };
  std::apply([&](auto const&... part) { (add(part), ...); },
             static_cast<std::tuple<Parts...> const&>(example));
  return text + ")";
}

}  // namespace dlp::detail
