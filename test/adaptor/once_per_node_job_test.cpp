// SPDX-License-Identifier: BSL-1.0
//
// What becomes of jobs that die with data that they have made once a node, or outlive it: each case
// runs this file again, with the name of a part in `parts` as its argument.
#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "../support/child_status.hpp"
#include "../support/parts.hpp"
#include "../support/processes.hpp"

namespace {

using dlp_test::run_job;
using dlp_test::say;

using table = dlp::node_array<double>;

auto make() -> std::vector<double> { return std::vector(100'000, 0.5); }

/// Gone from one moment to the next, and mpiexec ends the others.
void die() { ::kill(::getpid(), SIGKILL); }

/// The rank that makes things on a node, and another one.
auto const rank_0 = [] { return dlp::rank() == 0; };
auto const rank_1 = [] { return dlp::rank() == 1; };

void dies_in_make() {
  static_cast<void>(dlp::once_per_node([] { return die(), make(); }));
}
void dies_in_fill() {
  static_cast<void>(dlp::once_per_node<double>(100'000, [](std::span<double> to) {
    std::ranges::fill(to, 1.0);
    die();
  }));
}
void dies_while_it_reads() {
  auto const data = dlp::once_per_node(make);
  dlp::barrier();
  if (rank_1()) die();
  dlp::barrier();
}

/// A rank writes to what nobody may write to.
void writes(bool is_writer, bool from_root) {
  auto const no_core = rlimit{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  auto const data = dlp::once_per_node(make, {.from_root = from_root});
  if (is_writer) const_cast<double&>(data.span()[7]) = 1;
  dlp::barrier();
}

void leaves_one_rank_out() {
  if (!rank_1()) static_cast<void>(dlp::once_per_node(make));
}

void exits_in_make() {
  static_cast<void>(dlp::once_per_node([] { return std::exit(0), make(); }));
}

/// A child sees what its parent has.
void has_a_child() {
  auto const data = dlp::once_per_node(make);
  if (dlp_test::holds_in_child([&] { return data.span()[99'999] == 0.5; })) say("a child sees it");
}

auto kept = table();

/// What a program does in its main, between two lines of a test.
template <auto part>
void in_environment() {
  auto const environment = dlp::environment();
  say(dlp_test::its_number(::getpid()));
  part();
}

/// One handle is in a variable that lives longer than the environment, and one longer than main.
void outlives_the_environment() {
  auto mine = table();
  {
    auto const environment = dlp::environment();
    say(dlp_test::its_number(::getpid()));
    kept = mine = dlp::once_per_node(make);
  }
  if (mine.span()[99'999] == 0.5 && kept.span()[99'999] == 0.5) say("it is there");
}

auto const parts = std::map<std::string, void (*)()>{
    {"make", in_environment<dies_in_make>},
    {"fill", in_environment<dies_in_fill>},
    {"read", in_environment<dies_while_it_reads>},
    {"maker_writes", in_environment<[] { writes(rank_0(), false); }>},
    {"reader_writes", in_environment<[] { writes(rank_1(), false); }>},
    {"root_writes", in_environment<[] { writes(rank_0(), true); }>},
    {"left_out", in_environment<leaves_one_rank_out>},
    {"exit", in_environment<exits_in_make>},
    {"child", in_environment<has_a_child>},
    {"outlive", outlives_the_environment},
};

/// Whether a rank of the job has left shared memory behind.
void check_nothing_is_left(dlp_test::job const& ended, int ranks) {
  dlp_test::check_nobody_is_left(ended, ranks);
  for (auto const& one : std::filesystem::directory_iterator("/dev/shm")) {
    auto const name = one.path().filename().string();
    if (name.find(".once.") == name.npos) continue;
    auto const number = name.substr(4, name.find('.', 4) - 4);
    BOOST_TEST(!ended.says(dlp_test::its_number(std::stoi(number)) + "\n"), name);
  }
}

}  // namespace

auto main(int argc, char** argv) -> int { return dlp_test::main_of_parts(parts, argc, argv); }

// contract: M8
BOOST_AUTO_TEST_CASE(a_job_that_is_killed_leaves_no_memory_behind) {
  for (auto const* part : {"make", "fill", "read"}) {
    auto const killed = run_job(3, part);
    BOOST_TEST(killed.code != 0, killed.said);
    BOOST_TEST(killed.seconds.count() < 15);
    check_nothing_is_left(killed, 3);
  }
}

// contract: M8
BOOST_AUTO_TEST_CASE(who_writes_to_it_crashes) {
  for (auto const& [part, rank] : {std::pair("maker_writes", "0"), std::pair("reader_writes", "1"),
                                   std::pair("root_writes", "0")}) {
    auto const crashed = run_job(2, part);
    dlp_test::check_failure(crashed, 15, std::string("dlp: rank ") + rank + " of 2");
    BOOST_TEST(crashed.says("signal 11"), crashed.said);
    check_nothing_is_left(crashed, 2);
  }
}

// contract: E7
BOOST_AUTO_TEST_CASE(a_rank_that_does_not_come_to_it_hangs_nobody) {
  for (auto const* part : {"left_out", "exit"}) {
    auto const ended = run_job(3, part);
    dlp_test::check_failure(ended, 15, "dlp: ");
    check_nothing_is_left(ended, 3);
  }
}

// contract: M8
BOOST_AUTO_TEST_CASE(handles_may_outlive_the_environment) {
  for (auto const ranks : {0, 1, 3}) {
    auto const ended = run_job(ranks, "outlive");
    BOOST_TEST(ended.code == 0, ended.said);
    BOOST_TEST(ended.times("it is there") == std::max(ranks, 1), ended.said);
    check_nothing_is_left(ended, std::max(ranks, 1));
  }
}

BOOST_AUTO_TEST_CASE(a_child_has_what_its_parent_has) {
  auto const ended = run_job(3, "child");
  BOOST_TEST(ended.code == 0, ended.said);
  BOOST_TEST(ended.times("a child sees it") == 3, ended.said);
}
