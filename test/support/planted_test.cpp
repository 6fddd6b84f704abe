// SPDX-License-Identifier: BSL-1.0
//
// Cases that must not pass, one at a time: test/Jamfile wants each of them to be noticed.
#include <unistd.h>

#include <stdexcept>

#include <boost/mpi/communicator.hpp>
#include <boost/test/unit_test.hpp>

namespace {

auto const world = boost::mpi::communicator();

void wait_for_all() { world.barrier(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(planted, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(one_rank_fails) { BOOST_TEST(world.rank() != 1); }

BOOST_AUTO_TEST_CASE(one_rank_requires) {
  BOOST_REQUIRE(world.rank() != 1);
  wait_for_all();
}

BOOST_AUTO_TEST_CASE(one_rank_throws) {
  if (world.rank() == 1) throw std::runtime_error("out of luck");
  wait_for_all();
}

BOOST_AUTO_TEST_CASE(one_rank_is_waited_for) {
  if (::alarm(1) == 0) return;  // none was set: then this case does not die, as it should
  if (world.rank() != 1) wait_for_all();
  while (true) ::pause();
}

BOOST_AUTO_TEST_SUITE_END()
