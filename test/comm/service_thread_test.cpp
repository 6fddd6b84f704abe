// SPDX-License-Identifier: BSL-1.0
//
// An exception in one ends a program, so that case starts one: this file again, with the name of a
// part in `parts` as its argument.
#include <comm/job/service_thread.hpp>

#include <atomic>
#include <csignal>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include <pthread.h>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/collectives.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/environment.hpp>

#include "../support/parts.hpp"
#include "job.hpp"

using dlp::detail::service_thread;

namespace {

void wait_for(std::atomic<int> const& count, int expected) {
  while (count != expected) std::this_thread::yield();
}

auto is_blocked(int signal) -> bool {
  auto blocked = sigset_t();
  ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  return ::sigismember(&blocked, signal) == 1;
}

std::map<std::string, std::function<void()>> const parts = {
    {"throws",
     [] {
       auto const env = dlp::environment();
       auto service = service_thread("a service", [] { throw std::runtime_error("out of luck"); });
       if (dlp::rank() == 1) service.wake();
       dlp::detail::meet({"barrier", {}});
     }},
};

}  // namespace

auto main(int argc, char** argv) -> int { return dlp_test::main_of_parts(parts, argc, argv); }

BOOST_AUTO_TEST_CASE(it_works_when_it_is_woken_and_only_then) {
  auto count = std::atomic(0);
  {
    auto service = service_thread("a service", [&] { ++count; });
    for (auto const round : {1, 2, 3}) {
      service.wake();
      wait_for(count, round);
    }
  }
  BOOST_TEST(count == 3);
}

BOOST_AUTO_TEST_CASE(who_wakes_it_while_it_works_finds_the_work_done_once_more) {
  auto begun = std::atomic(0);
  auto may_end = std::atomic(false);
  auto service = service_thread("a service", [&] {
    ++begun;
    while (!may_end) std::this_thread::yield();
  });
  service.wake();
  wait_for(begun, 1);
  service.wake();
  may_end = true;
  service.quit();
  BOOST_TEST(begun == 2);
}

BOOST_AUTO_TEST_CASE(one_that_has_never_had_work_has_nothing_to_end) {
  auto service = service_thread("a service", [] {});
  service.quit();
  service.quit();
}

BOOST_AUTO_TEST_CASE(signals_are_left_to_the_program) {
  auto blocked_there = std::atomic(0);
  auto service = service_thread("a service", [&] {
    for (auto const signal : {SIGTERM, SIGINT, SIGUSR1, SIGALRM})
      blocked_there += is_blocked(signal);
  });
  service.wake();
  service.quit();
  BOOST_TEST(blocked_there == 4);
  BOOST_TEST(!is_blocked(SIGUSR1));
}

// contract: E8
BOOST_AUTO_TEST_CASE(an_exception_that_leaves_its_work_ends_the_job_with_a_sentence) {
  auto const job = dlp_test::run_job(2, "throws");
  dlp_test::check_failure(job, 3, "dlp: rank 1 of 2");
  BOOST_TEST(job.says(": a service: out of luck\n"), job.said);
}
