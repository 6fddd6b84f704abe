// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dlp::detail {

/// The CRC-32 of some bytes, as in zip files.
[[nodiscard]] auto checksum(std::span<std::byte const> of) noexcept -> std::uint32_t;

}  // namespace dlp::detail
