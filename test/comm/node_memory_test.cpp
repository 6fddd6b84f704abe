// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/node_memory.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <comm/call/private_communicator.hpp>
#include <dlp/comm/pieces.hpp>
#include <dlp/core/error.hpp>

#include "../support/no_more_files.hpp"
#include "../support/nodes_main.hpp"
#include "../support/visits.hpp"

namespace {

/// What this rank has given to MPI's broadcast: how often, and the most at once.
auto broadcasts = 0;
auto largest_broadcast = 0;

}  // namespace

extern "C" auto MPI_Ibcast(void* data, int count, MPI_Datatype type, int root, MPI_Comm comm,
                           MPI_Request* request) -> int {
  ++broadcasts;
  largest_broadcast = std::max(largest_broadcast, count);
  return PMPI_Ibcast(data, count, type, root, comm, request);
}

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

BOOST_AUTO_TEST_SUITE(node_memory_test)

namespace {

using namespace dlp::detail;

auto const world = dlp::communicator();

/// Who fills the memory of this node.
auto filler(int root) -> int {
  auto const& here = private_of(world).here;
  return here.place_of(root) ? root : here.ranks().front();
}

auto filled(int root, node_filler const& by) -> node_memory {
  return fill_once_per_node({"fill", world, root}, by);
}

/// A byte that is known by its place, and by the rank that wrote it.
auto byte_at(std::size_t place, int rank) -> std::byte {
  return static_cast<std::byte>(place * 7 + static_cast<std::size_t>(rank) * 31 + place / 1000);
}

auto is_of(node_memory const& memory, int rank) -> bool {
  for (auto i = std::size_t{0}; i != memory.size; ++i) {
    if (memory.begin.get()[i] != byte_at(i, rank)) return false;
  }
  return true;
}

void write(std::span<std::byte> to) {
  for (auto i = std::size_t{0}; i != to.size(); ++i) to[i] = byte_at(i, world.rank());
}

auto name_prefix() -> std::string { return "dlp." + std::to_string(::getpid()) + "."; }

/// How much shared memory of this process has a name.
auto names() -> std::ptrdiff_t {
  return std::ranges::count_if(
      std::filesystem::directory_iterator("/dev/shm"),
      [](auto const& one) { return one.path().filename().string().starts_with(name_prefix()); });
}

}  // namespace

// contract: M8
BOOST_AUTO_TEST_CASE(one_rank_of_each_node_fills_it_and_the_others_read_it) {
  for (auto root = 0; root != world.size(); ++root) {
    auto calls = 0;
    auto const is_filler = world.rank() == filler(root);
    // Nodes may have more or less.
    auto const own = std::uint64_t{5000} + static_cast<std::uint64_t>(world.rank());
    auto const size = [&] { return ++calls, own; };
    auto const fill = [&](std::span<std::byte> to) {
      BOOST_TEST(to.size() == own);
      BOOST_TEST(std::ranges::count(to, std::byte{0}) == static_cast<std::ptrdiff_t>(own));
      BOOST_TEST(reinterpret_cast<std::uintptr_t>(to.data()) % 64 == 0u);
      BOOST_TEST(names() == 0);
      ++calls;
      write(to);
    };
    auto const memory = filled(root, {false, size, fill});
    BOOST_TEST(calls == (is_filler ? 2 : 0));
    BOOST_TEST(memory.size == 5000u + static_cast<unsigned>(filler(root)));
    BOOST_TEST(is_of(memory, filler(root)));
    BOOST_TEST(names() == 0);
  }
}

// contract: M8 M4
BOOST_AUTO_TEST_CASE(from_the_root_all_nodes_get_what_it_has_in_pieces) {
  for (auto const limit : {std::uint64_t{1} << 30, std::uint64_t{1000}}) {
    set_piece_limit(limit);
    for (auto root = 0; root != world.size(); ++root) {
      auto calls = 0;
      auto const size = [&] { return ++calls, std::uint64_t{10'500}; };
      auto const fill = [&](std::span<std::byte> to) {
        ++calls;
        write(to);
      };
      broadcasts = largest_broadcast = 0;
      auto const memory = filled(root, {true, size, fill});
      // Only between those that fill, and not where there is one node.
      auto const takes_part = world.rank() == filler(root) && !private_of(world).here.is_all();
      BOOST_TEST(broadcasts == (takes_part ? limit == 1000 ? 11 : 1 : 0));
      BOOST_TEST(largest_broadcast == (takes_part ? std::min<long>(long(limit), 10'500) : 0));
      BOOST_TEST(calls == (world.rank() == root ? 2 : 0));
      BOOST_TEST(memory.size == 10'500u);
      BOOST_TEST(is_of(memory, root));
      BOOST_TEST(names() == 0);
    }
  }
  set_piece_limit(std::uint64_t{1} << 30);
}

// contract: M8
BOOST_AUTO_TEST_CASE(nothing_is_memory_too) {
  for (auto const from_root : {false, true}) {
    auto const memory = filled(0, {from_root, [] { return std::uint64_t{0}; }, [](auto) {}});
    BOOST_TEST(memory.size == 0u);
  }
}

// contract: E1 M8
BOOST_AUTO_TEST_CASE(what_goes_wrong_at_any_step_is_the_same_task_error_on_every_rank) {
  auto const last = world.size() - 1;  // the root
  auto const ends = []() -> std::uint64_t { throw std::runtime_error("in size"); };
  auto const is_large = [] { return std::uint64_t{1} << 55; };
  auto const is_small = [] { return std::uint64_t{9}; };
  auto const breaks = [](std::span<std::byte>) { throw std::runtime_error("in fill"); };
  auto const text_of = [&](node_filler const& by) -> std::string {
    try {
      static_cast<void>(filled(last, by));
    } catch (dlp::task_error const& thrown) {
      BOOST_TEST(thrown.failures().back().rank == last);
      return thrown.failures().back().text;
    }
    return {};
  };
  for (auto const from_root : {false, true}) {
    BOOST_TEST(text_of({from_root, ends, breaks}) == "in size");
    auto const large = text_of({from_root, is_large, breaks});
    BOOST_TEST(large.find("dlp: ") == 0u, large);
    BOOST_TEST(large.find(" 36028797018963968 bytes") != large.npos, large);
    BOOST_TEST(text_of({from_root, is_small, breaks}) == "in fill");
    BOOST_TEST(names() == 0);
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(one_rank_of_many_that_fails_is_enough) {
  auto const first = filler(0);
  for (auto const in_fill : {false, true}) {
    auto const size = [&]() -> std::uint64_t {
      if (!in_fill && world.rank() == first && first == 0) throw std::runtime_error("of one");
      return 100;
    };
    auto const fill = [&](std::span<std::byte>) {
      if (in_fill && first == 0) throw std::runtime_error("of one");
    };
    auto failures = std::vector<dlp::failure>();
    try {
      static_cast<void>(filled(0, {false, size, fill}));
    } catch (dlp::task_error const& thrown) {
      failures = thrown.failures();
    }
    BOOST_TEST(failures.size() == 1u);
    BOOST_TEST(failures.front().rank == 0);
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_rank_that_cannot_open_it_is_named_to_all) {
  auto const last = world.size() - 1;
  auto const reads = world.rank() == last && filler(0) != last;
  auto const some_read = dlp_test::how_many(reads) != 0;
  auto failures = std::vector<dlp::failure>();
  {
    auto const none = reads ? std::make_unique<dlp_test::no_more_files>() : nullptr;
    try {
      static_cast<void>(filled(0, {false, [] { return std::uint64_t{10}; }, [](auto) {}}));
    } catch (dlp::task_error const& thrown) {
      failures = thrown.failures();
    }
  }
  BOOST_TEST(failures.size() == (some_read ? 1u : 0u));
  for (auto const& one : failures) {
    BOOST_TEST(one.rank == last);
    BOOST_TEST(one.text.find("cannot be opened: Too many open files") != one.text.npos, one.text);
  }
  BOOST_TEST(names() == 0);
}

// contract: E4
BOOST_AUTO_TEST_CASE(nothing_is_made_for_ranks_that_are_at_another_call) {
  if (world.size() == 1) return;
  auto made = false;
  auto disagree = false;
  auto const size = [&] {
    made = true;
    return std::uint64_t{10};
  };
  try {
    if (world.rank() == world.size() - 1)
      meet({"barrier", world});
    else
      static_cast<void>(filled(0, {false, size, [](auto) {}}));
  } catch (dlp::disagreement const&) {
    disagree = true;
  }
  BOOST_TEST(disagree);
  BOOST_TEST(!made);
}

BOOST_AUTO_TEST_SUITE_END()
