// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace dlp::detail {

/// A chunk, by a name that its root and its worker give it without a message: the worker's
/// `number`-th in this call. One of another communicator may have the same at another time.
struct chunk_name {
  int root = 0;  // in the world, for the two halves of it may be in loops at once
  std::uint64_t call = 0;
  int rank = 0;
  std::uint64_t number = 0;
};

/// The number of the arrow from the root to the worker, and of that back with the results.
[[nodiscard]] auto way_there(chunk_name const& chunk) -> std::uint64_t;
[[nodiscard]] auto way_back(chunk_name const& chunk) -> std::uint64_t;

}  // namespace dlp::detail
