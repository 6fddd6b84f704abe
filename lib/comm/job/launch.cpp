// SPDX-License-Identifier: BSL-1.0
#include <comm/job/launch.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <comm/wire/mpich.hpp>
#include <comm/wire/open_mpi.hpp>
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
    trace{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", open_mpi::launcher},
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

/// What stands behind `title`; nothing where there is no such title.
auto behind(std::string_view title, std::string_view text) -> std::string_view {
  auto const at = text.find(title);
  return at == text.npos ? std::string_view() : text.substr(at + title.size());
}

/// The first word of a text. Without std::regex, which would be a tenth of every program.
auto first_word(std::string_view text) -> std::string_view {
  constexpr auto blanks = " \t\n\v\f\r";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_first_of(blanks));
}

/// The numbers that a text begins with, as "4.1.4".
auto version_in(std::string_view text) -> std::string_view {
  return text.substr(0, text.find_first_not_of("0123456789."));
}

auto what_to_do(launch const& started, bool has_pmi, std::string const& mpi_library)
    -> std::string {
  auto const is_open_mpi = open_mpi::is_it(mpi_library);
  auto const by_mpiexec = std::string(is_open_mpi ? "mpiexec.openmpi" : "mpiexec.mpich") + " -np " +
                          std::to_string(started.ranks) + " <program>";
  auto const is_its_own = !is_open_mpi && started.launcher != open_mpi::launcher;
  if (started.launcher != srun) {
    return is_its_own ? "Start it with the mpiexec of that very MPI; where this is the one, they "
                        "do not speak the same PMI, as those of Ubuntu 24.04: install another one"
                      : "Type: " + by_mpiexec;
  }
  // With PMI of srun's, and all the same alone: this MPI does not speak it.
  if (has_pmi && !is_open_mpi) return "Type: " + by_mpiexec + ", inside of the job";
  return std::string("Type: srun --mpi=") + (is_open_mpi ? "pmix" : "pmi2") + " <program>";
}

/// Open MPI's launcher ends all ranks when one dies, and has no word of the dead for the others.
void refuse_to_survive(lookup const& variable, int ranks, std::string const& library) {
  if (ranks == 1 || !is_to_survive(variable) || !open_mpi::is_it(library)) return;
  auto const started = find_launch(variable).value_or(launch{.launcher = "", .ranks = ranks});
  throw launch_error(
      "dlp: dlp-run, or DLP_SURVIVE, asks for a job that goes on when a rank dies, " +
      std::string("but this program is built with ") + library +
      ", whose launcher ends all ranks then: only one that is built with MPICH "
      "goes on. " +
      what_to_do(started, false, library));
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

auto find_launch() -> std::optional<launch> {
  return find_launch([](char const* name) { return std::getenv(name); });
}

auto is_to_survive(lookup const& variable) -> bool {
  auto const* const text = variable("DLP_SURVIVE");
  return text && std::string_view(text) != "0" && *text != '\0';
}

auto is_to_survive() -> bool {
  return is_to_survive([](char const* name) { return std::getenv(name); });
}

void check_launch(lookup const& variable, int ranks_seen_by_mpi, std::string const& mpi_library) {
  auto const library = short_name(mpi_library);
  refuse_to_survive(variable, ranks_seen_by_mpi, library);
  auto const started = find_launch(variable);
  if (ranks_seen_by_mpi != 1 || !started || started->ranks <= 1) return;
  auto const* const allowed = variable("DLP_ALLOW_SINGLETONS");
  if (allowed && std::strcmp(allowed, "1") == 0) return;
  throw launch_error("dlp: " + started->launcher + " started " + std::to_string(started->ranks) +
                     " processes, but this program is built with " + library +
                     " and each of them is alone: they would do the same work " +
                     std::to_string(started->ranks) + " times. " +
                     what_to_do(*started, variable("PMI_SIZE") != nullptr, library) +
                     " (or set DLP_ALLOW_SINGLETONS=1 if that is what you want)");
}

auto allocation_warning(lookup const& variable, int ranks_seen_by_mpi) -> std::string {
  auto const tasks = number_in(variable("SLURM_NTASKS")).value_or(1);
  if (ranks_seen_by_mpi != 1 || tasks <= 1 || find_launch(variable)) return {};
  return "dlp: this is one process in a Slurm allocation of " + std::to_string(tasks) +
         " tasks; to use them all, start it with srun or mpiexec";
}

auto short_name(std::string const& mpi_library) -> std::string {
  if (auto const version = first_word(behind("MPICH Version:", mpi_library)); !version.empty()) {
    return "MPICH " + std::string(version);
  }
  if (auto const version = version_in(behind("Open MPI v", mpi_library)); !version.empty()) {
    return "Open MPI " + std::string(version);
  }
  return mpi_library.substr(0, mpi_library.find_first_of(",\n"));
}

}  // namespace dlp::detail
