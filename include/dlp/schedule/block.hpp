// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include <dlp/core/index_range.hpp>

namespace dlp {

/// The contiguous share of one rank: shares differ in size by at most 1, and the first
/// `total mod ranks` ranks have the larger ones.
[[nodiscard]] constexpr auto block_share(index_t total, int rank, int ranks) noexcept
    -> index_range {
  auto const r = static_cast<index_t>(rank);
  auto const p = static_cast<index_t>(ranks);
  auto const base = total / p;
  auto const extra = total % p;
  auto const first = r * base + std::min(r, extra);
  return {first, first + base + (r < extra ? 1 : 0)};
}

}  // namespace dlp
