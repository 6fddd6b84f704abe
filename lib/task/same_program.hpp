// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <dlp/comm/communicator.hpp>

namespace dlp::detail {

/// How the programs of ranks differ, by what each rank's is known by; empty where they do not.
[[nodiscard]] auto how_programs_differ(std::vector<std::string> const& of_ranks) -> std::string;

/// Sees to it that all ranks run the same program: an address of code means nothing in another.
///
/// Communicates: as `all_gather`.
/// Collective: every rank of the communicator.
/// Throws: collective_error where they do not; as `all_gather`.
void check_same_program(communicator const& comm);

}  // namespace dlp::detail
