// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dlp::detail {

/// The CRC-32 of some bytes, as in zip files.
[[nodiscard]] auto checksum(std::span<std::byte const> of) noexcept -> std::uint32_t;

/// The digest of bytes that come after those whose digest is `before`: a number that is the same for
/// the same bytes on every rank, and hardly ever for others. It is made at the speed of memory.
[[nodiscard]] auto digest_of(std::span<std::byte const> what, std::uint64_t before = 0) noexcept
    -> std::uint64_t;

}  // namespace dlp::detail
