// SPDX-License-Identifier: BSL-1.0
//
// Each case starts a program: this file again, with the name of a part in `parts` as its argument.
#include <comm/job/exit_hook.hpp>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <dlp/comm/collectives.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/environment.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>

#include "../support/parts.hpp"
#include "job.hpp"

namespace {

using dlp_test::run_job;

/// Rank 1 ends its process, and the others wait for it.
void leave_by(std::function<void()> const& end) {
  auto const env = dlp::environment();
  if (dlp::rank() == 1) end();
  dlp::detail::meet({"barrier", {}});
}

std::map<std::string, std::function<void()>> const parts = {
    {"_exit0", [] { leave_by([] { ::_exit(0); }); }},
    {"_exit256", [] { leave_by([] { ::_exit(256); }); }},
    {"_exit7", [] { leave_by([] { ::_exit(7); }); }},
    {"_Exit0", [] { leave_by([] { std::_Exit(0); }); }},
    {"quick_exit0", [] { leave_by([] { std::quick_exit(0); }); }},
    {"in-a-child",
     [] {
       leave_by([] {
         auto const child = ::fork();
         if (child == 0) ::_exit(0);
         auto status = -1;
         ::waitpid(child, &status, 0);
         if (status != 0) std::abort();
       });
     }},
    {"after-the-end",
     [] {
       leave_by([] {});
       ::_exit(0);
     }},
    {"root-gathers-alone",
     [] {
       auto const env = dlp::environment();
       if (dlp::is_root()) dlp::detail::meet({"gather of int", {}});
     }},
    {"root-gathers-alone-and-catches",
     [] {
       auto const env = dlp::environment();
       try {
         if (dlp::is_root()) dlp::detail::meet({"gather of int", {}});
       } catch (dlp::disagreement const&) {
         std::this_thread::sleep_for(std::chrono::seconds(10));
       }
     }},
    {"alone", [] {
       auto const env = dlp::environment();
       ::_exit(0);
     }}};

}  // namespace

auto main(int argc, char** argv) -> int { return dlp_test::main_of_parts(parts, argc, argv); }

// contract: E7
BOOST_AUTO_TEST_CASE(a_rank_that_vanishes_is_named_and_its_job_is_no_success) {
  auto const line = "dlp: rank 1 of 3 on " + dlp::detail::host_name() + ": it ends by _exit";
  for (auto const* how : {"_exit0", "_exit256", "_exit7", "_Exit0", "quick_exit0"}) {
    for (auto i = 0; i != 2; ++i) {
      auto const job = run_job(3, how);
      BOOST_TEST(job.code == (std::string(how) == "_exit7" ? 7 : 1), how << ": " << job.code);
      BOOST_TEST(job.seconds.count() < 3);
      BOOST_TEST(job.times(line) == 1, job.said);
    }
  }
}

BOOST_AUTO_TEST_CASE(who_is_nobody_to_wait_for_ends_as_it_likes) {
  for (auto const* how : {"in-a-child", "after-the-end"}) {
    auto const job = run_job(2, how);
    BOOST_TEST(job.code == 0, how);
    BOOST_TEST(job.said == "");
  }
  for (auto const ranks : {0, 1}) {
    auto const job = run_job(ranks, "alone");
    BOOST_TEST(!job.says("dlp:"), job.said);
  }
}

// contract: E7
BOOST_AUTO_TEST_CASE(a_call_that_only_the_root_makes_is_told_with_what_to_look_for) {
  auto const advice = "look for a call that only some ranks make, e.g. inside if (is_root())";
  for (auto const ranks : {2, 3, 8}) {
    auto const job = run_job(ranks, "root-gathers-alone");
    dlp_test::check_failure(job, 5, advice);
    BOOST_TEST(job.says("rank 0 says \"gather of int, root 0\""), job.said);
    BOOST_TEST(job.times("dlp: rank ") == 1, job.said);
    BOOST_TEST(job.says("says \"the end of the program\""), job.said);
  }
  BOOST_TEST(run_job(1, "root-gathers-alone").code == 0);
  auto const caught = run_job(5, "root-gathers-alone-and-catches");
  dlp_test::check_failure(caught, 5, advice);
  BOOST_TEST(caught.times("dlp: rank ") == 1, caught.said);
}
