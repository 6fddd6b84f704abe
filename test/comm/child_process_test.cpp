// SPDX-License-Identifier: BSL-1.0
//
// Each case starts a program: this file again, with the name of a part in `parts` as its argument.
#include <comm/job/child_process.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "../support/parts.hpp"
#include "job.hpp"

namespace {

using dlp_test::run_job;
using dlp_test::say;

/// A child that does this; its exit code, or 1000 and the signal that it died of.
auto child_that(std::function<void()> const& does) -> int {
  auto const child = ::fork();
  if (child == 0) {
    auto const no_core = rlimit{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    std::freopen("/dev/null", "w", stderr);  // what terminate says of it
    does();
    ::_exit(99);
  }
  auto status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

void require(bool is, char const* what) {
  if (!is) throw std::runtime_error(what);
}

/// All that a child may do, and what its parent is to hear of it.
void check_children() {
  require(child_that([] { std::exit(3); }) == 3, "exit");
  require(child_that([] { ::_exit(0); }) == 0, "_exit");
  require(child_that([] { std::_Exit(4); }) == 4, "_Exit");
  require(child_that([] { std::quick_exit(5); }) == 5, "quick_exit");
  require(child_that([] { std::abort(); }) == 1000 + SIGABRT, "abort");
  require(child_that([] { std::raise(SIGSEGV); }) == 1000 + SIGSEGV, "raise");
  require(child_that([] { ::kill(::getpid(), SIGKILL); }) == 1000 + SIGKILL, "kill");
  require(child_that([] { ::execl("/bin/sh", "sh", "-c", "exit 6", nullptr); }) == 6, "exec");
  auto const fail = [] { throw std::runtime_error("in a child"); };
  auto const lets_nothing_out = [&]() noexcept { fail(); };
  require(child_that(lets_nothing_out) == 1000 + SIGABRT, "an exception");
}

void check_commands() {
  require(std::system("exit 7") == 7 << 8, "system");
  auto* const pipe = ::popen("echo from a child", "r");
  char line[100] = "";
  require(std::fgets(line, sizeof line, pipe) == std::string("from a child\n"), "popen");
  require(::pclose(pipe) == 0, "pclose");

  char const* const words[] = {"sh", "-c", "exit 8", nullptr};
  auto child = ::pid_t{0};
  auto status = 0;
  auto* const arguments = const_cast<char**>(words);
  require(::posix_spawn(&child, "/bin/sh", nullptr, nullptr, arguments, environ) == 0,
          "posix_spawn");
  ::waitpid(child, &status, 0);
  require(WEXITSTATUS(status) == 8, "what posix_spawn started");

  child = ::vfork();
  if (child == 0) {
    ::execl("/no/such/program", "program", nullptr);
    ::_exit(9);
  }
  ::waitpid(child, &status, 0);
  require(WEXITSTATUS(status) == 9, "vfork");
}

auto refuses(std::function<void()> const& call) -> bool {
  try {
    call();
  } catch (dlp::usage_error const& thrown) {
    auto const rank = "a child of rank " + std::to_string(dlp::communicator().rank());
    return std::string(thrown.what()).find(rank) != std::string::npos;
  }
  return false;
}

/// No call of dlp is a child's.
void check_calls() {
  auto const forty = std::views::iota(0, 40);
  for (auto const& call : {std::function<void()>([] { static_cast<void>(dlp::rank()); }),
                           std::function<void()>([] { dlp::barrier(); }),
                           std::function<void()>([] { static_cast<void>(dlp::gather(1)); }),
                           std::function<void()>([] { dlp::call_on_root([] {}); }),
                           std::function<void()>([] { auto const env = dlp::environment(); }),
                           std::function<void()>([=] { dlp::for_each(forty, [](int) {}); }),
                           std::function<void()>([=] {
                             for (auto const x : forty | dlp::split_round_robin)
                               static_cast<void>(x);
                           }),
                           std::function<void()>([=] {
                             for (auto const x : forty | dlp::split_shared) static_cast<void>(x);
                           })}) {
    require(child_that([&] { ::_exit(refuses(call) ? 0 : 1); }) == 0, "a call in a child");
  }
}

void say_the_end(std::string const& how) {
  dlp::barrier();
  if (dlp::is_root()) say("all is well after " + how);
}

/// In `f`, which a loop calls, a child that does `what`, on each rank once.
template <class Loop>
void in_a_loop(Loop loop) {
  auto const env = dlp::environment();
  auto sum = 0;
  loop([&](int x) {
    auto const code = child_that([x] { std::exit(x); });
    require(code == x, "a child in a loop");
    sum += code;
    return code;
  });
  auto const sums = dlp::all_gather(sum);
  auto all = 0;
  for (auto const one : sums) all += one;
  require(all == 780, "the sum");
  say_the_end("a loop");
}

auto const forty = std::views::iota(0, 40);

/// A child comes out of the body and goes on, as if it were the rank.
template <class Loop>
void and_goes_on(Loop loop) {
  auto const env = dlp::environment();
  auto const parent = ::getpid();
  try {
    loop([](int x) {
      if (x != 7) return x;
      auto const child = ::fork();
      auto status = 0;
      if (child != 0) {
        ::waitpid(child, &status, 0);
        require(WEXITSTATUS(status) == 11, "a child that goes on");
      }
      return x;
    });
  } catch (dlp::usage_error const&) {
    if (::getpid() == parent) throw;
    std::exit(11);
  }
  if (::getpid() != parent) std::exit(12);
  say_the_end("a loop");
}

constexpr auto for_each = [](auto f) { dlp::for_each(forty, f); };
constexpr auto map = [](auto f) { static_cast<void>(dlp::map(f, forty)); };
constexpr auto managed = [](auto f) {
  for (auto const x : forty | dlp::split_managed) f(x);
};
constexpr auto shared = [](auto f) {
  for (auto const x : forty | dlp::split_shared) f(x);
};

std::map<std::string, std::function<void()>> const parts = {
    {"children",
     [] {
       auto const env = dlp::environment();
       check_children();
       check_commands();
       check_calls();
       say_the_end("children");
     }},
    {"children-on-the-root",
     [] {
       auto const env = dlp::environment();
       dlp::call_on_root([] {
         check_children();
         check_commands();
       });
       say_the_end("children");
     }},
    {"an-environment-that-is-static",
     [] {
       static auto const env = dlp::environment();
       check_children();
       say_the_end("children");
     }},
    {"mpi-of-the-user",
     [] {
       auto const env = boost::mpi::environment(boost::mpi::threading::multiple);
       static_cast<void>(dlp::rank());
       check_children();
       check_calls();
       say_the_end("children");
     }},
    {"leaves-main",
     [] {
       auto const env = dlp::environment();
       auto const child = ::fork();
       if (child == 0) return;
       auto status = -1;
       ::waitpid(child, &status, 0);
       require(status == 0, "a child that leaves main");
       say_the_end("children");
     }},
    {"leaves-main-with-a-communicator",
     [] {
       auto const env = dlp::environment();
       auto const all = dlp::communicator().split(0, -dlp::rank());
       auto const meet = [&] { return dlp::all_gather(1, {.comm = all}).size(); };
       meet();
       auto const child = ::fork();
       if (child == 0) return;
       auto status = -1;
       ::waitpid(child, &status, 0);
       require(status == 0, "a child that frees a communicator");
       meet();
       say_the_end("children");
     }},
    {"throws-out-of-the-body",
     [] {
       auto const env = dlp::environment();
       auto const parent = ::getpid();
       try {
         dlp::for_each(forty, [](int x) {
           if (x != 7) return;
           auto const child = ::fork();
           if (child == 0) throw std::runtime_error("of the child");
           auto status = 0;
           ::waitpid(child, &status, 0);
           require(WEXITSTATUS(status) == 11, "a child that throws");
         });
       } catch (std::runtime_error const& thrown) {
         if (::getpid() == parent) throw;
         std::exit(thrown.what() == std::string("of the child") ? 11 : 12);
       }
       say_the_end("children");
     }},
    {"goes-on-with-a-chunk",
     [] {
       auto const env = dlp::environment();
       auto const parent = ::getpid();
       try {
         auto const f = [parent](int x) {
           if (::getpid() != parent && dlp::detail::is_child()) ::_exit(13);  // another example
           auto const child = x == 20 ? ::fork() : 1;
           auto status = 0;
           if (child > 1) ::waitpid(child, &status, 0);
           if (child > 1) require(WEXITSTATUS(status) == 11, "a child that goes on with a chunk");
         };
         if (std::getenv("PMI_SIZE")) dlp::for_each(forty, f, {.schedule = dlp::fixed{40}});
       } catch (dlp::usage_error const&) {
         if (::getpid() == parent) throw;
         std::exit(11);
       }
       say_the_end("a chunk");
     }},
    {"lives-on",
     [] {
       auto const env = dlp::environment();
       if (dlp::rank() == dlp::size() - 1 && ::fork() == 0) {
         ::sleep(1);
         std::exit(0);
       }
       say_the_end("a child that lives on");
     }},
    {"for_each", [] { in_a_loop(for_each); }},
    {"map", [] { in_a_loop(map); }},
    {"split_managed", [] { in_a_loop(managed); }},
    {"split_shared", [] { in_a_loop(shared); }},
    {"for_each-and-goes-on", [] { and_goes_on(for_each); }},
    {"map-and-goes-on", [] { and_goes_on(map); }},
    {"split_managed-and-goes-on", [] { and_goes_on(managed); }},
    {"split_shared-and-goes-on", [] { and_goes_on(shared); }},
};

/// All parts, each of which ends well.
void run_parts(std::vector<int> const& numbers_of_ranks) {
  for (auto const& [part, _] : parts) {
    for (auto const ranks : numbers_of_ranks) {
      auto const job = run_job(ranks, part);
      BOOST_TEST_CONTEXT(part << " on " << ranks << ": " << job.said) {
        BOOST_TEST(job.code == 0);
        BOOST_TEST(job.times("all is well") == 1);
        BOOST_TEST(!job.says("dlp:"));
        BOOST_TEST(!job.says("not matched"));  // UCX says it of what a child has sent
      }
    }
  }
}

}  // namespace

auto main(int argc, char** argv) -> int { return dlp_test::main_of_parts(parts, argc, argv); }

// contract: E3 E7 E12
BOOST_AUTO_TEST_CASE(whatever_a_child_does_is_its_parents_affair) { run_parts({0, 3}); }
BOOST_AUTO_TEST_CASE(so_it_is_with_one_worker) { run_parts({2}); }
