// SPDX-License-Identifier: BSL-1.0
#include <comm/job/launcher_line.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <comm/job/process_end.hpp>

BOOST_AUTO_TEST_SUITE(launcher_line_test)

namespace {

using namespace dlp::detail;

/// What a launcher hears of a process that it has started with these variables, and that does this.
template <class F>
auto heard_from(std::string const& variables, F does, std::string_view answer = {}) -> std::string {
  int ends[2];
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  BOOST_REQUIRE(::send(ends[0], answer.data(), answer.size(), 0) == std::ssize(answer));
  auto const child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    for (auto const* name : {"PMI_SIZE", "PMI_RANK", "PMI_FD", "MPI_LOCALNRANKS", "DLP_SURVIVE",
                             "OMPI_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS"}) {
      ::unsetenv(name);
    }
    ::setenv("PMI_FD", std::to_string(ends[1]).c_str(), 1);
    auto stream = std::istringstream(variables);
    for (auto one = std::string(); stream >> one;) {
      auto const at = one.find('=');
      ::setenv(one.substr(0, at).c_str(), one.substr(at + 1).c_str(), 1);
    }
    does();
    end_process(0);
  }
  ::close(ends[1]);
  auto heard = std::string();
  char buffer[256];
  for (auto size = ::read(ends[0], buffer, sizeof buffer); size > 0;
       size = ::read(ends[0], buffer, sizeof buffer)) {
    heard.append(buffer, static_cast<std::size_t>(size));
  }
  ::close(ends[0]);
  auto status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(status == 0);
  return heard;
}

auto const by_mpiexec = std::string("PMI_SIZE=3 PMI_RANK=1 MPI_LOCALNRANKS=3 ");

void tell(int code) {
  find_launcher_line();
  tell_launcher(code);
}

}  // namespace

// contract: X1
BOOST_AUTO_TEST_CASE(mpiexec_hears_the_code_of_a_rank_that_is_about_to_end) {
  BOOST_TEST(heard_from(by_mpiexec, [] { tell(6); }) == "cmd=abort exitcode=6\n");
  BOOST_TEST(heard_from(by_mpiexec, [] { tell(139); }) == "cmd=abort exitcode=139\n");
}

BOOST_AUTO_TEST_CASE(it_hears_nothing_of_a_good_end_and_of_a_child) {
  BOOST_TEST(heard_from(by_mpiexec, [] { tell(0); }) == "");
  BOOST_TEST(heard_from(by_mpiexec, [] {
               find_launcher_line();
               auto const child = ::fork();
               if (child == 0) {
                 tell_launcher(6);
                 end_process(0);
               }
               ::waitpid(child, nullptr, 0);
             }) == "");
}

BOOST_AUTO_TEST_CASE(mpiexec_hears_of_a_good_end_without_finalize_and_says_that_it_did) {
  for (auto const& [answer, is_taken] : {std::pair("cmd=finalize_ack\n", true),
                                         {"cmd=finalize_ack rc=0\n", true},
                                         {"no\n", false}}) {
    auto const leaves = [&] {
      find_launcher_line();
      if (takes_leave_of_launcher() != is_taken) end_process(1);
    };
    BOOST_TEST(heard_from(by_mpiexec, leaves, answer) == "cmd=finalize\n");
  }
  auto const has_no_line = [] {
    find_launcher_line();
    if (takes_leave_of_launcher()) end_process(1);
  };
  BOOST_TEST(heard_from(by_mpiexec + "DLP_SURVIVE=1", has_no_line) == "");
  BOOST_TEST(heard_from("", has_no_line) == "");
}

BOOST_AUTO_TEST_CASE(a_job_that_survives_the_death_hears_nothing_and_no_other_launcher_does) {
  auto const tell_6 = [] { tell(6); };
  BOOST_TEST(heard_from(by_mpiexec + "DLP_SURVIVE=1", tell_6) == "");
  BOOST_TEST(heard_from("PMI_SIZE=3 PMI_RANK=1 SLURM_STEP_NUM_TASKS=3 SLURM_PROCID=1", tell_6) ==
             "");
  BOOST_TEST(heard_from("OMPI_COMM_WORLD_SIZE=3 OMPI_COMM_WORLD_RANK=1", tell_6) == "");
  BOOST_TEST(heard_from(by_mpiexec + "PMI_FD=none", tell_6) == "");
  BOOST_TEST(heard_from("", tell_6) == "");
}

BOOST_AUTO_TEST_CASE(a_core_that_is_wanted_is_waited_for) {
  auto limit = rlimit();
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_CORE, &limit) == 0);
  if (limit.rlim_max == 0) {
    BOOST_TEST_MESSAGE("skipped: cores are not to be had here");
    return;
  }
  auto const before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_CORE, &limit) == 0);
  BOOST_TEST(leaves_core());
  limit.rlim_cur = 0;
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_CORE, &limit) == 0);
  BOOST_TEST(leaves_core() == (std::ifstream("/proc/sys/kernel/core_pattern").peek() == '|'));
  limit.rlim_cur = before;
  ::setrlimit(RLIMIT_CORE, &limit);
}

BOOST_AUTO_TEST_SUITE_END()
