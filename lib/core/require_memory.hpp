// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <new>
#include <stdexcept>
#include <string>

#include <dlp/core/error.hpp>

namespace dlp::detail {

/// What `make()` makes. Throws: dlp::error with this text where there is no memory for it; what
/// `make` throws else.
template <class Make>
auto require_memory(std::string const& text, Make make) {
  try {
    return make();
  } catch (std::bad_alloc const& /*thrown*/) {
    throw error(text);
  }
}

/// The same for a container, which may be asked for more than it can ever have.
template <class Make>
auto require_memory_of_container(std::string const& text, Make make) {
  return require_memory(text, [&] {
    try {
      return make();
    } catch (std::length_error const& /*thrown*/) {
      throw std::bad_alloc();
    }
  });
}

}  // namespace dlp::detail
