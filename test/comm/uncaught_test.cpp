// SPDX-License-Identifier: BSL-1.0
//
// An uncaught exception ends a program, so each case here starts one: this file again, with the
// name of a part in `parts` as its argument.
#include <comm/job/uncaught.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <ranges>
#include <source_location>
#include <stdexcept>
#include <string>
#include <thread>

#include <cxxabi.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/for_each.hpp>
#include <dlp/adaptor/map_reduce.hpp>
#include <dlp/adaptor/map_unordered.hpp>
#include <dlp/adaptor/split_block.hpp>
#include <dlp/adaptor/split_managed.hpp>
#include <dlp/adaptor/split_shared.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/environment.hpp>
#include <dlp/core/error.hpp>

#include "../support/parts.hpp"
#include "job.hpp"

namespace {

using dlp_test::run_job;

void meet() { dlp::detail::meet({"barrier", {}}); }

void all_fail_together() {
  dlp::detail::meet({"barrier", {}}, {{3, 0, "there", "int", "it broke"}});
}

void fail() { throw std::logic_error("no way out"); }
void lets_nothing_out(void (*f)()) noexcept { f(); }

struct speechless : std::exception {
  [[nodiscard]] auto what() const noexcept -> char const* override { return nullptr; }
};

[[noreturn]] auto ask_again() -> char const*;

/// Whoever asks what it is gets the same again.
struct quarrelsome : std::exception {
  [[nodiscard]] auto what() const noexcept -> char const* override { return ask_again(); }
};

auto ask_again() -> char const* { throw quarrelsome(); }

constexpr auto above = std::source_location::current().line();

/// One example is bad, in a loop in a loop that each rank has for itself.
void throw_in(auto const& split) {
  auto const env = dlp::environment();
  auto const alone = dlp::communicator(MPI_COMM_SELF, boost::mpi::comm_attach);
  for (auto const i : dlp::split_block(std::views::iota(0, 2), {.comm = alone})) {
    for (auto const x : split(std::views::iota(0, 9))) {
      if (i == 1 && x == 7) throw std::runtime_error("no convergence");
    }
  }
}

std::map<std::string, std::function<void()>> const parts = {
    {"all-misuse-it",
     [] {
       auto const env = dlp::environment();
       dlp::for_each(9, [](int) {}, {.root = 7});
     }},
    {"throws-without-a-text",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) throw speechless();
       meet();
     }},
    {"throws-in-what",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) throw quarrelsome();
       meet();
     }},
    {"throws-three-lines",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) throw std::runtime_error("one\ntwo\x1b[2J\nthree");
       meet();
     }},
    {"throws",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) throw std::runtime_error("cannot load");
       meet();
     }},
    {"throws-while-others-compute",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 0) throw std::runtime_error("cannot load");
       while (true) {
       }
     }},
    {"throws-an-int",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) throw 7;
       meet();
     }},
    {"throws-in-a-thread",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) std::thread([] { throw std::logic_error("in a thread"); }).join();
       meet();
     }},
    {"throws-in-a-noexcept",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) lets_nothing_out(fail);
       meet();
     }},
    {"all-throw-the-same",
     [] {
       auto const env = dlp::environment();
       all_fail_together();
     }},
    {"all-throw-the-same-but-one-its-own",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) {
         try {
           all_fail_together();
         } catch (dlp::task_error const&) {
           throw std::runtime_error("the true cause");
         }
       }
       all_fail_together();
     }},
    {"disagrees",
     [] {
       auto const env = dlp::environment();
       dlp::detail::meet({dlp::rank() == 1 ? "gather" : "barrier", {}});
     }},
    {"terminates",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == 1) std::terminate();
       meet();
     }},
    {"throws-before-mpi",
     [] {
       dlp::detail::end_job_on_uncaught_exceptions();
       throw std::runtime_error("too early");
     }},
    {"throws-after-mpi",
     [] {
       {
         auto const env = dlp::environment();
       }
       throw std::runtime_error("too late");
     }},
    {"throws-in-split_managed", [] { throw_in(dlp::split_managed); }},
    {"throws-in-split_shared", [] { throw_in(dlp::split_shared); }},
    {"throws-in-split_block", [] { throw_in(dlp::split_block); }},
    {"throws-after-a-loop",
     [] {
       auto const env = dlp::environment();
       for ([[maybe_unused]] auto const x : dlp::split_managed(std::views::iota(0, 9))) {
       }
       if (dlp::rank() == 1) throw std::runtime_error("cannot load");
       meet();
     }},
    {"throws-on-the-root",
     [] {
       auto const env = dlp::environment();
       auto const same = [](int x) { return x; };
       for (auto const x : dlp::map_unordered(same, std::views::iota(0, 9))) {
         if (x == 7) throw std::runtime_error("cannot write");
       }
     }},
    {"terminates-in-a-body",
     [] {
       auto const env = dlp::environment();
       dlp::for_each(9, [](int x) {
         if (x == 7) std::terminate();
       });
     }},
    {"calls-a-pure-virtual-in-a-body",
     [] {
       auto const env = dlp::environment();
       dlp::for_each(9, [](int x) {
         if (x == 7) abi::__cxa_pure_virtual();  // what the call of one comes to
       });
     }},
    {"terminates-in-an-op",
     [] {
       auto const env = dlp::environment();
       auto const same = [](int x) { return x; };
       auto const op = [](int sum, int x) { return x == 7 ? std::terminate(), 0 : sum + x; };
       static_cast<void>(dlp::map_reduce(same, 9, 0, op, {.schedule = dlp::fixed{9}}));
     }},
    {"has-a-child-that-throws",
     [] {
       std::set_terminate([] { std::_Exit(9); });
       auto const env = dlp::environment();
       auto const child = ::fork();
       if (child == 0) lets_nothing_out(fail);
       auto status = 0;
       ::waitpid(child, &status, 0);
       dlp_test::say("its child ended with " + std::to_string(WEXITSTATUS(status)));
     }},
    {"is-stopped-by-its-deadline",
     [] {
       auto const env = dlp::environment();
       dlp::for_each(1'000'000'000,
                     [](int) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); },
                     {.deadline = std::chrono::milliseconds(50)});
     }},
    {"throws-in-for_each",
     [] {
       auto const env = dlp::environment();
       dlp::for_each(std::views::iota(0, 9), [](int x) {
         if (x == 7) throw std::runtime_error("no convergence");
       });
     }},
};

/// What holds for every job that ends with an exception of rank 1.
void check_death(dlp_test::job const& job, std::string const& text, int rank, int ranks) {
  auto const line = "dlp: rank " + std::to_string(rank) + " of " + std::to_string(ranks) + " on " +
                    dlp::detail::host_name() + ": " + text + "\n";
  dlp_test::check_failure(job, 3, line);  // 2 s, and one for the start
  BOOST_TEST(job.times("dlp: ") == 1, job.said);
  BOOST_TEST(job.times(line) == 1, job.said << " lacks " << line);
}

}  // namespace

auto main(int argc, char** argv) -> int { return dlp_test::main_of_parts(parts, argc, argv); }

// contract: E3
BOOST_AUTO_TEST_CASE(an_exception_that_nobody_catches_is_told_once_and_ends_the_job) {
  auto const text = std::string("nobody caught std::runtime_error: cannot load");
  for (auto const ranks : {2, 3, 8}) check_death(run_job(ranks, "throws"), text, 1, ranks);
}

// contract: E3
BOOST_AUTO_TEST_CASE(it_ends_ranks_that_compute_too) {
  auto const text = std::string("nobody caught std::runtime_error: cannot load");
  check_death(run_job(3, "throws-while-others-compute"), text, 0, 3);
}

// contract: E3
BOOST_AUTO_TEST_CASE(whatever_is_thrown_has_its_type_told) {
  check_death(run_job(2, "throws-an-int"), "nobody caught int", 1, 2);
}

// contract: E3
BOOST_AUTO_TEST_CASE(whatever_a_text_is_the_line_is_one) {
  check_death(run_job(2, "throws-without-a-text"),
              "nobody caught (anonymous namespace)::speechless", 1, 2);
  check_death(run_job(2, "throws-in-what"), "nobody caught an exception, whose what() throws", 1,
              2);
  check_death(run_job(2, "throws-three-lines"),
              "nobody caught std::runtime_error: one\\ntwo\\x1b[2J\\nthree", 1, 2);
}

// contract: E3
BOOST_AUTO_TEST_CASE(exceptions_in_threads_and_behind_noexcept_are_told) {
  check_death(run_job(2, "throws-in-a-thread"), "nobody caught std::logic_error: in a thread", 1,
              2);
  check_death(run_job(2, "throws-in-a-noexcept"), "nobody caught std::logic_error: no way out", 1,
              2);
  check_death(run_job(2, "terminates"), "std::terminate was called", 1, 2);
}

// contract: E3
BOOST_AUTO_TEST_CASE(one_rank_speaks_for_all_that_have_the_same_error) {
  for (auto const ranks : {1, 2, 5}) {
    auto const job = run_job(ranks, "all-throw-the-same");
    dlp_test::check_failure(job, 3, "it broke");
    BOOST_TEST(job.times("dlp: rank ") == 1, job.said);
    BOOST_TEST(job.says("dlp: rank 0 of "), job.said);
  }
}

// contract: E3
BOOST_AUTO_TEST_CASE(a_rank_that_knows_more_speaks_first) {
  auto const text = std::string("nobody caught std::runtime_error: the true cause");
  check_death(run_job(3, "all-throw-the-same-but-one-its-own"), text, 1, 3);
}

// contract: E3 E4
BOOST_AUTO_TEST_CASE(a_disagreement_that_nobody_catches_is_told_once) {
  auto const job = run_job(3, "disagrees");
  BOOST_TEST(job.code != 0);
  BOOST_TEST(job.times("dlp: rank ") == 1, job.said);
  BOOST_TEST(job.says("rank 1 says \"gather, root 0\""), job.said);
}

// contract: E3
BOOST_AUTO_TEST_CASE(without_mpi_an_exception_ends_its_process_with_the_text) {
  for (auto const ranks : {0, 1}) {
    auto const early = run_job(ranks, "throws-before-mpi");
    BOOST_TEST(early.code != 0);
    BOOST_TEST(early.times("nobody caught std::runtime_error: too early") == 1, early.said);
    auto const late = run_job(ranks, "throws-after-mpi");
    BOOST_TEST(late.code != 0);
    BOOST_TEST(late.times("nobody caught std::runtime_error: too late") == 1, late.said);
  }
}

// contract: E3
BOOST_AUTO_TEST_CASE(the_line_is_never_lost) {
  for (auto i = 0; i != 4; ++i) BOOST_TEST(run_job(2, "throws").times("cannot load") == 1);
}

// contract: E3
BOOST_AUTO_TEST_CASE(an_exception_out_of_a_loop_is_told_with_its_index_and_the_line_of_the_loop) {
  auto const line = [](unsigned number) {
    return " at uncaught_test.cpp:" + std::to_string(number);
  };
  auto const thrown =
      std::string("nobody caught std::runtime_error: no convergence, in index 7 of ");
  auto const outer = ", in index 1 of split_block" + line(above + 6) + "\n";
  for (auto const* const how : {"split_managed", "split_shared", "split_block"}) {
    for (auto const ranks : {0, 2, 3}) {
      auto const job = run_job(ranks, std::string("throws-in-") + how);
      auto const text = thrown + how + line(above + 7) + outer;
      dlp_test::check_failure(job, 4, text);
      BOOST_TEST(job.times(text) == 1, job.said);
    }
  }
}

// contract: E3
BOOST_AUTO_TEST_CASE(a_body_that_ends_without_an_exception_is_told_with_its_index_too) {
  for (auto const* const how : {"terminates-in-a-body", "calls-a-pure-virtual-in-a-body"}) {
    for (auto const ranks : {0, 2, 3}) {
      auto const job = run_job(ranks, how);
      auto const text = "std::terminate was called, in index 7 of for_each at uncaught_test.cpp:";
      dlp_test::check_failure(job, 4, text);
      BOOST_TEST(job.times("dlp: rank ") == 1, job.said);
    }
  }
  for (auto const ranks : {0, 2, 3}) {
    auto const text = "std::terminate was called, in index 7 of map_reduce at uncaught_test.cpp:";
    dlp_test::check_failure(run_job(ranks, "terminates-in-an-op"), 4, text);
  }
}

// contract: E3
BOOST_AUTO_TEST_CASE(an_exception_elsewhere_is_told_without_an_index) {
  check_death(run_job(3, "throws-after-a-loop"), "nobody caught std::runtime_error: cannot load", 1,
              3);
  auto const root = run_job(3, "throws-on-the-root");
  BOOST_TEST(root.says("rank 0 of 3 on " + dlp::detail::host_name() +
                       ": nobody caught std::runtime_error: cannot write, in index 7 of "
                       "map_unordered at "
                       "uncaught_test.cpp:"),
             root.said);
  for (auto const ranks : {0, 3}) {  // the error names the loop by itself
    auto const job = run_job(ranks, "throws-in-for_each");
    BOOST_TEST(job.times("for_each") == 1, job.said);
    BOOST_TEST(job.says("std::runtime_error: no convergence\n"), job.said);
  }
}

// contract: E12
BOOST_AUTO_TEST_CASE(a_child_ends_as_the_program_would_have_it) {
  for (auto const ranks : {0, 2}) {
    auto const job = run_job(ranks, "has-a-child-that-throws");
    BOOST_TEST(job.code == 0, job.said);
    BOOST_TEST(job.times("its child ended with 9\n") == std::max(ranks, 1), job.said);
  }
}

// contract: E3 E6
BOOST_AUTO_TEST_CASE(a_usage_error_of_all_ranks_that_nobody_catches_is_told_once) {
  auto const job = run_job(3, "all-misuse-it");
  BOOST_TEST(job.code != 0);
  BOOST_TEST(job.times("dlp: rank ") == 1, job.said);
  BOOST_TEST(job.says("nobody caught dlp::usage_error: "), job.said);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_job_that_nobody_says_is_stopped_ends_in_order_with_a_code_of_its_own) {
  for (auto const ranks : {0, 1, 2, 3}) {
    auto const job = run_job(ranks, "is-stopped-by-its-deadline");
    BOOST_TEST(job.code == dlp::stopped::exit_code, job.said);
    BOOST_TEST(job.times("dlp: ") == 1, job.said);
    BOOST_TEST(job.times("stopped by its deadline, after ") == 1, job.said);
  }
}
