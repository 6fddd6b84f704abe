// SPDX-License-Identifier: BSL-1.0
#include <each/job_manager.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>

#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(job_manager_test)

using namespace dlp::detail;
using words = std::vector<std::string>;

namespace {

/// The exit code of jobs, on the root, whose codes are their arguments; none is run.
auto code_of(words const& arguments) -> std::optional<int> {
  auto const asked = parse_each_options(arguments);
  auto wire = job_wire(dlp::communicator());
  auto pool = job_manager::job_pool([](job_order const& job) {
    return job_result{.number = job.number,
                      .is_begun = true,
                      .slot = 1,
                      .code = std::stoi(job.arguments.front())};
  });
  auto code = std::optional<int>();
  if (pool.is_root()) code = job_manager(asked, dlp::size() == 1 ? nullptr : &wire).run(pool);
  pool.shutdown();
  if (pool.is_root())
    wire.tell_end();
  else
    wire.hear_end();
  return code;
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_ends_with_the_number_of_jobs_that_failed) {
  auto const code = code_of({"c", ":::", "0", "3", "0", "4"});
  BOOST_TEST((!code || *code == 2));
  BOOST_TEST(code.has_value() == bool{dlp::is_root()});
}

BOOST_AUTO_TEST_CASE(a_rule_ends_it_before) {
  auto many = words{"--halt", "now,fail=1", "c", ":::", "0", "7"};
  many.resize(1'000, "0");
  auto const code = code_of(many);
  BOOST_TEST((!code || *code == 7));
}

BOOST_AUTO_TEST_CASE(each_job_is_a_line_of_the_log_however_often_it_was_tried) {
  auto const folder = dlp_test::temporary_folder();
  auto const log = (folder / "log").string();
  auto const code = code_of({"--joblog", log, "--retries", "3", "c", ":::", "0", "1", "0"});
  if (!code) return;
  BOOST_TEST(*code == 1);
  auto const found = failures_in_log(log);
  BOOST_TEST(found.size() == 3U);
  BOOST_TEST(found.at(2));
  BOOST_TEST(std::ranges::count(dlp_test::read_file(log), '\n') == 4);
}

BOOST_AUTO_TEST_SUITE_END()
