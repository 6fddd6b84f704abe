// SPDX-License-Identifier: BSL-1.0
#include <comm/job/launch.hpp>

#include <array>
#include <charconv>
#include <cstring>
#include <regex>

#include <comm/wire/mpich.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

struct trace {
  char const* ranks;
  char const* rank;
  char const* launcher;
  char const* besides = nullptr;  // is there too
};

// In this order. In a job of Slurm's, mpiexec has srun start its proxies, and its ranks have the
// names of both; srun sets PMI_SIZE too, and its name helps more.
constexpr auto traces = std::array{
    trace{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "Open MPI's mpiexec"},
    trace{"PMI_SIZE", "PMI_RANK", mpich::launcher, "MPI_LOCALNRANKS"},
    trace{"SLURM_STEP_NUM_TASKS", "SLURM_PROCID", srun},
    trace{"PMI_SIZE", "PMI_RANK", mpich::launcher},
    trace{"MPI_LOCALNRANKS", "MPI_LOCALRANKID", "an mpiexec of the MPICH family"},
};

auto number_in(char const* text) -> std::optional<int> {
  auto number = 0;
  if (!text || std::from_chars(text, text + std::strlen(text), number).ec != std::errc()) return {};
  return number;
}

auto what_to_type(launch const& started, bool has_pmi, std::string const& mpi_library)
    -> std::string {
  auto const is_open_mpi = mpi_library.starts_with("Open MPI");
  auto const by_mpiexec = std::string(is_open_mpi ? "mpiexec.openmpi" : "mpiexec.mpich") + " -np " +
                          std::to_string(started.ranks) + " <program>";
  if (started.launcher != srun) return by_mpiexec;
  // With PMI of srun's, and all the same alone: this MPI does not speak it.
  if (has_pmi && !is_open_mpi) return by_mpiexec + ", inside of the job";
  return std::string("srun --mpi=") + (is_open_mpi ? "pmix" : "pmi2") + " <program>";
}

}  // namespace

auto find_launch(lookup const& variable) -> std::optional<launch> {
  for (auto const& one : traces) {
    if (one.besides && !variable(one.besides)) continue;
    if (auto const ranks = number_in(variable(one.ranks))) {
      return launch{one.launcher, *ranks, number_in(variable(one.rank)).value_or(0)};
    }
  }
  return {};
}

void check_launch(lookup const& variable, int ranks_seen_by_mpi, std::string const& mpi_library) {
  auto const started = find_launch(variable);
  if (ranks_seen_by_mpi != 1 || !started || started->ranks <= 1) return;
  auto const* const allowed = variable("DLP_ALLOW_SINGLETONS");
  if (allowed && std::strcmp(allowed, "1") == 0) return;
  auto const library = short_name(mpi_library);
  throw launch_error(
      "dlp: " + started->launcher + " started " + std::to_string(started->ranks) +
      " processes, but this program is built with " + library +
      " and each of them is alone: they would do the same work " + std::to_string(started->ranks) +
      " times. Type: " + what_to_type(*started, variable("PMI_SIZE") != nullptr, library) +
      " (or set DLP_ALLOW_SINGLETONS=1 if that is what you want)");
}

auto allocation_warning(lookup const& variable, int ranks_seen_by_mpi) -> std::string {
  auto const tasks = number_in(variable("SLURM_NTASKS")).value_or(1);
  if (ranks_seen_by_mpi != 1 || tasks <= 1 || find_launch(variable)) return {};
  return "dlp: this is one process in a Slurm allocation of " + std::to_string(tasks) +
         " tasks; to use them all, start it with srun or mpiexec";
}

auto short_name(std::string const& mpi_library) -> std::string {
  auto match = std::smatch();
  if (std::regex_search(mpi_library, match, std::regex(R"(MPICH Version:\s*(\S+))"))) {
    return "MPICH " + match.str(1);
  }
  if (std::regex_search(mpi_library, match, std::regex(R"(Open MPI v(\d+(\.\d+)*))"))) {
    return "Open MPI " + match.str(1);
  }
  return mpi_library.substr(0, mpi_library.find_first_of(",\n"));
}

}  // namespace dlp::detail
