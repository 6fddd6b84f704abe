// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/schedule/progress.hpp>

namespace dlp {

/// Self-scheduling: always `chunk` indices at once, OpenMP's `schedule(dynamic, chunk)`.
/// Source: Tang & Yew, ICPP 1986.
struct fixed {
  index_t chunk = 1;  ///< the size of each chunk

  /// The size of the next chunk, which may be more than remains.
  [[nodiscard]] constexpr auto next(loop_progress const&) const noexcept -> index_t {
    return chunk;
  }
};

}  // namespace dlp
