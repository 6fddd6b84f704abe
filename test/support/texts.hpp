// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <string>

namespace dlp_test {

/// What `act()` throws that is an E; "" where it throws none.
template <class E = std::exception, class Act>
auto text_of(Act act) -> std::string {
  try {
    static_cast<void>(act());
  } catch (E const& thrown) {
    return thrown.what();
  }
  return "";
}

inline auto contains(std::string const& text, std::string const& part) -> bool {
  return text.find(part) != std::string::npos;
}

}  // namespace dlp_test
