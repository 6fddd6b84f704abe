// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dlp::detail {

/// The CRC-32 of some bytes, as in zip files; of those that come after others, with the checksum of
/// these as `before`.
[[nodiscard]] auto checksum(std::span<std::byte const> of, std::uint32_t before = 0) noexcept
    -> std::uint32_t;

}  // namespace dlp::detail
