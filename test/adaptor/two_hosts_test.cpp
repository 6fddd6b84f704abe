// SPDX-License-Identifier: BSL-1.0
//
// On two hosts, two ranks each: test/support/two-hosts makes them.
#include <dlp.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/mpi/environment.hpp>
#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <comm/wire/backoff.hpp>
#include <comm/wire/mpi_channel.hpp>

#include "../support/mpi_test.hpp"
#include "../support/visits.hpp"

using namespace std::chrono_literals;

/// It ends without MPI_Finalize, which hangs over TCP in some of the runs: openucx/ucx#8738.
auto main(int argc, char** argv) -> int {
  boost::mpi::environment const mpi(argc, argv, boost::mpi::threading::multiple);
  auto const code = dlp_test::run(argc, argv);
  std::this_thread::sleep_for(300ms);  // all have heard the result by then
  std::_Exit(code);
}

namespace {

using clock_type = std::chrono::steady_clock;

auto const world = boost::mpi::communicator();

auto seconds_since(clock_type::time_point begin) -> double {
  return std::chrono::duration<double>(clock_type::now() - begin).count();
}

/// Examples of 5 ms; the first of `sleeper` takes 2 s. When this rank came out of its last one.
template <class Split>
auto seconds_to_the_last_body(Split split, int sleeper) -> double {
  auto const begin = clock_type::now();
  auto last = 0.0;
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 200) | split) {
    own.push_back(x);
    std::this_thread::sleep_for(world.rank() == sleeper && own.size() == 1 ? 2000ms : 5ms);
    last = seconds_since(begin);
  }
  BOOST_TEST(dlp_test::exactly_once(own, 200));
  return last;
}

}  // namespace

BOOST_AUTO_TEST_CASE(these_are_two_hosts_with_two_ranks_each) {
  auto const names = dlp::all_gather(std::string(dlp::detail::host_name()));
  BOOST_TEST(std::set<std::string>(names.begin(), names.end()).size() == 2);
  for (auto const& name : names) BOOST_TEST(std::ranges::count(names, name) == 2);
  BOOST_TEST(dlp::detail::private_of(world).here.ranks().size() == 2);
}

// contract: P4
BOOST_AUTO_TEST_CASE(where_the_launcher_says_nothing_the_ranks_of_each_host_may_crowd_it) {
  auto const said = std::getenv("MPI_LOCALNRANKS");
  auto const text = std::string(said ? said : "");
  ::unsetenv("MPI_LOCALNRANKS");
  auto const& own = dlp::detail::private_of(world);
  auto const wire = dlp::detail::mpi_channel(MPI_COMM_WORLD, &own.here);
  BOOST_TEST(wire.crowded() == dlp::detail::more_ranks_than_cores(2));
  if (said) ::setenv("MPI_LOCALNRANKS", text.c_str(), 1);
}

// contract: S1 S4
BOOST_AUTO_TEST_CASE(with_split_shared_a_rank_in_a_long_body_holds_up_nobody) {
  for (auto const sleeper : {0, 3}) {
    auto const last = seconds_to_the_last_body(dlp::split_shared, sleeper);
    if (world.rank() != sleeper) BOOST_TEST(last < 1.5);
  }
}

// contract: S1 S3
BOOST_AUTO_TEST_CASE(with_split_managed_a_worker_in_a_long_body_holds_up_nobody) {
  for (auto const sleeper : {1, 3}) {
    auto const last = seconds_to_the_last_body(dlp::split_managed, sleeper);
    if (world.rank() != sleeper) BOOST_TEST(last < 1.5);
  }
}

// contract: M8
BOOST_AUTO_TEST_CASE(once_per_node_makes_one_copy_on_each_host) {
  for (auto const from_root : {false, true}) {
    for (auto root = 0; root != world.size(); ++root) {
      auto calls = 0;
      auto const make = [&] { return ++calls, std::vector(100'000, from_root ? root : 7); };
      auto const table = dlp::once_per_node(make, {.from_root = from_root, .root = root});
      BOOST_TEST(std::ranges::count(table.span(), from_root ? root : 7) == 100'000);
      BOOST_TEST(dlp::all_reduce(calls, std::plus<>()) == (from_root ? 1 : 2));
    }
  }
  BOOST_TEST(dlp::local_size() == 2);
  auto const hosts = dlp::all_gather(dlp::host());
  auto const locals = dlp::all_gather(static_cast<int>(dlp::local_rank()));
  for (auto rank = 0; rank != world.size(); ++rank) {
    if (hosts[std::size_t(rank)] != dlp::host() || rank == world.rank()) continue;
    BOOST_TEST(locals[std::size_t(rank)] == 1 - dlp::local_rank());
  }
}

// contract: S1 S7 S10 E1
BOOST_AUTO_TEST_CASE(loops_that_end_in_any_way_follow_each_other) {
  for (auto round = 0; round != 50; ++round) {
    auto own = std::vector<int>();
    for (auto x : std::views::iota(0, 100) | dlp::split_shared) {
      own.push_back(x);
      if (world.rank() == round % 4) break;
    }
    BOOST_TEST(dlp_test::exactly_once(own, 100));
    auto failed = std::string();
    try {
      for (auto x : std::views::iota(0, 100) | dlp::split_shared) {
        if (x == 2 * round) throw std::runtime_error("mine");
      }
    } catch (std::exception const& thrown) {
      failed = thrown.what();
    }
    BOOST_TEST(dlp_test::how_many(failed == "mine") == 1);
    auto const said = "index " + std::to_string(2 * round);
    BOOST_TEST(dlp_test::how_many(failed.find(said) != failed.npos) == world.size() - 1);
  }
}
