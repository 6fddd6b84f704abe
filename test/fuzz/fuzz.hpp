// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <span>

namespace dlp_test {

using byte_span = std::span<std::byte const>;

/// What has to be true whatever the bytes are.
inline void demand(bool is) {
  if (!is) std::abort();
}

/// Damaged bytes may be refused by an exception, and by nothing else.
template <class Function>
void may_refuse(Function read) {
  try {
    read();
  } catch (std::exception const&) {
  }
}

}  // namespace dlp_test

/// What a fuzz target does with some bytes.
void try_bytes(dlp_test::byte_span input);

// Included once in each program, by its only source.
extern "C" auto LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) -> int {
  try_bytes(std::as_bytes(std::span(data, size)));
  return 0;
}
