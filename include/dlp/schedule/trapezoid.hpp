// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include <dlp/schedule/progress.hpp>

namespace dlp {

/// Trapezoid self-scheduling: chunks shrink by the same step each time, from f = ceil(N / 2W) to
/// `min_chunk`, over ceil(2N / (f + min_chunk)) chunks.
/// Source: Tzen & Ni, IEEE Transactions on Parallel and Distributed Systems 4(1), 1993.
struct trapezoid {
  index_t min_chunk = 1;  ///< the smallest chunk

  /// The size of the next chunk, which may be more than remains.
  [[nodiscard]] constexpr auto next(loop_progress const& loop) const noexcept -> index_t {
    if (!loop.total) return min_chunk;
    auto const first = detail::divide_up(*loop.total, 2 * loop.workers);
    if (first <= min_chunk) return min_chunk;
    auto const both = first + min_chunk;  // ceil(2N / both), without the 2N that may not fit
    auto const count = 2 * (*loop.total / both) + detail::divide_up(2 * (*loop.total % both), both);
    auto const shrunk = static_cast<double>(first - min_chunk) * static_cast<double>(loop.chunks) /
                        static_cast<double>(std::max<index_t>(count, 2) - 1);
    auto const less = static_cast<index_t>(shrunk);
    return less >= first - min_chunk ? min_chunk : first - less;
  }
};

}  // namespace dlp
