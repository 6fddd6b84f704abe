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

/// For BOOST_CHECK_EXCEPTION: that all of the text is this.
inline auto says(std::string const& text) {
  return [text](std::exception const& thrown) { return thrown.what() == text; };
}

}  // namespace dlp_test
