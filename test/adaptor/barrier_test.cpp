// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/barrier.hpp>

#include <chrono>
#include <thread>

#include <boost/mpi/collectives/broadcast.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/cpu_seconds.hpp"

BOOST_AUTO_TEST_SUITE(barrier_test)

using namespace std::chrono_literals;
using dlp_test::cpu_seconds;

namespace {

auto const world = boost::mpi::communicator();

}  // namespace

BOOST_AUTO_TEST_CASE(nobody_passes_before_the_last_one_has_come) {
  using clock = std::chrono::system_clock;
  for (auto late = 0; late != world.size(); ++late) {
    dlp::barrier();
    if (world.rank() == late) std::this_thread::sleep_for(20ms);
    auto came = clock::now().time_since_epoch().count();
    dlp::barrier({.root = world.size() - 1});
    auto const passed = clock::now().time_since_epoch().count();
    boost::mpi::broadcast(world, came, late);
    BOOST_TEST(passed >= came);
  }
}

// contract: P1 P4
BOOST_AUTO_TEST_CASE(whoever_waits_sleeps) {
  dlp::barrier();
  auto const before = cpu_seconds();
  if (world.rank() == 0) std::this_thread::sleep_for(500ms);
  dlp::barrier();
  if (dlp_test::time_is_the_programs_own) BOOST_TEST(cpu_seconds() - before < 0.2);
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_root_that_is_no_rank_is_refused) {
  for (auto const root : {-1, world.size()}) {
    BOOST_CHECK_THROW(dlp::barrier({.root = root}), dlp::usage_error);
  }
  dlp::barrier();
}

BOOST_AUTO_TEST_SUITE_END()
