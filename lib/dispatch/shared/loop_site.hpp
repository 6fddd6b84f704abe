// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace dlp::detail {

class block_service;
class context;
struct private_communicator;

/// The service of a communicator, where it is needed: of ranks on several nodes, or of a loop with
/// a journal; else null.
///
/// Collective: the first call for a communicator, on all of its ranks, for a loop of this name
/// with this root, which says so on stderr where the service cannot be used.
/// Throws: disagreement; task_error on every rank where one brought a failure.
[[nodiscard]] auto service_of(private_communicator& own, std::string const& name, int root,
                              bool has_journal = false) -> block_service*;

/// Whether MPI lets threads use the service, on every rank.
[[nodiscard]] auto is_usable(block_service const& service) noexcept -> bool;

/// Where the ranks of a communicator share loops; nothing for a loop that one rank runs alone.
struct loop_site {
  context* talk = nullptr;
  std::span<std::byte> memory;       ///< of this node: see loop_pool
  std::span<int const> ranks;        ///< of this node, in order
  block_service* service = nullptr;  ///< where there are several nodes
  block_service* keeper = nullptr;   ///< where the loop has a journal
};

}  // namespace dlp::detail
