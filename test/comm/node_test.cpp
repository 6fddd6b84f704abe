// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/node.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <comm/wire/stealable_chunk.hpp>
#include <dlp/comm/communicator.hpp>

BOOST_AUTO_TEST_SUITE(node_test)

namespace detail = dlp::detail;
namespace fs = std::filesystem;

namespace {

auto const world = dlp::communicator();

// MPI itself takes its time where ranks outnumber cores.
auto several() { return world.size() > 3 ? 5 : 30; }

void meet() {
  auto request = MPI_REQUEST_NULL;
  MPI_Ibarrier(world, &request);
  detail::poll_until_done(request);
}

/// A node of at most so many ranks.
auto small_node(int ranks, std::size_t bytes, MPI_Comm comm = world) {
  ::setenv("DLP_RANKS_PER_NODE", std::to_string(ranks).c_str(), 1);
  auto made = std::make_unique<detail::node>(comm, bytes);
  ::unsetenv("DLP_RANKS_PER_NODE");
  return made;
}

auto ranks_of(detail::node const& here) -> std::vector<int> {
  return {here.ranks().begin(), here.ranks().end()};
}

auto is_zero(detail::node const& here) -> bool {
  return std::ranges::all_of(here.memory(), [](auto byte) { return byte == std::byte{0}; });
}

/// What rank `of` of the world has written into its own byte of this rank's memory.
auto byte_of(detail::node const& here, int of) -> int {
  auto const* const memory = here.memory().data();
  return std::to_integer<int>(static_cast<std::byte const volatile*>(memory)[of]);
}

/// Every rank writes its own byte; whether this rank sees those of its node, and no others.
auto sees_its_node_alone(detail::node const& here) -> bool {
  here.memory()[static_cast<std::size_t>(world.rank())] = static_cast<std::byte>(world.rank() + 1);
  meet();
  auto good = true;
  for (auto rank = 0; rank != world.size(); ++rank) {
    good = good && byte_of(here, rank) == (here.place_of(rank) ? rank + 1 : 0);
  }
  meet();
  return good;
}

auto entries(char const* folder) -> std::ptrdiff_t {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

/// The shared memory that this process has named and not taken the name back of.
auto left_behind() -> std::ptrdiff_t {
  auto const prefix = "dlp." + std::to_string(::getpid()) + ".";
  return std::ranges::count_if(fs::directory_iterator("/dev/shm"), [&](auto const& one) {
    return one.path().filename().string().starts_with(prefix);
  });
}

auto mappings() -> std::ptrdiff_t {
  auto file = std::ifstream("/proc/self/maps");
  auto count = std::ptrdiff_t{0};
  for (auto line = std::string(); std::getline(file, line);) ++count;
  return count;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_ranks_of_one_machine_are_a_node) {
  auto const here = detail::node(world, 1000);
  BOOST_TEST(here.is_all());
  BOOST_TEST(here.ranks().size() == static_cast<std::size_t>(world.size()));
  for (auto rank = 0; rank != world.size(); ++rank) {
    BOOST_TEST((here.place_of(rank) == static_cast<std::size_t>(rank)));
  }
  BOOST_TEST(!here.place_of(world.size()).has_value());
  BOOST_TEST(!here.place_of(-1).has_value());
}

BOOST_AUTO_TEST_CASE(their_memory_is_zeroed_and_shared) {
  for (auto const bytes : {std::size_t{64}, std::size_t{1000}, std::size_t{1} << 20}) {
    auto const here = detail::node(world, bytes);
    BOOST_TEST(here.memory().size() == bytes);
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(here.memory().data()) % 64 == 0u);
    BOOST_TEST(is_zero(here));
    meet();
    BOOST_TEST(sees_its_node_alone(here));
  }
}

BOOST_AUTO_TEST_CASE(its_size_may_follow_from_the_number_of_its_ranks) {
  for (auto const n : {1, 2, 1000}) {
    ::setenv("DLP_RANKS_PER_NODE", std::to_string(n).c_str(), 1);
    auto const here = detail::node(world, [](std::size_t ranks) { return 100 * ranks; });
    ::unsetenv("DLP_RANKS_PER_NODE");
    BOOST_TEST(here.memory().size() == 100 * here.ranks().size());
    BOOST_TEST(is_zero(here));
    meet();
  }
}

BOOST_AUTO_TEST_CASE(two_of_them_do_not_meet) {
  auto const first = detail::node(world, 100);
  auto const second = detail::node(world, 100);
  BOOST_TEST(sees_its_node_alone(first));
  BOOST_TEST(is_zero(second));
  meet();
}

BOOST_AUTO_TEST_CASE(smaller_nodes_can_be_pretended) {
  auto const me = world.rank();
  for (auto const n : {1, 2, 3}) {
    auto const here = small_node(n, 1000);
    auto expected = std::vector<int>();
    for (auto rank = me / n * n; rank != std::min(me / n * n + n, world.size()); ++rank) {
      expected.push_back(rank);
    }
    BOOST_TEST(ranks_of(*here) == expected);
    BOOST_TEST(here->is_all() == (world.size() <= n));
    BOOST_TEST(here->ranks_of_host() == world.size());
    for (auto place = std::size_t{0}; place != expected.size(); ++place) {
      BOOST_TEST((here->place_of(expected[place]) == place));
    }
    BOOST_TEST((here->place_of((me / n + 1) * n) == std::nullopt));
    BOOST_TEST(here->memory().size() == 1000u);
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(here->memory().data()) % 64 == 0u);
    BOOST_TEST(is_zero(*here));
    meet();
    BOOST_TEST(sees_its_node_alone(*here));
  }
}

BOOST_AUTO_TEST_CASE(a_number_that_makes_no_sense_is_a_node_of_one_rank) {
  for (auto const n : {0, -3}) {
    auto const here = small_node(n, 10);
    BOOST_TEST(ranks_of(*here) == std::vector{world.rank()});
  }
}

BOOST_AUTO_TEST_CASE(ranks_are_those_of_the_communicator_in_its_order) {
  auto const reversed = world.split(0, -world.rank());
  auto const here = small_node(2, 10, reversed);
  auto const me = reversed.rank();
  BOOST_TEST(here->ranks().front() == me / 2 * 2);
  BOOST_TEST(std::ranges::is_sorted(here->ranks()));
  BOOST_TEST((here->place_of(me) == static_cast<std::size_t>(me % 2)));
}

// contract: S1
BOOST_AUTO_TEST_CASE(a_stake_is_one_for_two_processes) {
  if (world.size() == 1) return;
  auto const here = detail::node(world, sizeof(detail::stealable_chunk));
  auto* const one = reinterpret_cast<detail::stealable_chunk*>(here.memory().data());
  constexpr auto length = dlp::index_t{200'000};
  if (world.rank() == 0) one->lay(length);
  meet();
  auto mine = std::vector<dlp::index_t>(2);  // where the begun ones end, and those not taken back
  if (world.rank() == 0) {
    mine[1] = length;
    while (one->rest() != 0) mine[1] = one->take_back(one->rest() - 1).first;
  } else if (world.rank() == 1) {
    while (one->rest() != 0) mine[0] = one->begin(1);
  }
  auto both = std::vector<dlp::index_t>(2);
  auto request = MPI_REQUEST_NULL;
  MPI_Iallreduce(mine.data(), both.data(), 2, MPI_UINT64_T, MPI_MAX, world, &request);
  detail::poll_until_done(request);
  BOOST_TEST(both[0] == both[1]);
}

namespace {

/// Makes some, and then some more: which must not make more files or memory.
template <class Make>
void check_nothing_stays(Make make_one) {
  auto const make_some = [&](int n) {
    for (auto i = 0; i != n; ++i) make_one();
    meet();
  };
  make_some(3);
  auto const files = entries("/proc/self/fd");
  auto const memory = mappings();
  make_some(several());
  BOOST_TEST(entries("/proc/self/fd") == files);
  BOOST_TEST(mappings() <= memory + 3);
  BOOST_TEST(left_behind() == 0);
}

}  // namespace

// contract: S10
BOOST_AUTO_TEST_CASE(nodes_that_come_and_go_leave_nothing_behind) {
  check_nothing_stays([] { detail::node(world, 5000); });
}

// contract: S10
BOOST_AUTO_TEST_CASE(communicators_that_come_and_go_leave_no_memory_and_no_file_behind) {
  check_nothing_stays([] {
    auto const copy = dlp::communicator(world, boost::mpi::comm_duplicate);
    BOOST_TEST(detail::private_of(copy).here.is_all());
    BOOST_TEST(left_behind() == 0);  // the name goes at once: a killed job must not leave it
  });
}

BOOST_AUTO_TEST_SUITE_END()
