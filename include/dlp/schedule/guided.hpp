// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include <dlp/schedule/progress.hpp>

namespace dlp {

/// Guided self-scheduling: of the R indices that remain, one of W workers gets ceil(R / W), and
/// never fewer than `min_chunk`; OpenMP's `schedule(guided, min_chunk)`. Where examples become
/// cheaper along the range its first chunk is too much of the work: take `factoring` there.
/// Source: Polychronopoulos & Kuck, IEEE Transactions on Computers 36(12), 1987.
struct guided {
  index_t min_chunk = 1;  ///< the smallest chunk

  /// The size of the next chunk, which may be more than remains.
  [[nodiscard]] constexpr auto next(loop_progress const& loop) const noexcept -> index_t {
    if (!loop.total) return min_chunk;
    return std::max(detail::divide_up(loop.remaining, loop.workers), min_chunk);
  }
};

}  // namespace dlp
