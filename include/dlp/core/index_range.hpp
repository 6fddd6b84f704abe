// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <algorithm>
#include <cstdint>

namespace dlp {

/// The number of an example in its range; 64 bits on every rank, on every message.
using index_t = std::uint64_t;

/// The half-open interval [first, last) of indices: what travels instead of examples.
struct index_range {
  index_t first = 0;  ///< the first index
  index_t last = 0;   ///< one past the last

  /// How many indices there are.
  [[nodiscard]] constexpr auto size() const noexcept -> index_t { return last - first; }
  /// Whether there is none.
  [[nodiscard]] constexpr auto empty() const noexcept -> bool { return first == last; }

  /// Cuts off and returns the first `count` indices, or all where there are fewer.
  constexpr auto take_front(index_t count) noexcept -> index_range {
    auto const middle = first + std::min(count, size());
    auto const front = index_range{first, middle};
    first = middle;
    return front;
  }

  /// Whether both ends are the same.
  friend constexpr auto operator==(index_range, index_range) noexcept -> bool = default;
};

}  // namespace dlp
