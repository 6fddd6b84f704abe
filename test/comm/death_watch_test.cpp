// SPDX-License-Identifier: BSL-1.0
//
// Jobs whose launcher lets the others go on when a rank dies, as srun does; dlp-run has mpiexec do
// so. This file again, with the name of a part in `parts` as its argument.
#include <comm/loss/death_watch.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <thread>

#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <comm/job/process_end.hpp>
#include <dlp/core/failure.hpp>

#include "../support/parts.hpp"
#include "../support/which_mpi.hpp"
#include "job.hpp"

namespace {

using namespace std::chrono_literals;
using dlp_test::check_failure;
using dlp_test::run_job;
using dlp_test::say;
namespace death_watch = dlp::detail::death_watch;

void end_by(std::string const& how) {
  if (how == "SIGKILL") ::raise(SIGKILL);
  if (how == "an-end") dlp::detail::end_process(0);
  if (how == "leaving-a-child") {
    if (::fork() == 0) {
      std::this_thread::sleep_for(3s);
      dlp::detail::end_process(0);
    }
    ::raise(SIGKILL);
  }
}

/// From now on this process can open so many files, and no more.
void leave_files(int count) {
  auto const next = ::dup(STDERR_FILENO);
  ::close(next);
  auto const most = static_cast<rlim_t>(next + count);
  auto const limit = rlimit{most, most};
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::map<std::string, std::function<void(int, char**)>> const parts = {
    {"loses",  // a rank, in some way, at once
     [](int rank, char** argv) {
       death_watch::begin(true);
       if (rank == std::atoi(argv[3])) end_by(argv[2]);
       std::this_thread::sleep_for(15s);
       say("was not told");
     }},
    {"few-files",  // may rank 0 open: one for a socket, and some of its own
     [](int rank, char**) {
       boost::mpi::communicator().barrier();
       if (rank == 0) leave_files(3);  // and one at which it listens
       death_watch::begin(true);
       if (rank == 0) {
         std::this_thread::sleep_for(500ms);
         // The second is in the place of that at which it listened.
         for (auto const* const which : {"one file", "another"})
           say(std::string(::open("/dev/null", O_RDONLY) >= 0 ? "opens " : "cannot open ") + which);
       }
       boost::mpi::communicator().barrier();
       death_watch::stop();
       boost::mpi::communicator().barrier();
       dlp::detail::end_process(0);
     }},
    {"ends", [](int rank, char** argv) {
       death_watch::begin(std::string(argv[2]) == "on-one-machine");
       if (rank == 1) std::this_thread::sleep_for(100ms);
       death_watch::stop();
       boost::mpi::communicator().barrier();
       if (rank == 0) dlp::detail::end_process(0);  // before the others do
       std::this_thread::sleep_for(2s);
       say("came to the end");
       dlp::detail::end_process(0);
     }}};

auto job_that_goes_on(int ranks, std::string const& mode, std::string const& variables = "")
    -> dlp_test::job {
  ::setenv("DLP_MPIEXEC", DLP_SOURCE_DIR "/tools/dlp-run", 1);
  return run_job(ranks, mode, variables);
}

}  // namespace

auto main(int argc, char** argv) -> int {
  return dlp_test::main_of_parts(parts, argc, argv, [&](auto const& part) {
    auto const mpi = boost::mpi::environment(argc, argv, boost::mpi::threading::multiple);
    part(boost::mpi::communicator().rank(), argv);
  });
}

BOOST_AUTO_TEST_SUITE(death_watch_test, *dlp_test::needs_mpich())

// contract: X1
BOOST_AUTO_TEST_CASE(a_rank_that_dies_ends_the_job_whatever_the_launcher_does) {
  struct {
    char const* how;
    int ranks;
    int dead;
  } const deaths[] = {
      {"SIGKILL", 2, 1}, {"SIGKILL", 3, 0}, {"an-end", 5, 3}, {"leaving-a-child", 3, 2}};
  for (auto const& [how, ranks, dead] : deaths) {
    auto const mode = std::string("loses ") + how + " " + std::to_string(dead);
    auto const job = job_that_goes_on(ranks, mode);
    auto const where = dead == 0 ? "" : " (" + dlp::detail::host_name() + ")";  // as it said itself
    check_failure(job, 5, "rank " + std::to_string(dead) + where + " has died\n");
    BOOST_TEST(job.times(" has died\n") == 1, job.said);
  }
}

// contract: X1
BOOST_AUTO_TEST_CASE(a_job_that_comes_to_its_end_is_left_alone) {
  for (auto const* const where : {"ends on-one-machine", "ends anywhere"}) {
    auto const job = job_that_goes_on(3, where);
    BOOST_TEST(job.code == 0, job.said);
    BOOST_TEST(job.said == "came to the end\ncame to the end\n");
  }
}

BOOST_AUTO_TEST_CASE(where_rank_0_may_open_few_files_the_program_has_some_of_them) {
  // UCX opens files for connections by TCP, some of them later.
  auto const job = job_that_goes_on(5, "few-files", "UCX_TLS=self,sysv");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.said == "opens one file\nopens another\n");
}

BOOST_AUTO_TEST_SUITE_END()
