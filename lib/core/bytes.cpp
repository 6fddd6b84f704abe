// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/bytes.hpp>

#include <dlp/core/error.hpp>

namespace dlp::detail {

auto byte_reader::take(std::uint64_t count) -> std::span<std::byte const> {
  if (count > rest_.size()) {
    throw error("dlp: a message ends " + std::to_string(count - rest_.size()) + " bytes too early");
  }
  auto const front = rest_.first(count);
  rest_ = rest_.subspan(count);
  return front;
}

auto byte_sink::xsputn(char const* from, std::streamsize count) -> std::streamsize {
  auto const* const first = reinterpret_cast<std::byte const*>(from);
  to_.insert(to_.end(), first, first + count);
  return count;
}

auto byte_sink::overflow(int_type c) -> int_type {
  to_.push_back(static_cast<std::byte>(traits_type::to_char_type(c)));
  return c;
}

}  // namespace dlp::detail
