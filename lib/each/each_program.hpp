// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>

namespace dlp::detail {

/// `dlp-each` with these arguments, without its name: its exit code.
///
/// Collective: every rank of the world, on which MPI is up.
[[nodiscard]] auto run_each_program(std::span<std::string const> arguments) -> int;

}  // namespace dlp::detail
