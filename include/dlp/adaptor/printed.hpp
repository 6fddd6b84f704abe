// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <ostream>
#include <sstream>
#include <string>
#include <type_traits>

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

}  // namespace dlp::detail
