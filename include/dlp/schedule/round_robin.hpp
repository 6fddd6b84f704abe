// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include <dlp/core/index_range.hpp>

namespace dlp {

/// Rank r of P visits r, r + P, r + 2P, …: needs neither the size of the range nor a message.
class round_robin_share {
 public:
  /// That of one of so many ranks.
  constexpr round_robin_share(int rank, int ranks) noexcept
      : next_(static_cast<index_t>(rank)), step_(static_cast<index_t>(ranks)) {}

  /// The next index of this rank, without end.
  [[nodiscard]] constexpr auto next() noexcept -> index_t {
    auto const index = next_;
    next_ = index > std::numeric_limits<index_t>::max() - step_ ? index : index + step_;
    return index;
  }

 private:
  index_t next_;
  index_t step_;
};

}  // namespace dlp
