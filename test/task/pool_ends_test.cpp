// SPDX-License-Identifier: BSL-1.0
//
// Pools whose ranks die or leave in a call: each case runs this file again, with the name of a part
// in `parts` as its argument.
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp/pool.hpp>

#include "../comm/job.hpp"
#include "../support/parts.hpp"
#include "../support/tree.hpp"

namespace {

using dlp_test::say;

/// Ends by this on rank 2, in its third call.
void end_by(std::string const& how) {
  static auto calls = 0;
  if (dlp::rank() != 2 || ++calls != 3) return;
  if (how == "SIGKILL") ::raise(SIGKILL);
  if (how == "abort") std::abort();
  if (how == "exit") std::exit(0);
  if (how == "_exit") ::_exit(0);
}

void map_all(std::string const& how, std::optional<dlp::survive> rule) {
  dlp::function_pool<int(int)> pool(
      [&](int x) {
        ::usleep(1'000);
        end_by(how);
        return x * x;
      },
      {.survive = rule});
  if (!pool.is_root()) return;
  auto one = pool(7);
  auto const all = pool.map(std::views::iota(0, 100));
  auto expected = std::vector<int>();
  for (auto x = 0; x != 100; ++x) expected.push_back(x * x);
  say(all == expected && one.get() == 49 ? "all right" : "wrong");
}

/// A tree, at which a rank dies.
void grow_all(std::string const& how) {
  auto seen = std::vector<int>(121);
  auto results = dlp::map_unordered(
      [&](int x, dlp::feeder<int>& more) {
        dlp_test::add_children(x, 121, more);
        ::usleep(1'000);
        end_by(how);
        return x;
      },
      std::vector{0}, {.survive = dlp::survive{}});
  for (auto const x : results) ++seen[static_cast<std::size_t>(x)];
  if (dlp::is_root()) say(seen == std::vector<int>(121, 1) ? "all right" : "wrong");
}

/// The child of the only seed ends its rank.
void grow_poison() {
  auto const body = [](int x, dlp::feeder<int>& more) {
    if (x == 1) ::_exit(0);
    more.add(1);
  };
  try {
    dlp::for_each(std::vector{0}, body, {.survive = dlp::survive{.deaths = 1}});
  } catch (dlp::task_error const& thrown) {
    auto const& what = thrown.failures().at(0);
    if (dlp::is_root()) say("index " + std::to_string(what.index) + ", " + what.example);
  }
}

std::map<std::string, std::function<void(char**)>> const parts = {
    {"poisons", [](char**) { grow_poison(); }},
    {"grows", [](char** argv) { grow_all(argv[2]); }},
    {"has no worker left",
     [](char**) {
       try {
         dlp::for_each(std::vector(100, 0), [](int, dlp::feeder<int>&) { ::raise(SIGKILL); },
                       {.survive = dlp::survive{.deaths = 1}});
       } catch (dlp::task_error const& thrown) {
         say(std::string("thrown ") + thrown.what());
       }
     }},
    {"survives", [](char** argv) { map_all(argv[2], dlp::survive{}); }},
    {"dies", [](char** argv) { map_all(argv[2], std::nullopt); }},
    {"forks",
     [](char**) {
       dlp::function_pool<int(int)> pool([](int x) {
         if (x == 3 && ::fork() == 0) ::_exit(0);
         return x;
       });
       if (pool.is_root() && pool.map(std::views::iota(0, 9)).size() == 9) say("all right");
     }},
    {"throws",
     [](char**) {
       dlp::function_pool<int(int)> pool([](int x) { return x; });
       if (pool.is_root()) throw std::runtime_error("nobody catches this");
     }},
};

}  // namespace

auto main(int argc, char** argv) -> int {
  return dlp_test::main_of_parts(parts, argc, argv, [&](auto const& part) {
    auto const env = dlp::environment(argc, argv);
    part(argv);
    return 0;
  });
}

// contract: E3 E7
BOOST_AUTO_TEST_CASE(a_rank_that_ends_in_a_call_ends_the_job) {
  for (auto const* how : {"SIGKILL", "abort", "exit", "_exit"}) {
    auto const job = dlp_test::run_job(4, std::string("dies ") + how);
    BOOST_TEST(job.code != 0, how << ": " << job.said);
    BOOST_TEST(job.seconds.count() < 10, how);
    BOOST_TEST(!job.says("all right"), how);
  }
  auto const job = dlp_test::run_job(4, "dies abort");
  BOOST_TEST(job.says(" of function_pool at "), job.said);
}

// contract: E3
BOOST_AUTO_TEST_CASE(what_the_root_throws_and_nobody_catches_ends_the_job) {
  dlp_test::check_failure(dlp_test::run_job(3, "throws"), 10, "nobody catches this");
}

// contract: E12
BOOST_AUTO_TEST_CASE(a_child_that_is_made_in_a_call_is_no_rank) {
  auto const job = dlp_test::run_job(3, "forks");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.says("all right"), job.said);
}

// contract: E9 T1 T2
BOOST_AUTO_TEST_CASE(a_pool_that_survives_does_all_that_is_to_be_done) {
  auto const* const mpiexec = std::getenv("DLP_MPIEXEC");
  ::setenv("MPIEXEC", mpiexec ? mpiexec : "mpiexec.mpich", 1);
  ::setenv("DLP_MPIEXEC", DLP_SOURCE_DIR "/tools/dlp-run", 1);
  for (auto const* how : {"survives SIGKILL", "survives abort", "survives exit", "survives _exit",
                          "grows SIGKILL", "grows _exit"}) {
    auto const job = dlp_test::run_job(4, how);
    BOOST_TEST(job.code == 0, how << ": " << job.said);
    BOOST_TEST(job.says("all right"), how << ": " << job.said);
  }
  auto const job = dlp_test::run_job(2, "'has no worker left'");
  BOOST_TEST(job.says("thrown for_each"), job.said);
  auto const poisoned = dlp_test::run_job(4, "poisons");
  BOOST_TEST(poisoned.says("index 0, path 0.0"), poisoned.said);
}
