// SPDX-License-Identifier: BSL-1.0
//
// Each case starts a program: this file again, with the name of a part in `parts` as its argument.
#include <comm/job/standard_input.hpp>

#include <array>
#include <cstdio>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <ranges>
#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "../support/parts.hpp"
#include "../support/which_mpi.hpp"
#include "job.hpp"

namespace {

using dlp_test::run_job;
using dlp_test::say;

/// Says which ranks were told, in a loop over what standard input has, that the ranks disagree.
template <class Loop>
void loop_over_input(Loop loop) {
  auto const env = dlp::environment();
  auto told = 0;
  try {
    loop();
  } catch (dlp::disagreement const&) {
    told = 1;
  }
  auto line = std::string("told:");
  for (auto const one : dlp::all_gather(told)) line += " " + std::to_string(one);
  if (dlp::is_root()) say(line);
}

auto numbers() { return std::views::istream<int>(std::cin); }

/// Says what each rank has read, by rank.
void say_all(std::string const& mine) {
  auto line = std::string("read:");
  for (auto const& one : dlp::all_gather(mine)) line += " <" + one + ">";
  if (dlp::is_root()) say(line);
}

auto all_of_it() -> std::string {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

std::map<std::string, std::function<void()>> const parts = {
    {"reads-all",
     [] {
       auto const env = dlp::environment();
       say_all(all_of_it());
     }},
    {"reads-in-mpi-of-the-user",
     [] {
       auto const env = boost::mpi::environment(boost::mpi::threading::multiple);
       static_cast<void>(dlp::rank());
       say_all(all_of_it());
     }},
    {"reads-a-number",
     [] {
       auto const env = dlp::environment();
       auto n = -5;
       std::cin >> n;
       say_all(std::to_string(n));
     }},
    {"reads-on-the-root",
     [] {
       auto const env = dlp::environment();
       say_all(dlp::call_on_root(all_of_it));
     }},
    {"a-command-reads",
     [] {
       auto const env = dlp::environment();
       auto* const pipe = ::popen("cat", "r");
       char text[100] = "";
       auto const size = std::fread(text, 1, sizeof text, pipe);
       ::pclose(pipe);
       say_all(std::string(text, size));
     }},
    {"sums-to-a-number",
     [] {
       loop_over_input([] {
         auto n = 0;
         std::cin >> n;
         auto const itself = [](int x) { return x; };
         static_cast<void>(dlp::map_reduce(itself, std::views::iota(0, n), 0, std::plus<>()));
       });
     }},
    {"split_managed",
     [] {
       loop_over_input([] {
         for (auto x : numbers() | dlp::split_managed) static_cast<void>(x);
       });
     }},
    {"split_shared",
     [] {
       loop_over_input([] {
         for (auto x : numbers() | dlp::split_shared) static_cast<void>(x);
       });
     }},
    {"for_each", [] { loop_over_input([] { dlp::for_each(numbers(), [](int) {}); }); }},
    {"map",
     [] {
       loop_over_input([] { static_cast<void>(dlp::map([](int x) { return x; }, numbers())); });
     }},
    {"map_reduce",
     [] {
       loop_over_input([] {
         auto const itself = [](int x) { return x; };
         static_cast<void>(dlp::map_reduce(itself, numbers(), 0, std::plus<>()));
       });
     }},
    {"map_unordered",
     [] {
       loop_over_input([] {
         for (auto const& x : dlp::map_unordered([](int x) { return x; }, numbers())) {
           static_cast<void>(x);
         }
       });
     }},
    {"is-kept", [] {
       auto const env = dlp::environment();
       char name[100] = "";
       auto const size = ::readlink("/proc/self/fd/0", name, sizeof name);
       auto const is_pipe = std::string(name, static_cast<std::size_t>(size)).starts_with("pipe:");
       say_all(is_pipe ? "a pipe" : name);
     }}};

using variables = std::map<std::string, std::string>;

auto waits(variables const& all, int file) -> bool {
  auto const variable = [&](char const* name) {
    auto const found = all.find(name);
    return found == all.end() ? nullptr : found->second.c_str();
  };
  return dlp::detail::waits_for_nobody(variable, file);
}

}  // namespace

auto main(int argc, char** argv) -> int { return dlp_test::main_of_parts(parts, argc, argv); }

BOOST_AUTO_TEST_CASE(only_a_pipe_of_mpiexec_on_another_rank_than_0_waits_for_nobody) {
  auto ends = std::array<int, 2>{};
  BOOST_REQUIRE(::pipe(ends.data()) == 0);
  auto const pipe = ends[0];
  auto const file = ::open("/proc/self/exe", O_RDONLY);
  auto const hydra = variables{{"PMI_SIZE", "3"}, {"PMI_RANK", "2"}};
  auto const with = [&](char const* name, char const* text) {
    auto all = hydra;
    all[name] = text;
    return all;
  };
  BOOST_TEST(waits(hydra, pipe));
  BOOST_TEST(waits(with("DLP_STDIN", ""), pipe));
  BOOST_TEST(!waits(with("DLP_STDIN", "keep"), pipe));
  BOOST_TEST(!waits(with("PMI_RANK", "0"), pipe));
  BOOST_TEST(!waits(with("SLURM_STEP_NUM_TASKS", "3"), pipe));
  BOOST_TEST(!waits(with("OMPI_COMM_WORLD_SIZE", "3"), pipe));
  BOOST_TEST(!waits({}, pipe));
  BOOST_TEST(!waits(hydra, file));
  BOOST_TEST(!waits(hydra, -1));  // closed
  BOOST_CHECK_EXCEPTION(
      waits(with("DLP_STDIN", "yes"), pipe), dlp::usage_error, [](auto const& thrown) {
        return std::string(thrown.what()).find("DLP_STDIN=yes") != std::string::npos;
      });
  auto sockets = std::array<int, 2>{};
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()) == 0);
  BOOST_TEST(waits(hydra, sockets[0]));
  for (auto const end : sockets) ::close(end);
  for (auto const end : ends) ::close(end);
  ::close(file);
}

// contract: E11
BOOST_AUTO_TEST_CASE(the_root_reads_what_there_is_and_the_others_nothing) {
  for (auto const* part : {"reads-all", "reads-in-mpi-of-the-user", "a-command-reads"}) {
    auto const three = run_job(3, part, {}, "echo 1 2 3 |");
    BOOST_TEST(three.code == 0);
    BOOST_TEST(three.says("read: <1 2 3\n> <> <>\n"), three.said);
  }
  auto const one = run_job(1, "reads-all", {}, "echo 1 2 3 |");
  BOOST_TEST(one.says("read: <1 2 3\n>\n"), one.said);
  auto const alone = run_job(0, "reads-all", {}, "echo 1 2 3 |");
  BOOST_TEST(alone.says("read: <1 2 3\n>\n"), alone.said);
}

// contract: E11
BOOST_AUTO_TEST_CASE(a_number_that_all_ranks_read_is_no_hang) {
  auto const three = run_job(3, "reads-a-number", {}, "echo 7 |");
  BOOST_TEST(three.code == 0);
  BOOST_TEST(three.says("read: <7> <-5> <-5>"), three.said);
}

BOOST_AUTO_TEST_CASE(what_the_root_reads_everyone_gets) {
  auto const two = run_job(2, "reads-on-the-root", {}, "printf 42 |");
  BOOST_TEST(two.says("read: <42> <42>"), two.said);
}

// contract: E4 E11
BOOST_AUTO_TEST_CASE(a_loop_straight_over_it_is_a_disagreement_on_all_ranks) {
  for (auto const* way : {"sums-to-a-number", "split_managed", "split_shared", "for_each", "map",
                          "map_reduce", "map_unordered"}) {
    for (auto const ranks : {2, 3}) {
      auto const over = run_job(ranks, way, {}, "echo 5 6 7 8 |");
      BOOST_TEST(over.code == 0);
      BOOST_TEST(over.says(ranks == 2 ? "told: 1 1\n" : "told: 1 1 1\n"), way << over.said);
    }
    BOOST_TEST(run_job(0, way, {}, "echo 5 6 7 8 |").says("told: 0\n"), way);
  }
}

// contract: E11
BOOST_AUTO_TEST_CASE(it_can_be_kept) {
  BOOST_TEST(run_job(3, "is-kept").says("read: <a pipe> </dev/null> </dev/null>"));
  // Open MPI's mpiexec gives the others an empty one by itself.
  auto const* const all = dlp_test::is_mpich ? "read: <a pipe> <a pipe> <a pipe>"
                                             : "read: <a pipe> </dev/null> </dev/null>";
  BOOST_TEST(run_job(3, "is-kept", "DLP_STDIN=keep").says(all));
  auto const wrong = run_job(2, "is-kept", "DLP_STDIN=yes");
  dlp_test::check_failure(wrong, 10, "DLP_STDIN=yes");
  BOOST_TEST(wrong.times("dlp: rank") == 1, wrong.said);
}
