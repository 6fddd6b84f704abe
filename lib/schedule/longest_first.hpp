// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <vector>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What an example costs, by its index, in any unit.
using cost_function = std::function<double(index_t)>;

/// The indices below `size`, the costliest first, and those of equal cost in order. Handed out
/// one by one in this order, W ranks need at most 4/3 - 1/(3W) of the shortest time possible.
/// Source: Graham, Bounds on multiprocessing timing anomalies, SIAM J. Appl. Math. 17(2), 1969.
///
/// Throws: usage_error where a cost is not a number; what `cost` throws.
[[nodiscard]] auto longest_first(cost_function const& cost, index_t size) -> std::vector<index_t>;

}  // namespace dlp::detail
