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

}  // namespace dlp::detail
