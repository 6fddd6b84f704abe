// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <utility>

namespace dlp {

/// Says of the operation of a `map_reduce` that it need not go from left to right: results are put
/// together as they come, neighbours first, in a binary tree over their indices. `op` takes two
/// values of what `init` is, which results of `f` become, and returns one.
template <class Op>
struct associative {
  explicit associative(Op what) : op(std::move(what)) {}  ///< `dlp::associative(op)`
  Op op;  ///< need not commute: what belongs to a lower index is on its left
};

}  // namespace dlp
