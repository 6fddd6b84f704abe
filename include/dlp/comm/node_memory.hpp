// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include <dlp/comm/collectives.hpp>

namespace dlp::detail {

/// Bytes that the ranks of a node have in common, and can only read. Each rank gives its own hold
/// on them back by itself, when it likes, also after MPI has gone down.
struct node_memory {
  std::shared_ptr<std::byte const> begin = {};
  std::uint64_t size = 0;
};

/// Who fills such memory, and how. Both functions run where it is made.
struct node_filler {
  /// On the root alone, whose bytes the other nodes get; else on one rank of each node.
  bool from_root = false;
  std::function<std::uint64_t()> size;                  ///< first of all: how many bytes there are
  std::function<void(std::span<std::byte>)> fill = {};  ///< is given as many, zeroed
};

/// Memory of each node, filled once. Of the node where the root is, the root fills it, of another
/// one its first rank.
///
/// Communicates: five agreements; with `from_root` a further one, and MPI_Ibcast among one rank of
/// each node, in pieces of at most `piece_limit()` bytes.
/// Collective: every rank. Whoever waits sleeps.
/// Throws: usage_error; disagreement; task_error on every rank where one could not do its part, or
/// a node has not so much memory.
[[nodiscard]] auto fill_once_per_node(collective const& what, node_filler const& by) -> node_memory;

}  // namespace dlp::detail
