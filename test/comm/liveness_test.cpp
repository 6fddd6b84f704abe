// SPDX-License-Identifier: BSL-1.0
//
// What the sockets tell while all live; adaptor/survive_test kills ranks.
#include <comm/loss/liveness.hpp>

#include <chrono>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>

BOOST_AUTO_TEST_SUITE(liveness_test)

namespace {

using namespace std::chrono_literals;
using dlp::detail::condition;
namespace liveness = dlp::detail::liveness;

auto comes_to_be(int rank, bool lost) -> bool {
  for (auto tries = 0; tries != 500; ++tries) {
    if (dlp::detail::lost_ranks::known().is_lost(rank) == lost) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_CASE(who_falls_silent_and_who_speaks_again_is_known_to_all_others) {
  auto const world = dlp::communicator();
  auto const last = world.size() - 1;
  BOOST_TEST(!liveness::is_on());
  liveness::begin();
  BOOST_TEST(liveness::is_on() == (world.size() > 1));
  for (auto const teller : {0, 1}) {
    if (world.size() < 3) break;
    for (auto const how : {condition::silent, condition::alive}) {
      world.barrier();
      if (world.rank() == teller) liveness::note(last, how);
      if (world.rank() != last) BOOST_TEST(comes_to_be(last, how != condition::alive));
      world.barrier();
    }
  }
  BOOST_TEST(!dlp::detail::lost_ranks::known().is_lost(world.rank()));
  BOOST_TEST(!dlp::detail::lost_ranks::known().any());
  liveness::stop();
  world.barrier();
}

BOOST_AUTO_TEST_SUITE_END()
