// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/leftovers.hpp>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/private_communicator.hpp>

#include "everywhere.hpp"

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
  auto rest = detail::leftovers(own);
  while (!rest.taken_in()) own.talk.pause();
  BOOST_TEST(own.count.all_received() >= static_cast<unsigned>(each * (world.size() - 1)));
  BOOST_TEST(own.talk.flushed());
}
