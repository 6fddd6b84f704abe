// SPDX-License-Identifier: BSL-1.0
//
// Each case starts a program: this file again, with the name of a part in `parts` as its argument.
#include <comm/job/crash_line.hpp>

#include <array>
#include <csetjmp>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>

#include <mpi.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <comm/job/launcher_line.hpp>
#include <dlp.hpp>

#include "../support/parts.hpp"
#include "../support/which_mpi.hpp"
#include "job.hpp"

namespace {

using dlp_test::run_job;
using dlp_test::say;

auto const forty = std::views::iota(0, 40);

int volatile* volatile nowhere = nullptr;  // which the compiler is not to know
void write_to_null() { *nowhere = 1; }

/// Takes all of the stack.
auto overflow(int depth) -> int {
  std::array<char volatile, 4096> room;
  for (auto& one : room) one = static_cast<char>(depth);
  return depth < 0 ? room[0] : overflow(depth + 1) + room[1];
}

auto crash_at_7(int x) -> int {
  if (x == 7) write_to_null();
  return x;
}

void in_the_job(std::function<void()> const& part) {
  auto const env = dlp::environment();
  part();
  dlp::barrier();
}

void on_rank_1(std::function<void()> const& dies) {
  in_the_job([&] {
    if (dlp::rank() == 1) dies();
  });
}

void say_mine(int) {
  auto const text = std::string("my own handler\n");
  static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
  std::_Exit(3);
}

sigjmp_buf way_out;
void recover(int) { ::siglongjmp(way_out, 1); }

void leave_to_the_default(int signal) {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// The program's own handler, of a signal that rank 1 then has.
void with_a_handler(int signal, void (*handler)(int), std::function<void()> const& dies,
                    int flags = 0) {
  struct sigaction own = {};
  own.sa_handler = handler;
  own.sa_flags = flags;
  ::sigaction(signal, &own, nullptr);
  on_rank_1(dies);
}

std::map<std::string, std::function<void()>> const parts = {
    {"map", [] { in_the_job([] { static_cast<void>(dlp::map(crash_at_7, forty)); }); }},
    {"for_each", [] { in_the_job([] { dlp::for_each(forty, crash_at_7); }); }},
    {"split_managed",
     [] {
       in_the_job([] {
         for (auto const x : forty | dlp::split_managed) crash_at_7(x);
       });
     }},
    {"split_shared",
     [] {
       in_the_job([] {
         for (auto const x : forty | dlp::split_shared) crash_at_7(x);
       });
     }},
    {"split_round_robin",
     [] {
       in_the_job([] {
         for (auto const x : forty | dlp::split_round_robin) crash_at_7(x);
       });
     }},
    {"split_block",
     [] {
       in_the_job([] {
         for (auto const x : forty | dlp::split_block) crash_at_7(x);
       });
     }},
    {"in-an-inner-loop",
     [] {
       in_the_job([] {
         for (auto const x : forty | dlp::split_managed({.cost = [](auto) { return 1.; }})) {
           for (auto const y : std::views::iota(0, 20) | dlp::split_shared) {
             if (x == 11) crash_at_7(y);
           }
         }
       });
     }},
    {"after-a-loop",
     [] {
       on_rank_1([] {
         for (auto const x : forty | dlp::split_block) {
           if (x > 20) break;
         }
         write_to_null();
       });
     }},
    {"overflow",
     [] {
       in_the_job([] { dlp::for_each(forty, [](int x) { return x == 7 ? overflow(0) : x; }); });
     }},
    {"overflow-in-a-thread",
     [] {
       on_rank_1([] {
         std::thread([] {
           for (auto const x : forty | dlp::split_round_robin) {
             if (x > 0) overflow(0);
           }
         }).join();
       });
     }},
    {"bus", [] { on_rank_1([] { std::raise(SIGBUS); }); }},
    {"fpe", [] { on_rank_1([] { std::raise(SIGFPE); }); }},
    {"ill", [] { on_rank_1([] { std::raise(SIGILL); }); }},
    {"abort", [] { on_rank_1([] { std::abort(); }); }},
    {"mpi-of-the-user",
     [] {
       auto const env = boost::mpi::environment(boost::mpi::threading::multiple);
       static_cast<void>(dlp::map(crash_at_7, forty));
     }},
    {"throws", [] { on_rank_1([] { throw std::runtime_error("no way out"); }); }},
    {"handler-ends", [] { with_a_handler(SIGSEGV, say_mine, write_to_null); }},
    {"handler-aborts", [] { with_a_handler(SIGSEGV, [](int) { std::abort(); }, write_to_null); }},
    {"handler-raises", [] { with_a_handler(SIGSEGV, leave_to_the_default, write_to_null); }},
    {"handler-once", [] { with_a_handler(SIGSEGV, [](int) {}, write_to_null, SA_RESETHAND); }},
    {"handler-of-abort", [] { with_a_handler(SIGABRT, [](int) {}, [] { std::abort(); }); }},
    {"handler-recovers",
     [] {
       with_a_handler(SIGSEGV, recover, [] {
         static auto left = 3;
         while (left-- != 0) {
           if (sigsetjmp(way_out, 1) == 0) write_to_null();
         }
         say("recovered");
       });
     }},
    {"handler-recovers-once",
     [] {
       with_a_handler(SIGSEGV, recover, [] {
         if (sigsetjmp(way_out, 1) == 0) write_to_null();
         say("recovered");
         std::abort();
       });
     }},
    {"handler-that-hangs",
     [] {
       auto const env = boost::mpi::environment(boost::mpi::threading::multiple);
       auto* const of_libc = reinterpret_cast<void (*)()>(&::pause);
       std::signal(SIGSEGV, reinterpret_cast<void (*)(int)>(of_libc));
       if (dlp::rank() == 1) write_to_null();
       dlp::barrier();
     }},
    {"handler-later",
     [] {
       on_rank_1([] {
         std::signal(SIGSEGV, say_mine);
         write_to_null();
       });
     }},
    {"child", [] {
       in_the_job([] {
         for (auto const how : {SIGSEGV, SIGABRT}) {
           auto const child = ::fork();
           if (child == 0) std::raise(how);
           auto status = 0;
           ::waitpid(child, &status, 0);
         }
         if (dlp::is_root()) say("goes on");
       });
     }}};

/// Who dies writes no memory to a file.
void run_without_core(std::function<void()> const& part) {
  auto const none = rlimit{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  part();
}

// Whether mpiexec may take a death that nobody tells it for a good end (mpich.hpp).
#if defined(MPICH_NUMVERSION) && MPICH_NUMVERSION >= 40100000
constexpr auto mpiexec_loses_codes = true;
#else
constexpr auto mpiexec_loses_codes = false;
#endif

/// Whether a rank leaves a core all the same, as where a program of the system's takes it: then it
/// tells mpiexec nothing.
auto dies_with_a_core() -> bool {
  auto kept = rlimit();
  ::getrlimit(RLIMIT_CORE, &kept);
  auto none = kept;
  none.rlim_cur = 0;
  ::setrlimit(RLIMIT_CORE, &none);
  auto const leaves = dlp::detail::leaves_core();
  ::setrlimit(RLIMIT_CORE, &kept);
  return leaves;
}

/// The job dies, and one line says why: it begins with a rank and ends so. Behind the last line of
/// the library's mpiexec may lose the code (mpich.hpp).
void check_line(dlp_test::job const& job, std::string const& how, bool keeps_code = true) {
  BOOST_TEST_CONTEXT("the job said: " << job.said) {
    if (keeps_code && !(mpiexec_loses_codes && dies_with_a_core())) BOOST_TEST(job.code != 0);
    BOOST_TEST(job.code != 137);  // the time that a job may take
    BOOST_TEST(job.times(dlp::detail::host_name() + ": signal ") == 1);
    BOOST_TEST(job.says(dlp::detail::host_name() + ": " + how));
    BOOST_TEST(job.times("dlp: ") == 1);
  }
}

}  // namespace

auto main(int argc, char** argv) -> int {
  return dlp_test::main_of_parts(parts, argc, argv, run_without_core);
}

// contract: E3
BOOST_AUTO_TEST_CASE(a_crash_in_a_loop_names_index_loop_and_line) {
  for (auto const* loop :
       {"map", "for_each", "split_managed", "split_shared", "split_round_robin", "split_block"}) {
    auto const how = std::string("signal 11 in index 7 of ") + loop + " at crash_line_test.cpp:";
    for (auto const ranks : {0, 3}) check_line(run_job(ranks, loop), how);
  }
  check_line(run_job(2, "mpi-of-the-user"), "signal 11 in index 7 of map at crash_line_test.cpp:");
}

BOOST_AUTO_TEST_CASE(of_loops_in_each_other_the_inner_one_is_named) {
  check_line(run_job(2, "in-an-inner-loop"), "signal 11 in index 7 of split_shared at ");
}

// contract: E3
BOOST_AUTO_TEST_CASE(outside_a_loop_it_is_rank_and_signal) {
  check_line(run_job(2, "after-a-loop"), "signal 11\n");
  check_line(run_job(2, "bus"), "signal 7\n");
  check_line(run_job(2, "fpe"), "signal 8\n");
  check_line(run_job(2, "ill"), "signal 4\n");
  check_line(run_job(2, "abort"), "signal 6\n");
}

// contract: X1
BOOST_AUTO_TEST_CASE(the_code_of_the_job_says_which_signal_it_was) {
  if (dies_with_a_core()) {
    BOOST_TEST_MESSAGE("skipped: no rank tells mpiexec its code here");
    return;
  }
  for (auto i = 0; i != 5; ++i) BOOST_TEST(run_job(3, "after-a-loop").code == 128 + 11);
}

BOOST_AUTO_TEST_CASE(a_stack_that_overflows_speaks_too) {
  check_line(run_job(2, "overflow"), "signal 11 in index 7 of for_each at crash_line_test.cpp:");
  check_line(run_job(2, "overflow-in-a-thread"), "signal 11 in index ");
}

BOOST_AUTO_TEST_CASE(there_is_one_line_of_an_end_and_none_where_it_is_not_wanted) {
  auto const thrown = run_job(2, "throws");
  dlp_test::check_failure(thrown, 10, "no way out");
  BOOST_TEST(!thrown.says("signal 6"), thrown.said);
  auto const silent = run_job(2, "map", "DLP_CRASH_LINE=0");
  if (!mpiexec_loses_codes) BOOST_TEST(silent.code != 0, silent.said);
  BOOST_TEST(!silent.says("dlp:"), silent.said);
  dlp_test::check_failure(run_job(2, "map", "DLP_CRASH_LINE=no"), 10, "DLP_CRASH_LINE=no");
}

BOOST_AUTO_TEST_CASE(a_handler_of_the_program_has_its_turn) {
  auto const ends = run_job(2, "handler-ends");
  BOOST_TEST(ends.code != 0, ends.said);
  BOOST_TEST(ends.says(": signal 11\n"), ends.said);
  BOOST_TEST(ends.says("my own handler"), ends.said);
  auto const later = run_job(2, "handler-later");
  BOOST_TEST(!later.says(": signal 11"), later.said);
  BOOST_TEST(later.says("my own handler"), later.said);
}

BOOST_AUTO_TEST_CASE(a_signal_has_one_line_whatever_a_handler_of_the_program_does_then) {
  check_line(run_job(2, "handler-aborts"), "signal 11\n");
  check_line(run_job(2, "handler-raises"), "signal 11\n");
  check_line(run_job(2, "handler-once"), "signal 11\n");
  check_line(run_job(2, "handler-of-abort"), "signal 6\n", false);  // it ends in abort() itself
}

BOOST_AUTO_TEST_CASE(who_recovers_from_a_signal_has_a_line_of_a_later_one_too) {
  auto const job = run_job(2, "handler-recovers");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.says("recovered"), job.said);
  BOOST_TEST(job.times(": signal 11\n") == 3, job.said);
  auto const later = run_job(2, "handler-recovers-once");
  BOOST_TEST(later.says("recovered"), later.said);
  BOOST_TEST(later.says(": signal 11\n"), later.said);
  BOOST_TEST(later.says(": signal 6\n"), later.said);
}

BOOST_AUTO_TEST_CASE(the_crash_of_a_child_is_its_parents_affair) {
  for (auto const ranks : {0, 2}) {
    auto const job = run_job(ranks, "child");
    BOOST_TEST(job.code == 0, job.said);
    BOOST_TEST(job.says("goes on"), job.said);
    BOOST_TEST(!job.says("dlp:"), job.said);
  }
}

BOOST_AUTO_TEST_CASE(so_it_is_where_dlp_run_starts_the_job, *dlp_test::needs_mpich()) {
  auto const* const named = std::getenv("DLP_MPIEXEC");
  auto const mpiexec = std::string(named ? named : "mpiexec.mpich");
  ::setenv("DLP_MPIEXEC", DLP_SOURCE_DIR "/tools/dlp-run", 1);
  auto const job = run_job(3, "map");
  ::setenv("DLP_MPIEXEC", mpiexec.c_str(), 1);
  dlp_test::check_failure(job, 15, "signal 11 in index 7 of map at crash_line_test.cpp:");
}

BOOST_AUTO_TEST_CASE(a_handler_of_a_library_that_hangs_is_ended) {
  check_line(run_job(2, "handler-that-hangs"), "signal 11\n");
}
