// SPDX-License-Identifier: BSL-1.0
//
// What is so with Open MPI 4.1.4 and its mpiexec (orterun), and in no standard: mpich.hpp beside it
// has what is so with MPICH.
#pragma once

#include <string_view>

namespace dlp::detail::open_mpi {

/// The name that `find_launch` gives to its mpiexec.
inline constexpr auto launcher = "Open MPI's mpiexec";

/// Whether a library is one, by what `short_name` makes of its text.
[[nodiscard]] constexpr auto is_it(std::string_view short_name) noexcept -> bool {
  return short_name.starts_with("Open MPI");
}

/// Whether a process has the name of its own of its mpiexec, which is called mpiexec and mpirun
/// too.
[[nodiscard]] constexpr auto is_its_launcher(std::string_view name) noexcept -> bool {
  return name == "orterun";
}

/// Whether a process of this name is one of its mpiexec's on another host, which reads what the
/// ranks write. On its own host mpiexec reads that itself.
[[nodiscard]] constexpr auto is_its_proxy(std::string_view name) noexcept -> bool {
  return name == "orted";
}

}  // namespace dlp::detail::open_mpi
