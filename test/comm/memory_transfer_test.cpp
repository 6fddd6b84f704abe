// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/memory_transfer.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <boost/mpi/exception.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>
#include <dlp/comm/pieces.hpp>
#include <dlp/core/bytes.hpp>

BOOST_AUTO_TEST_SUITE(memory_transfer_test)

namespace detail = dlp::detail;

namespace {

auto const world = dlp::communicator();

auto part_of(int rank, std::size_t size) -> dlp::bytes {
  return dlp::bytes(size, static_cast<std::byte>(rank + 1));
}

/// Every rank sends two parts to the next one.
void pass_on(std::size_t size, bool is_crowded) {
  auto const ranks = world.size();
  auto const me = world.rank();
  auto const from = (me + ranks - 1) % ranks;
  auto const first = part_of(me, size);
  auto const second = part_of(me + 100, 7);
  auto got = dlp::bytes(size + 7);
  auto transfer = detail::memory_transfer(world, is_crowded);
  transfer.receive(from, std::span(got).first(size));
  transfer.receive(from, std::span(got).subspan(size));
  transfer.send((me + 1) % ranks, first);
  transfer.send((me + 1) % ranks, second);
  transfer.finish();
  auto expected = part_of(from, size);
  expected.resize(size + 7, static_cast<std::byte>(from + 101));
  BOOST_TEST((got == expected));
}

}  // namespace

// contract: M4
BOOST_AUTO_TEST_CASE(what_is_sent_lies_where_it_is_received_in_one_piece_or_in_many) {
  for (auto const limit : {std::uint64_t{1} << 30, std::uint64_t{9'999}}) {
    detail::set_piece_limit(limit);
    for (auto const is_crowded : {false, true}) {
      for (auto const size : {0u, 1u, 9'999u, 10'000u, 3'000'000u}) pass_on(size, is_crowded);
    }
  }
  detail::set_piece_limit(std::uint64_t{1} << 30);
}

// contract: M4
BOOST_AUTO_TEST_CASE(what_the_root_has_is_in_all_memory_in_one_piece_or_in_many) {
  for (auto const limit : {std::uint64_t{1} << 30, std::uint64_t{9'999}}) {
    detail::set_piece_limit(limit);
    for (auto const size : {0u, 1u, 9'999u, 10'000u, 3'000'000u}) {
      auto all = std::vector<dlp::bytes>();
      // Ranks wait in ways that differ.
      auto transfer = detail::memory_transfer(world, world.rank() % 2 == 1);
      for (auto root = 0; root != world.size(); ++root)
        all.push_back(part_of(world.rank() == root ? root : 200, size));
      for (auto root = 0; auto& one : all) transfer.broadcast(root++, one);
      transfer.finish();
      for (auto root = 0; auto const& one : all) BOOST_TEST((one == part_of(root++, size)));
    }
  }
  detail::set_piece_limit(std::uint64_t{1} << 30);
}

BOOST_AUTO_TEST_CASE(a_transfer_that_failed_leaves_its_memory_alone) {
  auto const me = world.rank();
  auto memory = dlp::bytes(5);
  auto const sent = part_of(me, 5);
  {
    auto transfer = detail::memory_transfer(world, false);
    transfer.receive(me, memory);
    BOOST_CHECK_THROW(transfer.send(world.size(), sent), boost::mpi::exception);
  }
  auto request = MPI_REQUEST_NULL;
  MPI_Isend(sent.data(), 5, MPI_BYTE, me, 4, world, &request);
  auto got = dlp::bytes(5);
  {
    auto transfer = detail::memory_transfer(world, false);
    transfer.receive(me, got);
    transfer.finish();
  }
  MPI_Wait(&request, MPI_STATUS_IGNORE);
  BOOST_TEST((got == sent));
  BOOST_TEST((memory == dlp::bytes(5)));
}

BOOST_AUTO_TEST_CASE(nothing_under_way_is_no_wait) {
  auto transfer = detail::memory_transfer(world, false);
  transfer.send(0, {});
  transfer.receive(0, {});
  transfer.finish();
  transfer.finish();
}

BOOST_AUTO_TEST_SUITE_END()
