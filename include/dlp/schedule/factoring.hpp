// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include <dlp/schedule/progress.hpp>

namespace dlp {

/// Factoring: batches of W equal chunks, each batch half of what the batches before it left. The
/// chunk of step s over N examples is ceil(N / (2^(s/W + 1) W)), and never fewer than `min_chunk`.
/// Source: Hummel, Schonberg & Flynn, CACM 35(8), 1992, with the factor 2 they recommend.
struct factoring {
  index_t min_chunk = 1;  ///< the smallest chunk

  /// The size of the next chunk, which may be more than remains.
  [[nodiscard]] constexpr auto next(loop_progress const& loop) const noexcept -> index_t {
    if (!loop.total) return min_chunk;
    auto const batch = loop.chunks / loop.workers;
    auto const share = batch < 63 ? detail::divide_up(*loop.total, index_t{2} << batch) : 0;
    return std::max(detail::divide_up(share, loop.workers), min_chunk);
  }
};

}  // namespace dlp
