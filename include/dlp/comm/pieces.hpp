// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace dlp::detail {

/// The largest piece in which memory travels, in bytes: 1 GiB, because MPI counts in `int`, unless
/// a test asks for less.
[[nodiscard]] auto piece_limit() noexcept -> std::uint64_t;
void set_piece_limit(std::uint64_t bytes) noexcept;

/// Takes the next piece off the front of `rest`.
template <class Byte>
[[nodiscard]] auto take_piece(std::span<Byte>& rest) -> std::span<Byte> {
  auto const piece = rest.first(std::min<std::uint64_t>(rest.size(), piece_limit()));
  rest = rest.subspan(piece.size());
  return piece;
}

/// Gives the memory of what nobody will read again back to the system, as far as it is whole pages;
/// its owner is still to free it.
void give_back_pages(std::span<std::byte const> used) noexcept;

}  // namespace dlp::detail
