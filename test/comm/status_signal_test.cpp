// SPDX-License-Identifier: BSL-1.0
//
// Each case starts a program: this file again, with the name of a part in `parts` as its argument.
#include <comm/job/status_signal.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <ranges>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>
#include <dlp/pool.hpp>

#include "../support/parts.hpp"
#include "../support/which_mpi.hpp"

namespace {

using namespace std::chrono_literals;
using dlp_test::run_job;

void ask() { std::raise(SIGUSR2); }

auto const forty = std::views::iota(0, 40);

auto ask_at_7(int x) -> int {
  if (x == 7) ask();
  return x;
}

std::vector<pid_t> ranks;  // the processes, by rank

/// One of the others asks all, while these wait, and again: on a busy machine they are late.
void ask_all() {
  for (auto i = 0; i != 10; ++i) {
    std::this_thread::sleep_for(100ms);
    for (auto const process : ranks) ::kill(process, SIGUSR2);
  }
  std::this_thread::sleep_for(100ms);
}

auto ask_all_at_7(int x) -> int {
  if (x == 7) ask_all();
  return x;
}

void say_mine(int) {
  auto const text = std::string("my own handler\n");
  static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
}

void in_the_job(std::function<void()> const& part) {
  auto const env = dlp::environment();
  ranks = dlp::all_gather(::getpid());
  part();
  dlp::barrier();
  dlp_test::say("goes on");
}

auto const parts = std::map<std::string, std::function<void()>>{
    {"map", [] { static_cast<void>(dlp::map(ask_at_7, forty)); }},
    {"split_shared",
     [] {
       for (auto const x : dlp::split_shared(forty)) ask_at_7(x);
     }},
    {"split_block",
     [] {
       for (auto const x : dlp::split_block(forty)) ask_at_7(x);
     }},
    {"nested",
     [] {
       for (auto const x : dlp::split_shared(40))
         if (x == 3)
           for (auto const y : dlp::split_managed(forty)) ask_at_7(y);
     }},
    {"result",
     [] {
       for (auto const x : dlp::map_unordered([](int one) { return one; }, forty)) ask_at_7(x);
     }},
    {"watched",
     [] {
       for (auto const x : dlp::split_shared(forty, {.warn_after = 1h})) ask_at_7(x);
     }},
    {"outside", ask},
    {"all-of-map", [] { static_cast<void>(dlp::map(ask_all_at_7, std::views::iota(7, 8))); }},
    {"all-of-shared",
     [] {
       for (auto const x : dlp::split_shared(std::views::iota(7, 8))) ask_all_at_7(x);
     }},
    {"all-of-pool",
     [] {
       auto pool = dlp::executor();
       if (!pool.is_root()) return;
       pool.submit(ask_all_at_7, 7).get();
       ask();
       pool.shutdown();
     }},
    {"all-of-gather",
     [] {
       if (dlp::rank() == 1) ask_all();
       static_cast<void>(dlp::gather(1));
     }},
    {"own-handler",
     [] {
       std::signal(SIGUSR2, say_mine);
       ask();
     }},
    {"ignored-before", [] { ask(); }},
    {"other-thread",
     [] {
       // The main thread has the loop; the signal comes to another.
       for (auto const x : dlp::split_block(forty)) {
         if (x != 7) continue;
         std::thread(ask).join();
         std::this_thread::sleep_for(100ms);
       }
     }},
    {"child",
     [] {
       auto const child = ::fork();
       if (child == 0) {
         ask();
         ::_exit(0);
       }
       auto status = 0;
       ::waitpid(child, &status, 0);
       if (WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR2) dlp_test::say("the child died");
     }},
    {"storm",
     [] {
       // Signals at any moment of loops that begin and end.
       auto const until = std::chrono::steady_clock::now() + 2s;
       auto const self = ::getpid();
       auto asks = std::thread([&] {
         auto none = sigset_t();
         ::sigfillset(&none);
         ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
         while (std::chrono::steady_clock::now() < until) {
           ::kill(self, SIGUSR2);
           std::this_thread::sleep_for(100us);
         }
       });
       for (auto i = 0; i != 3'000; ++i) {
         for (auto const x : dlp::split_shared(8)) static_cast<void>(x);
         for (auto const x :
              dlp::split_managed(8, {.cost = [](auto j) { return static_cast<double>(j); }}))
           static_cast<void>(x);
         static_cast<void>(dlp::map([](int x) { return x; }, 8));
         static_cast<void>(dlp::all_gather(1));
       }
       asks.join();
     }},
};

/// That it said this, and went on.
void check_said(std::string const& part, int ranks_of_job, std::vector<std::string> const& lines) {
  auto const job = run_job(ranks_of_job, part);
  BOOST_TEST_CONTEXT(part << " on " << ranks_of_job << " ranks said: " << job.said) {
    BOOST_TEST(job.code == 0);
    BOOST_TEST(job.times("goes on") == std::max(ranks_of_job, 1));
    for (auto const& line : lines) BOOST_TEST(job.says(line), "it lacks \"" << line << "\"");
  }
}

}  // namespace

auto main(int argc, char** argv) -> int {
  if (argc > 1 && std::string(argv[1]) == "no-environment") {
    ask();
    return 0;
  }
  if (argc > 1 && std::string(argv[1]) == "ignored-before") std::signal(SIGUSR2, SIG_IGN);
  return dlp_test::main_of_parts(parts, argc, argv, in_the_job);
}

BOOST_AUTO_TEST_SUITE(status_signal_test)

// contract: E14
BOOST_AUTO_TEST_CASE(a_rank_says_which_index_it_is_in) {
  for (auto const count : {0, 1, 2, 3, 5}) {
    check_said("map", count, {"): in index 7 of map at status_signal_test.cpp:"});
    check_said("split_shared", count, {"): in index 7 of split_shared at status_signal_test.cpp:"});
    check_said("split_block", count, {"): in index 7 of split_block at status_signal_test.cpp:"});
  }
}

BOOST_AUTO_TEST_CASE(loops_in_loops_come_with_the_innermost_first) {
  check_said("nested", 2,
             {"): in index 7 of split_managed at ", ", in index 3 of split_shared at "});
}

BOOST_AUTO_TEST_CASE(the_root_says_at_which_result_it_is) {
  check_said("result", 3,
             {"rank 0 (", "): at the result of index 7 of map_unordered at ", " of 40 done"});
}

BOOST_AUTO_TEST_CASE(a_watched_loop_knows_since_when_exactly) {
  for (auto const count : {0, 2}) {
    auto const job = run_job(count, "watched");
    BOOST_TEST(job.says(" s\n"), job.said);
    BOOST_TEST(!job.says("at most"), job.said);
  }
}

BOOST_AUTO_TEST_CASE(outside_of_loops_it_says_so) {
  for (auto const count : {0, 3})
    check_said("outside", count, {"dlp: rank 0 (", "): in no loop\n"});
}

// contract: E14
BOOST_AUTO_TEST_CASE(all_say_where_they_are_while_one_is_in_a_body) {
  check_said("all-of-map", 3,
             {"): in index 0 of map at ", "): waits for work in map at ", "rank 0 (",
              "): hands out in map at ", ", 0 of 1 done\n"});
  check_said("all-of-shared", 3,
             {"): in index 0 of split_shared at ", "): waits for work in split_shared at "});
  check_said("all-of-pool", 3,
             {"): in index 0 of executor at ", "): waits for work in executor at ",
              "): hands out in executor at ", "): in no call, has open executor at "});
}

BOOST_AUTO_TEST_CASE(who_waits_in_another_call_names_it) {
  check_said("all-of-gather", 3, {"rank 1 (", "): in no loop\n", "): in gather of int at status_"});
}

BOOST_AUTO_TEST_CASE(where_the_signal_comes_to_another_thread_that_of_the_loop_speaks) {
  check_said("other-thread", 0, {"): in index 7 of split_block at "});
}

// contract: E14
BOOST_AUTO_TEST_CASE(a_handler_of_the_program_stays) {
  auto const own = run_job(2, "own-handler");
  BOOST_TEST(own.times("my own handler\n") == 2, own.said);
  BOOST_TEST(!own.says("dlp:"), own.said);
  auto const ignored = run_job(0, "ignored-before");
  BOOST_TEST(ignored.code == 0);
  BOOST_TEST(!ignored.says("dlp:"), ignored.said);
}

BOOST_AUTO_TEST_CASE(without_an_environment_the_signal_ends_the_program) {
  BOOST_TEST(run_job(0, "no-environment").code != 0);
}

BOOST_AUTO_TEST_CASE(so_it_does_a_child_which_is_no_rank) {
  auto const job = run_job(0, "child");
  BOOST_TEST(job.says("the child died"), job.said);
  BOOST_TEST(!job.says("dlp:"), job.said);
}

BOOST_AUTO_TEST_CASE(it_may_come_at_any_moment) {
  for (auto const count : {0, 3}) check_said("storm", count, {"goes on"});
}

BOOST_AUTO_TEST_CASE(so_it_is_where_dlp_run_starts_the_job, *dlp_test::needs_mpich()) {
  auto const* const named = std::getenv("DLP_MPIEXEC");
  auto const mpiexec = std::string(named ? named : "mpiexec.mpich");
  ::setenv("MPIEXEC", mpiexec.c_str(), 1);  // which dlp-run takes
  ::setenv("DLP_MPIEXEC", DLP_SOURCE_DIR "/tools/dlp-run", 1);
  check_said("all-of-map", 3, {"): in index 0 of map at ", "): hands out in map at "});
  ::setenv("DLP_MPIEXEC", mpiexec.c_str(), 1);
}

BOOST_AUTO_TEST_SUITE_END()
