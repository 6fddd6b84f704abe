// SPDX-License-Identifier: BSL-1.0
#include <comm/job/interruption.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <stop_token>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/stop_on_signal.hpp>

#include "../support/child_status.hpp"

BOOST_AUTO_TEST_SUITE(interruption_test)

using dlp::detail::interrupted_by;
using dlp::detail::interruption;
using namespace std::chrono_literals;

namespace {

/// Whether it comes to a stop, soon.
auto stops(interruption const& what) -> bool {
  for (auto i = 0; i != 3000 && !what.token().stop_requested(); ++i)
    std::this_thread::sleep_for(10ms);
  return what.token().stop_requested();
}

}  // namespace

// In children, and before this process has a watch of its own.
BOOST_AUTO_TEST_CASE(the_first_signal_after_the_end_of_a_slurm_job_is_the_first) {
  BOOST_TEST(dlp_test::holds_in_child([] {
    auto const end = std::to_string(std::time(nullptr) + 1);
    ::setenv("SLURM_JOB_END_TIME", end.c_str(), 1);
    dlp::stop_on_signal({.before_end = 1h});
    auto const loop = interruption({}, {});
    if (!stops(loop) || loop.why() != "the end of the job") return false;
    std::raise(SIGTERM);
    return true;  // it goes on
  }));
}

BOOST_AUTO_TEST_CASE(the_second_signal_ends_the_process_at_once) {
  auto const status = dlp_test::status_of_child([] {
    dlp::stop_on_signal();
    std::raise(SIGINT);
    std::this_thread::sleep_for(600ms);
    std::raise(SIGINT);
    return true;
  });
  BOOST_TEST(WIFSIGNALED(status));
  BOOST_TEST(WTERMSIG(status) == SIGINT);
}

BOOST_AUTO_TEST_CASE(a_signal_of_another_kind_hurries_nobody_and_neither_does_sigusr1) {
  BOOST_TEST(dlp_test::holds_in_child([] {
    dlp::stop_on_signal();
    if (dlp::detail::signal_has_come()) return false;
    std::raise(SIGUSR1);
    std::this_thread::sleep_for(600ms);
    for (auto const number : {SIGUSR1, SIGTERM, SIGINT}) std::raise(number);
    return dlp::detail::signal_has_come() && interrupted_by() == "SIGUSR1";
  }));
}

BOOST_AUTO_TEST_CASE(without_a_deadline_or_signals_it_is_the_token_of_the_program) {
  auto source = std::stop_source();
  auto const with = interruption(source.get_token(), {});
  BOOST_TEST((with.token() == source.get_token()));
  source.request_stop();
  BOOST_TEST(with.why() == "");
  BOOST_TEST(!interruption({}, {}).token().stop_possible());
}

BOOST_AUTO_TEST_CASE(a_deadline_stops_it_and_so_does_the_token) {
  auto source = std::stop_source();
  auto const far = interruption(source.get_token(), 1h);
  auto const near = interruption(source.get_token(), 20ms);
  BOOST_TEST(stops(near));
  BOOST_TEST(near.why() == "its deadline");
  BOOST_TEST(!far.token().stop_requested());
  source.request_stop();
  BOOST_TEST(far.token().stop_requested());
  BOOST_TEST(far.why() == "");
  BOOST_TEST(interruption({}, 0s).token().stop_requested());
}

BOOST_AUTO_TEST_CASE(a_deadline_may_be_a_stop_that_interrupts_nothing) {
  BOOST_TEST(interruption({}, 0ms, true).token().stop_requested());  // before anything is begun
  for (auto const time : {0ms, 20ms}) {
    auto const returns = interruption({}, time, true);
    BOOST_TEST(stops(returns));
    BOOST_TEST(!returns.is_over());
    BOOST_TEST(returns.why() == "");
  }
}

// A signal is for the rest of the process: this one comes last.
BOOST_AUTO_TEST_CASE(a_signal_stops_all_that_are_and_all_that_come) {
  dlp::stop_on_signal();
  auto const before = interruption({}, {});
  BOOST_TEST(!before.token().stop_requested());
  std::raise(SIGUSR1);
  std::raise(SIGINT);  // the same, as a launcher hands it on
  BOOST_TEST(stops(before));
  BOOST_TEST(before.why() == "SIGUSR1");
  BOOST_TEST(interruption({}, {}).token().stop_requested());
  BOOST_TEST(interrupted_by() == "SIGUSR1");
}

BOOST_AUTO_TEST_SUITE_END()
