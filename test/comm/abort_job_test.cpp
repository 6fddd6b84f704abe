// SPDX-License-Identifier: BSL-1.0
//
// Last words end programs, so each case here starts one: this file again, with the name of a part
// in `parts` as its argument.
#include <comm/job/abort_job.hpp>

#include <functional>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/collectives.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/environment.hpp>
#include <dlp/core/failure.hpp>

#include "../support/parts.hpp"
#include "job.hpp"

namespace {

std::map<std::string, std::function<void()>> const parts = {
    {"ends-the-job",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) dlp::detail::end_job("for a reason");
       dlp::detail::meet({"barrier", {}});
     }},
};

}  // namespace

auto main(int argc, char** argv) -> int { return dlp_test::main_of_parts(parts, argc, argv); }

// contract: E8
BOOST_AUTO_TEST_CASE(a_job_that_is_ended_says_why_and_is_no_success) {
  for (auto const ranks : {2, 5}) {
    auto const job = dlp_test::run_job(ranks, "ends-the-job");
    auto const line = "dlp: rank 1 of " + std::to_string(ranks) + " on " +
                      dlp::detail::host_name() + ": for a reason\n";
    dlp_test::check_failure(job, 3, line);  // 2 s, and one for the start
    BOOST_TEST(job.times("dlp: ") == 1, job.said);
  }
}
