// SPDX-License-Identifier: BSL-1.0
#include <each/job_runner.hpp>

#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <each/stop_signal.hpp>

#include "../support/child_status.hpp"

BOOST_AUTO_TEST_SUITE(job_runner_test)

using namespace dlp::detail;
using words = std::vector<std::string>;

namespace {

/// A runner in slot 2, and what it has sent before the end of a job.
struct runner {
  explicit runner(words const& arguments) : asked(parse_each_options(arguments)) {}

  auto run(words arguments) -> job_result {
    auto around = job_runner::surroundings{
        .wrote = [this](auto, int stream, auto text) { sent.emplace_back(stream, text); },
        .heard = [this] { return wanted; }};
    return job_runner(asked, 2, around).run({.number = 7, .arguments = std::move(arguments)});
  }

  each_options asked;
  demand wanted = demand::all;
  std::vector<std::pair<int, std::string>> sent = {};
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_job_gives_its_outputs_and_its_code) {
  auto const result = runner({"echo {} {#} {%}; echo e >&2; exit 3"}).run({"a b"});
  BOOST_TEST(result.is_begun);
  BOOST_TEST(result.number == 7U);
  BOOST_TEST(result.slot == 2);
  BOOST_TEST(result.code == 3);
  BOOST_TEST(result.out == "a b 7 2\n");
  BOOST_TEST(result.err == "e\n");
  BOOST_TEST(result.received == 10U);
}

BOOST_AUTO_TEST_CASE(a_line_that_is_a_command_is_run_as_it_is) {
  BOOST_TEST(runner({}).run({"echo a; echo $((1 + 1))"}).out == "a\n2\n");
}

BOOST_AUTO_TEST_CASE(a_job_knows_its_number_and_its_slot) {
  BOOST_TEST(runner({"echo $PARALLEL_SEQ $PARALLEL_JOBSLOT \\#"}).run({"a"}).out == "7 2 # a\n");
}

// Who stops a job sends the signal to its children too, and they end first.
BOOST_AUTO_TEST_CASE(a_job_that_the_signal_has_ended_which_stops_this_rank_is_known_by_that) {
  auto const is_known = [] {
    note_stop_signals();
    auto const result = runner({"(sleep 0.02; kill -TERM $PPID) & kill -TERM $$"}).run({""});
    return result.signal == SIGTERM && result.stop == SIGTERM;
  };
  auto was_known = false;  // unless others have had the core for half a second
  for (auto i = 0; i != 5 && !was_known; ++i) was_known = dlp_test::holds_in_child(is_known);
  BOOST_TEST(was_known);
  BOOST_TEST(runner({"kill -TERM $$"}).run({""}).stop == 0);
}

BOOST_AUTO_TEST_CASE(large_outputs_are_sent_while_it_runs) {
  auto it = runner({"head -c 1000000 /dev/zero; : {}"});
  auto const result = it.run({"a"});
  BOOST_TEST(result.received == 1'000'000U);
  BOOST_TEST(it.sent.size() >= 3U);
  auto size = result.out.size();
  for (auto const& [stream, text] : it.sent) size += text.size();
  BOOST_TEST(size == 1'000'000U);
  BOOST_TEST(result.out.size() < 400'000U);
}

BOOST_AUTO_TEST_CASE(lines_are_sent_when_they_are_whole) {
  auto it = runner({"--line-buffer", "echo a; sleep 0.1; printf b; : {}"});
  auto const result = it.run({"x"});
  BOOST_REQUIRE(!it.sent.empty());
  BOOST_TEST(it.sent[0].second.starts_with("a\n"));
  auto all = std::string();
  for (auto const& [stream, text] : it.sent) all += text;
  BOOST_TEST(all + result.out == "a\nb");
}

BOOST_AUTO_TEST_CASE(where_less_is_wanted_nothing_is_begun) {
  auto it = runner({"echo"});
  it.wanted = demand::what_runs;
  BOOST_TEST(!it.run({"a"}).is_begun);
}

BOOST_AUTO_TEST_SUITE_END()
