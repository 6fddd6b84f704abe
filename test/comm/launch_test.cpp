// SPDX-License-Identifier: BSL-1.0
#include <comm/job/launch.hpp>

#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(launch_test)

namespace detail = dlp::detail;

namespace {

// As MPI_Get_library_version gives them.
auto const mpich = std::string(
    "MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr  7 12:34:45 CDT 2022\n"
    "MPICH Device:\tch4:ucx\nMPICH configure:\t--prefix=/usr\n");
auto const open_mpi = std::string(
    "Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4, "
    "repo rev: v4.1.4, May 26, 2022");

using variables = std::map<std::string, std::string>;

auto const open_mpi_of_4 = variables{{"OMPI_COMM_WORLD_SIZE", "4"}, {"OMPI_COMM_WORLD_RANK", "2"}};
auto const mpich_of_3 = variables{{"PMI_SIZE", "3"}, {"PMI_RANK", "1"}};
auto const srun_of_8 = variables{
    {"SLURM_NTASKS", "8"}, {"SLURM_STEP_NUM_TASKS", "8"}, {"SLURM_PROCID", "7"}, {"PMI_SIZE", "8"}};
auto const mpiexec_in_a_job_of_slurm = variables{
    {"SLURM_STEP_NUM_TASKS", "2"}, {"SLURM_PROCID", "1"},    {"PMI_SIZE", "6"}, {"PMI_RANK", "3"},
    {"MPI_LOCALNRANKS", "3"},      {"MPI_LOCALRANKID", "0"}, {"PMI_FD", "7"}};
auto const allocation_of_16 = variables{{"SLURM_NTASKS", "16"}, {"SLURM_JOB_ID", "1"}};

auto lookup_in(variables const& set) -> detail::lookup {
  return [&set](char const* name) -> char const* {
    auto const found = set.find(name);
    return found == set.end() ? nullptr : found->second.c_str();
  };
}

auto with(variables set, std::string const& name, std::string const& value) -> variables {
  set[name] = value;
  return set;
}

/// What `check_launch` refuses the program with; empty where it lets it pass.
auto refusal(variables const& set, int ranks_seen_by_mpi, std::string const& library)
    -> std::string {
  try {
    detail::check_launch(lookup_in(set), ranks_seen_by_mpi, library);
  } catch (dlp::launch_error const& thrown) {
    return thrown.what();
  }
  return "";
}

auto says(std::string const& text, std::string_view part) -> bool {
  return text.find(part) != std::string::npos;
}

auto check_found(variables const& set, std::string const& launcher, int ranks, int rank) -> bool {
  auto const found = detail::find_launch(lookup_in(set));
  return found && found->launcher == launcher && found->ranks == ranks && found->rank == rank;
}

}  // namespace

// contract: E5
BOOST_AUTO_TEST_CASE(a_launcher_is_known_by_the_variables_of_each_process) {
  BOOST_TEST(check_found(open_mpi_of_4, "Open MPI's mpiexec", 4, 2));
  BOOST_TEST(check_found(mpich_of_3, "MPICH's mpiexec", 3, 1));
  BOOST_TEST(check_found({{"MPI_LOCALNRANKS", "2"}, {"MPI_LOCALRANKID", "1"}},
                         "an mpiexec of the MPICH family", 2, 1));
}

// contract: E5
BOOST_AUTO_TEST_CASE(srun_is_named_though_it_speaks_pmi_too) {
  BOOST_TEST(check_found(srun_of_8, "srun", 8, 7));
}

// contract: E5
BOOST_AUTO_TEST_CASE(so_is_mpiexec_where_srun_starts_its_proxies) {
  BOOST_TEST(check_found(mpiexec_in_a_job_of_slurm, "MPICH's mpiexec", 6, 3));
}

// contract: E5
BOOST_AUTO_TEST_CASE(without_those_variables_there_is_no_launcher) {
  BOOST_TEST(!detail::find_launch(lookup_in({})).has_value());
  BOOST_TEST(!detail::find_launch(lookup_in(allocation_of_16)).has_value());
}

BOOST_AUTO_TEST_CASE(a_variable_that_is_no_number_says_nothing) {
  BOOST_TEST(!detail::find_launch(lookup_in({{"PMI_SIZE", ""}})).has_value());
  BOOST_TEST(!detail::find_launch(lookup_in({{"PMI_SIZE", "many"}})).has_value());
  BOOST_TEST(check_found({{"PMI_SIZE", "3"}, {"PMI_RANK", "x"}}, "MPICH's mpiexec", 3, 0));
}

// contract: E5
BOOST_AUTO_TEST_CASE(the_launcher_of_open_mpi_is_refused_by_a_program_on_mpich) {
  auto const text = refusal(open_mpi_of_4, 1, mpich);
  BOOST_TEST(says(text, "Open MPI's mpiexec started 4 processes"));
  BOOST_TEST(says(text, "built with MPICH 4.0.2"));
  BOOST_TEST(says(text, "mpiexec.mpich -np 4 <program>"));
  BOOST_TEST(says(text, "DLP_ALLOW_SINGLETONS=1"));
}

// contract: E5
BOOST_AUTO_TEST_CASE(the_launcher_of_mpich_is_refused_by_a_program_on_open_mpi) {
  auto const text = refusal(mpich_of_3, 1, open_mpi);
  BOOST_TEST(says(text, "MPICH's mpiexec started 3 processes"));
  BOOST_TEST(says(text, "built with Open MPI 4.1.4"));
  BOOST_TEST(says(text, "mpiexec.openmpi -np 3 <program>"));
}

// contract: E5
BOOST_AUTO_TEST_CASE(nobody_is_told_to_type_what_he_has_typed) {
  auto const by_pmix = variables{{"MPI_LOCALNRANKS", "4"}, {"MPI_LOCALRANKID", "1"}};
  for (auto const& set : {mpich_of_3, by_pmix}) {
    auto const text = refusal(set, 1, mpich);
    BOOST_TEST(says(text, "do not speak the same PMI"));
    BOOST_TEST(!says(text, "Type:"), text);
  }
}

// contract: E5
BOOST_AUTO_TEST_CASE(a_step_of_srun_whose_processes_are_alone_is_refused) {
  auto by_none = srun_of_8;
  by_none.erase("PMI_SIZE");
  for (auto const& set : {by_none, srun_of_8}) {
    BOOST_TEST(says(refusal(set, 1, mpich), "srun started 8 processes"));
  }
  BOOST_TEST(says(refusal(by_none, 1, mpich), "Type: srun --mpi=pmi2 <program>"));
  BOOST_TEST(says(refusal(by_none, 1, open_mpi), "Type: srun --mpi=pmix <program>"));
  BOOST_TEST(says(refusal(srun_of_8, 1, open_mpi), "Type: srun --mpi=pmix <program>"));
}

// contract: E5
BOOST_AUTO_TEST_CASE(where_srun_spoke_pmi_already_something_else_is_to_be_typed) {
  BOOST_TEST(says(refusal(srun_of_8, 1, mpich), "Type: mpiexec.mpich -np 8 <program>, inside"));
}

// contract: E5
BOOST_AUTO_TEST_CASE(a_launch_that_mpi_understood_passes) {
  BOOST_TEST(refusal(mpich_of_3, 3, mpich) == "");
  BOOST_TEST(refusal(srun_of_8, 8, mpich) == "");
  BOOST_TEST(refusal({}, 1, mpich) == "");
  BOOST_TEST(refusal(with(mpich_of_3, "PMI_SIZE", "1"), 1, mpich) == "");
  BOOST_TEST(refusal(allocation_of_16, 1, mpich) == "");
}

// contract: E9
BOOST_AUTO_TEST_CASE(a_job_that_is_to_survive_is_refused_by_open_mpi_alone) {
  auto const text = refusal(with(open_mpi_of_4, "DLP_SURVIVE", "1"), 4, open_mpi);
  BOOST_TEST(says(text, "is built with Open MPI 4.1.4, whose launcher ends all ranks then"));
  BOOST_TEST(says(text, "Type: mpiexec.openmpi -np 4 <program>"));
  auto const by_srun = with(srun_of_8, "DLP_SURVIVE", "1");
  BOOST_TEST(says(refusal(by_srun, 8, open_mpi), "Type: srun --mpi=pmix <program>"));
  BOOST_TEST(says(refusal({{"DLP_SURVIVE", "1"}}, 2, open_mpi), "Type: mpiexec.openmpi -np 2"));
  BOOST_TEST(refusal(by_srun, 8, mpich) == "");
  BOOST_TEST(refusal(with(open_mpi_of_4, "DLP_SURVIVE", "0"), 4, open_mpi) == "");
  BOOST_TEST(refusal({{"DLP_SURVIVE", "1"}}, 1, open_mpi) == "");  // a lone rank has none to lose
}

// contract: E5
BOOST_AUTO_TEST_CASE(whoever_wants_singletons_says_1_and_nothing_else) {
  BOOST_TEST(refusal(with(open_mpi_of_4, "DLP_ALLOW_SINGLETONS", "1"), 1, mpich) == "");
  BOOST_TEST(refusal(with(open_mpi_of_4, "DLP_ALLOW_SINGLETONS", "0"), 1, mpich) != "");
  BOOST_TEST(refusal(with(open_mpi_of_4, "DLP_ALLOW_SINGLETONS", ""), 1, mpich) != "");
}

// contract: E5
BOOST_AUTO_TEST_CASE(an_allocation_without_a_step_is_a_warning) {
  auto const text = detail::allocation_warning(lookup_in(allocation_of_16), 1);
  BOOST_TEST(says(text, "16 tasks"));
  BOOST_TEST(says(text, "srun"));
  BOOST_TEST(!says(text, "\n"));
}

// contract: E5
BOOST_AUTO_TEST_CASE(there_is_no_warning_where_nothing_is_wasted) {
  BOOST_TEST(detail::allocation_warning(lookup_in({}), 1) == "");
  BOOST_TEST(detail::allocation_warning(lookup_in({{"SLURM_NTASKS", "1"}}), 1) == "");
  BOOST_TEST(detail::allocation_warning(lookup_in(allocation_of_16), 16) == "");
  BOOST_TEST(detail::allocation_warning(lookup_in(srun_of_8), 1) == "");  // check_launch has it
}

// contract: E5
BOOST_AUTO_TEST_CASE(an_mpi_is_named_with_its_version) {
  BOOST_TEST(detail::short_name(mpich) == "MPICH 4.0.2");
  BOOST_TEST(detail::short_name(open_mpi) == "Open MPI 4.1.4");
  BOOST_TEST(detail::short_name("Other MPI 1.2, of 2030\nmore") == "Other MPI 1.2");
  BOOST_TEST(detail::short_name("Open MPI v5.0.0rc1, package") == "Open MPI 5.0.0");
  BOOST_TEST(detail::short_name("MPICH Version:") == "MPICH Version:");  // and no version
  BOOST_TEST(detail::short_name("Open MPI vx, of 2030") == "Open MPI vx");
  BOOST_TEST(detail::short_name("") == "");
}

// contract: E9
BOOST_AUTO_TEST_CASE(a_job_is_to_survive_where_its_variable_says_so) {
  for (auto const* const no : {"", "0"}) {
    ::setenv("DLP_SURVIVE", no, 1);
    BOOST_TEST(!detail::is_to_survive());
  }
  ::setenv("DLP_SURVIVE", "1", 1);
  BOOST_TEST(detail::is_to_survive());
  ::unsetenv("DLP_SURVIVE");
  BOOST_TEST(!detail::is_to_survive());
}

BOOST_AUTO_TEST_SUITE_END()
