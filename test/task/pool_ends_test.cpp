// SPDX-License-Identifier: BSL-1.0
//
// Pools whose ranks die or leave in a call: each case runs this file again, with the name of a part
// in `parts` as its argument.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp/pool.hpp>

#include "../comm/job.hpp"
#include "../support/parts.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/tree.hpp"
#include "../support/which_mpi.hpp"

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

/// The thread in which one was destroyed last.
struct witness {
  static inline auto thread = std::thread::id();
  ~witness() { thread = std::this_thread::get_id(); }

  template <class Archive>
  void serialize(Archive&, unsigned) {}
};

auto die_with(dlp::broadcast_value<witness> const&) -> int { return ::raise(SIGKILL); }

/// Waits until there is such a file, but not for ever.
auto wait_at(std::string const& gate) -> bool {
  for (auto i = 0; i != 1'000 && !std::filesystem::exists(gate); ++i) ::usleep(10'000);
  return std::filesystem::exists(gate);
}

/// Calls that die with their ranks while the root is away: first the only one, then one beside
/// another that waits at a gate.
void fail_while_away(std::string const& gate) {
  auto pool = dlp::executor({.progress_thread = true, .survive = dlp::survive{.deaths = 1}});
  if (pool.is_worker()) return;
  auto held = dlp::future<bool>();
  for (auto const* what : {"the only one", "one beside another"}) {
    auto lost = pool.submit(die_with, pool.broadcast(witness()));
    std::this_thread::sleep_for(std::chrono::seconds(1));  // in which the thread hears of it
    try {
      lost.get();
    } catch (dlp::task_error const&) {
      say(std::string(what) + " is told");
    }
    if (witness::thread != std::this_thread::get_id()) say("a value was destroyed in the thread");
    if (!held.valid()) held = pool.submit(wait_at, gate);
  }
  if (pool.pending() == 1) say("at once");
  std::ofstream(gate) << "open";
  if (held.get()) say("the other one is done");
}

/// The calls of a map of which one dies with its rank, where another does it, and says so at
/// `gate`.
auto die_once(std::string const& gate, int x) -> int {
  if (x >= 0) return x;
  auto const died = gate + ".died";
  if (!std::filesystem::exists(died)) {
    std::ofstream(died) << "once";
    ::raise(SIGKILL);
  }
  std::ofstream(gate) << "open";
  return x;
}

/// The thread of a pool has gone to sleep when the root hands out the next calls of a map, and goes
/// away.
void lose_while_away(std::string const& gate) {
  auto pool = dlp::executor({.progress_thread = true, .survive = dlp::survive{}});
  if (pool.is_worker()) return;
  auto dies = false;
  auto const numbers = std::views::iota(0) | std::views::transform([&](int x) {
                         return std::exchange(dies, false) ? -1 : x;
                       });
  auto results =
      pool.map_unordered(dlp::bind_front(die_once, gate), numbers, {.schedule = dlp::fixed{1}});
  auto it = results.begin();
  while (pool.pending() != 0) pool.poll();  // as many wait as may
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  dies = true;
  while (dies) ++it;
  if (wait_at(gate)) say("done by another");
}

/// What `run` does in a child, which leaves it by an exception: its status.
template <class Run>
auto left_by_child(Run run) -> int {
  auto const parent = ::getpid();
  auto child = -1;
  auto const fork_here = [&] {
    child = ::fork();
    if (child == 0) ::alarm(5);  // should it wait for a lock, or a thread
    return child == 0;
  };
  try {
    dlp::executor::run([&](dlp::executor& pool) { run(pool, fork_here); },
                       {.progress_thread = true, .progress = true});
  } catch (std::exception const&) {
    if (::getpid() != parent) ::_exit(0);
    throw;
  }
  if (child == -1) return 0;  // on a worker
  auto status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

/// Children that are made at the root: where it does nothing, and the thread of the pool sleeps;
/// and in a range that the pool reads, of which the child comes back while a worker is in the calls
/// that the parent has made of it.
void fork_at_root() {
  auto status = left_by_child([](auto& pool, auto fork_here) {
    auto unread = pool.submit([](int) -> int { throw std::runtime_error("of a call"); }, 1);
    unread.wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (fork_here()) throw std::runtime_error("of the child");
  });
  status |= left_by_child([](auto& pool, auto fork_here) {
    auto const forks = [&](int x) {
      if (x == 2 && fork_here()) ::usleep(100'000);
      return static_cast<int>(pool.pending());
    };
    auto const slow = [](int x) { return ::usleep(20'000) == 0 ? x : -1; };
    pool.map(slow, std::views::iota(0, 9) | std::views::transform(forks),
             {.schedule = dlp::fixed{9}});
  });
  if (dlp::is_root()) say(status == 0 ? "all right" : "status " + std::to_string(status));
}

std::map<std::string, std::function<void(char**)>> const parts = {
    {"loses while away", [](char** argv) { lose_while_away(argv[2]); }},
    {"forks at the root", [](char**) { fork_at_root(); }},
    {"fails while away", [](char** argv) { fail_while_away(argv[2]); }},
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

/// From now on, by `dlp-run`.
void start_jobs_that_survive() {
  static auto const* const mpiexec = std::getenv("DLP_MPIEXEC");
  ::setenv("MPIEXEC", mpiexec ? mpiexec : "mpiexec.mpich", 1);
  ::setenv("DLP_MPIEXEC", DLP_SOURCE_DIR "/tools/dlp-run", 1);
}

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
BOOST_AUTO_TEST_CASE(a_pool_that_survives_does_all_that_is_to_be_done, *dlp_test::needs_mpich()) {
  start_jobs_that_survive();
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

// contract: E9 T1
BOOST_AUTO_TEST_CASE(what_the_progress_thread_finds_lost_is_told_or_done_by_others,
                     *dlp_test::needs_mpich()) {
  start_jobs_that_survive();
  auto const folder = dlp_test::temporary_folder();
  auto const failing = dlp_test::run_job(4, "'fails while away' " + (folder / "failing").string());
  BOOST_TEST(failing.code == 0, failing.said);
  for (auto const* what :
       {"the only one is told", "one beside another is told", "at once", "the other one is done"})
    BOOST_TEST(failing.says(what), failing.said << " lacks: " << what);
  BOOST_TEST(!failing.says("in the thread"), failing.said);
  auto const losing = dlp_test::run_job(3, "'loses while away' " + (folder / "losing").string());
  BOOST_TEST(losing.says("done by another"), losing.said);
}

// contract: E12
BOOST_AUTO_TEST_CASE(a_child_that_is_made_at_the_root_ends_nothing_of_its_parents) {
  auto const job = dlp_test::run_job(2, "'forks at the root'");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.says("all right"), job.said);
  BOOST_TEST(job.times("nobody has asked a future") == 1, job.said);
}
