// SPDX-License-Identifier: BSL-1.0
#include <each/child_environment.hpp>

#include <algorithm>
#include <cstdlib>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(child_environment_test)

using dlp::detail::environment_of_child;
using dlp::detail::is_of_a_rank;

BOOST_AUTO_TEST_CASE(what_tells_a_rank_who_it_is_is_known) {
  for (auto const* one : {"PMI_RANK", "PMI_FD", "PMI_SIZE", "PMIX_NAMESPACE", "MPI_LOCALRANKID",
                          "OMPI_COMM_WORLD_RANK", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS"})
    BOOST_TEST(is_of_a_rank(one), one);
  for (auto const* one : {"PATH", "SLURM_JOB_ID", "MPICH_VERSION", "SLURM_NTASKS", "PMI"})
    BOOST_TEST(!is_of_a_rank(one), one);
}

BOOST_AUTO_TEST_CASE(a_child_has_the_others_and_its_own) {
  ::setenv("PMI_RANK", "3", 1);
  ::setenv("DLP_EACH_TEST", "as it was", 1);
  ::setenv("DLP_TRACE", "of the job", 1);
  ::setenv("PARALLEL_SEQ", "of another", 1);
  auto const all = environment_of_child({"PARALLEL_SEQ=5"});
  auto const count = [&](char const* one) { return std::ranges::count(all, one); };
  BOOST_TEST(count("PMI_RANK=3") == 0);
  BOOST_TEST(count("DLP_TRACE=of the job") == 0);
  BOOST_TEST(count("DLP_EACH_TEST=as it was") == 1);
  BOOST_TEST(count("PARALLEL_SEQ=of another") == 0);
  BOOST_TEST(count("PARALLEL_SEQ=5") == 1);
  for (auto const* name : {"PMI_RANK", "DLP_EACH_TEST", "DLP_TRACE", "PARALLEL_SEQ"})
    ::unsetenv(name);
}

BOOST_AUTO_TEST_SUITE_END()
