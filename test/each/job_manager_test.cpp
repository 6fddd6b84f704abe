// SPDX-License-Identifier: BSL-1.0
#include <each/job_manager.hpp>

#include <algorithm>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>
#include <dlp/core/error.hpp>

#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(job_manager_test)

using namespace dlp::detail;
using words = std::vector<std::string>;

namespace {

/// What a rank answers that has had a signal: the job was not begun, or was cut short.
auto stopped(std::uint64_t number, bool is_begun) -> job_result {
  return {.number = number, .is_begun = is_begun, .slot = 1, .stop = SIGTERM};
}

/// The exit code of jobs, on the root, whose codes are their arguments; none is run.
auto code_of(words const& arguments) -> std::optional<int> {
  auto const asked = parse_each_options(arguments);
  auto wire = job_wire(dlp::communicator());
  auto pool = job_manager::job_pool([](job_order const& job) {
    auto const& code = job.arguments.front();
    if (code == "unbegun" || code == "cut") return stopped(job.number, code == "cut");
    return job_result{.number = job.number, .is_begun = true, .slot = 1, .code = std::stoi(code)};
  });
  auto code = std::optional<int>();
  if (pool.is_root()) code = job_manager(asked, dlp::size() == 1 ? nullptr : &wire).run(pool);
  pool.shutdown();
  wire.close();
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

BOOST_AUTO_TEST_CASE(a_signal_to_any_rank_ends_it_and_what_was_not_done_is_not_in_the_log) {
  for (auto const* what : {"unbegun", "cut"}) {
    auto const folder = dlp_test::temporary_folder();
    auto const log = (folder / "log").string();
    auto const code = code_of({"--joblog", log, "c", ":::", "0", "0", what});
    if (!code) continue;
    BOOST_TEST(*code == 128 + SIGTERM);
    BOOST_TEST(!failures_in_log(log).contains(3));
  }
}

BOOST_AUTO_TEST_CASE(a_file_of_something_else_is_no_log_to_go_on_with) {
  auto const folder = dlp_test::temporary_folder();
  auto const file = folder / "notes";
  dlp_test::write_file(file, "mine, and without an end");
  auto const asked = parse_each_options(words{"--joblog", "+" + file.string(), "c", ":::", "0"});
  auto pool = job_manager::job_pool([](job_order const&) { return job_result(); });
  if (pool.is_root()) BOOST_CHECK_THROW(job_manager(asked, nullptr).run(pool), dlp::error);
  pool.shutdown();
  BOOST_TEST(dlp_test::read_file(file) == "mine, and without an end");
}

BOOST_AUTO_TEST_SUITE_END()
