// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace dlp::detail {

/// What a launcher's variables say about the process that it started.
struct launch {
  std::string launcher;  ///< "MPICH's mpiexec", "Open MPI's mpiexec", "srun"
  int ranks = 1;
  int rank = 0;
};

/// The name that `find_launch` gives to Slurm's launcher.
inline constexpr auto srun = "srun";

/// Looks up a variable of the environment; null where it is not set.
using lookup = std::function<char const*(char const*)>;

/// Who started this process, by the variables that a launcher sets for each process; none where
/// it was started without a launcher. A Slurm allocation alone is no launcher.
[[nodiscard]] auto find_launch(lookup const& variable) -> std::optional<launch>;

/// The same, by the variables of this process.
[[nodiscard]] auto find_launch() -> std::optional<launch>;

/// Whether `dlp-run` started this job, which is to survive the loss of ranks.
[[nodiscard]] auto is_to_survive(lookup const& variable) -> bool;

/// The same, by the variables of this process.
[[nodiscard]] auto is_to_survive() -> bool;

/// Refuses a program whose launcher started several processes while MPI sees one: each would take
/// itself for rank 0 and do all of the work. `DLP_ALLOW_SINGLETONS=1` allows it. Refuses also a job
/// that is to survive the loss of ranks where the MPI has none that does.
/// Throws: launch_error, with the names of both MPIs and what to type.
void check_launch(lookup const& variable, int ranks_seen_by_mpi, std::string const& mpi_library);

/// One line for a program that has a Slurm allocation of several tasks and runs as one process;
/// empty where there is nothing to warn of.
[[nodiscard]] auto allocation_warning(lookup const& variable, int ranks_seen_by_mpi) -> std::string;

/// "MPICH 4.0.2" out of the text of MPI_Get_library_version.
[[nodiscard]] auto short_name(std::string const& mpi_library) -> std::string;

}  // namespace dlp::detail
