// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <string>

#include <dlp/comm/communicator.hpp>

namespace dlp {

/// The number of this rank among those of the communicator that are on its node, in their order.
/// Ranks are on one node where they can share memory.
///
/// Collective: where it is the first call of dlp over a communicator; later ones send nothing.
/// Throws: usage_error when MPI is not up.
[[nodiscard]] auto local_rank(communicator const& comm = {}) -> rank_id;

/// How many ranks of the communicator are on the node of this one.
///
/// Collective: as `local_rank`.
/// Throws: usage_error when MPI is not up.
[[nodiscard]] auto local_size(communicator const& comm = {}) -> int;

/// The name of this machine, as errors give it.
[[nodiscard]] auto host() -> std::string;

}  // namespace dlp
