// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// Throws: boost::mpi::exception when an MPI call did not succeed.
void check_mpi(int code, char const* routine);

/// Whether MPI may be asked for anything.
[[nodiscard]] auto mpi_is_up() noexcept -> bool;

}  // namespace dlp::detail
