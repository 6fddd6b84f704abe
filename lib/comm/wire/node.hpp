// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <mpi.h>

namespace dlp::detail {

/// The ranks of a communicator that are on one node with this one, and memory that they share.
///
/// The memory is the system's and not an MPI window: to free a window is a collective call that
/// spins, and a communicator may be freed while another of its ranks is in a body of an hour.
/// Where a node gives no shared memory, each rank is taken to be on a node of its own.
class node {
 public:
  /// `bytes(n)` zeroed bytes for a node with n ranks. `DLP_RANKS_PER_NODE=n` takes each n ranks of
  /// a node for a node, as tests do.
  ///
  /// Collective: every rank of `comm`. Whoever waits here, sleeps.
  node(MPI_Comm comm, std::function<std::size_t(std::size_t)> const& bytes);
  node(MPI_Comm comm, std::size_t bytes) : node(comm, [=](std::size_t) { return bytes; }) {}
  ~node();
  node(node const&) = delete;
  auto operator=(node const&) -> node& = delete;

  /// The ranks on this node, in order.
  [[nodiscard]] auto ranks() const noexcept -> std::span<int const> { return ranks_; }

  /// How many there are on this host, of which a node may be a part.
  [[nodiscard]] auto ranks_of_host() const noexcept -> int { return ranks_of_host_; }

  /// Where `rank` stands among them; none on another node.
  [[nodiscard]] auto place_of(int rank) const noexcept -> std::optional<std::size_t>;

  /// Whether the whole communicator is on this node.
  [[nodiscard]] auto is_all() const noexcept -> bool { return all_; }

  [[nodiscard]] auto memory() const noexcept -> std::span<std::byte> { return memory_; }

 private:
  struct mapping;

  std::vector<int> ranks_;
  int ranks_of_host_ = 1;
  bool all_ = false;
  std::unique_ptr<mapping> mapping_;
  std::span<std::byte> memory_;
};

}  // namespace dlp::detail
