// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <streambuf>

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

/// Asks the system for large pages in memory that is about to be written to, as far as it holds
/// whole ones: most of what fresh memory costs is that it comes page by page.
void ask_for_large_pages(std::span<std::byte> fresh) noexcept;

/// What becomes of the memory that a value has been read from: given back piece by piece, there is
/// never more than one piece of a large value in memory twice.
enum class after_reading { keep, give_back };

/// A stream buffer that reads from a span of bytes.
class byte_source final : public std::streambuf {
 public:
  byte_source(std::span<std::byte const> from, after_reading then) : rest_(from), then_(then) {}

  /// How many bytes have not been read yet.
  [[nodiscard]] auto left() const noexcept -> std::uint64_t {
    return static_cast<std::uint64_t>(egptr() - gptr()) + rest_.size();
  }

  /// Throws: dlp::error when fewer than `size` bytes are left.
  void read(void* to, std::uint64_t size) {
    if (size < 256 && static_cast<std::ptrdiff_t>(size) <= egptr() - gptr()) {
      std::memcpy(to, gptr(), size);
      gbump(static_cast<int>(size));
    } else {
      read_pieces(to, size);
    }
  }

 private:
  auto underflow() -> int_type override;
  void read_pieces(void* to, std::uint64_t size);

  std::span<std::byte const> rest_;
  std::span<std::byte const> piece_;
  after_reading then_;
};

}  // namespace dlp::detail
