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
  double example_seconds = 0;    ///< what an example costs, of late; 0 before the first
  double round_trip_seconds = 0;  ///< how long a worker waits between two chunks
  bool crowded = false;           ///< there are more ranks than cores
  index_t handed_out = 0;         ///< examples handed out so far
  double wire_seconds = 0;        ///< the asking worker's round trip, where it is far away; or 0
};

namespace detail {

/// a / b, rounded up.
[[nodiscard]] constexpr auto divide_up(index_t a, index_t b) noexcept -> index_t {
  return a / b + (a % b != 0 ? 1 : 0);
}

/// As many whole examples as fit, and no more than `most`.
[[nodiscard]] constexpr auto at_most(index_t most, double fit) noexcept -> index_t {
  return fit >= static_cast<double>(most) ? most : static_cast<index_t>(fit);
}

}  // namespace detail
}  // namespace dlp
