// SPDX-License-Identifier: BSL-1.0
#include <each/child_environment.hpp>

#include <algorithm>
#include <array>

#include <unistd.h>

namespace dlp::detail {
namespace {

constexpr auto prefixes_of_ranks =
    std::array<std::string_view, 10>{"PMI_",   "PMIX_", "PMI2_", "MPI_LOCAL", "HYDI_",
                                     "HYDRA_", "OMPI_", "PRTE_", "ORTE_",     "MPIEXEC_"};

// A job of Slurm stays known to its children, who may start steps of their own in it.
constexpr auto of_slurm_ranks = std::array<std::string_view, 12>{
    "SLURM_PROCID",        "SLURM_LOCALID",    "SLURM_NODEID",         "SLURM_STEP_ID",
    "SLURM_STEPID",        "SLURM_STEP_TASKS", "SLURM_STEP_NUM_TASKS", "SLURM_STEP_NUM_NODES",
    "SLURM_STEP_NODELIST", "SLURM_TASK_PID",   "SLURM_GTIDS",          "SLURM_MPI_TYPE"};

// The child of a rank is no rank of its trace, and would take the place of rank 0.
constexpr auto of_the_job = std::string_view("DLP_TRACE");

auto name_in(std::string_view assignment) -> std::string_view {
  return assignment.substr(0, assignment.find('='));
}

}  // namespace

auto is_of_a_rank(std::string_view variable) -> bool {
  return std::ranges::any_of(prefixes_of_ranks,
                             [&](auto prefix) { return variable.starts_with(prefix); }) ||
         std::ranges::find(of_slurm_ranks, variable) != of_slurm_ranks.end();
}

auto environment_of_child(std::vector<std::string> more) -> std::vector<std::string> {
  auto all = std::vector<std::string>();
  for (auto** one = ::environ; one != nullptr && *one != nullptr; ++one) {
    auto const name = name_in(*one);
    auto const is_this = [&](std::string const& other) { return name_in(other) == name; };
    auto const is_foreign = is_of_a_rank(name) || name == of_the_job;
    if (!is_foreign && std::ranges::none_of(more, is_this)) all.emplace_back(*one);
  }
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace dlp::detail
