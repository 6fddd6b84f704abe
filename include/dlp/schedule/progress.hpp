// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include <dlp/core/index_range.hpp>

namespace dlp {

/// How far a loop has come: what a schedule knows when it says how many indices to hand out next.
struct loop_progress {
  std::optional<index_t> total;  ///< examples in all; none where the range does not know
  index_t remaining = 0;         ///< examples not handed out yet; without meaning where no total is
  index_t chunks = 0;            ///< chunks handed out so far
  index_t workers = 1;           ///< ranks that compute
};

namespace detail {

/// a / b, rounded up.
[[nodiscard]] constexpr auto divide_up(index_t a, index_t b) noexcept -> index_t {
  return a / b + (a % b != 0 ? 1 : 0);
}

}  // namespace detail
}  // namespace dlp
