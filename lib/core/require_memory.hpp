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
  } catch (std::length_error const& /*thrown*/) {  // a container can never have so many
    throw error(text);
  }
}

}  // namespace dlp::detail
