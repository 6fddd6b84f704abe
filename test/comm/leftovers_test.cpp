// SPDX-License-Identifier: BSL-1.0
#include <comm/call/leftovers.hpp>

#include <chrono>
#include <thread>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>

#include "everywhere.hpp"

BOOST_AUTO_TEST_SUITE(leftovers_test)

namespace detail = dlp::detail;

// contract: S10
BOOST_AUTO_TEST_CASE(all_that_was_sent_is_taken_in_though_nobody_asks_for_it) {
  auto const world = dlp::communicator();
  auto const comm = dlp::communicator(world, boost::mpi::comm_duplicate);
  auto& own = detail::private_of(comm);
  auto const call = own.talk.begin_call();
  constexpr auto each = 20;
  for (auto i = 0; i != each; ++i) {
    for (auto to = 0; to != world.size(); ++to) {
      if (to != world.rank()) own.talk.send(to, detail::make_message(call, detail::word::halt));
    }
  }
  auto rest = detail::leftovers(own.duplicate, own.count, own.talk);
  while (!rest.taken_in()) own.talk.pause();
  BOOST_TEST(own.count.all_received() >= static_cast<unsigned>(each * (world.size() - 1)));
  BOOST_TEST(own.talk.flushed());
}

// Of a large message MPI reads the memory until it has been received.
// contract: S10
BOOST_AUTO_TEST_CASE(what_this_rank_has_sent_is_waited_for_too) {
  auto const world = dlp::communicator();
  auto const comm = dlp::communicator(world, boost::mpi::comm_duplicate);
  auto& own = detail::private_of(comm);
  auto const last = world.size() - 1;
  auto large = detail::make_message(own.talk.begin_call(), detail::word::halt);
  large.body.resize(1'000'000);
  if (world.rank() == 0 && last != 0) own.talk.send(last, std::move(large));
  auto rest = detail::leftovers(own.duplicate, own.count, own.talk);
  if (world.rank() == last) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  while (!rest.taken_in()) own.talk.pause();
  BOOST_TEST(own.talk.flushed());
}

BOOST_AUTO_TEST_SUITE_END()
