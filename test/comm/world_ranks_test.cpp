// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/world_ranks.hpp>

#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>

BOOST_AUTO_TEST_SUITE(world_ranks_test)

using dlp::detail::world_ranks_of;

BOOST_AUTO_TEST_CASE(a_communicator_has_its_ranks_in_its_own_order) {
  auto const world = dlp::communicator();
  auto backwards = MPI_COMM_NULL;
  MPI_Comm_split(world, world.rank() % 2, -world.rank(), &backwards);
  auto expected = std::vector<int>();
  for (auto rank = world.size() - 1; rank >= 0; --rank) {
    if (rank % 2 == world.rank() % 2) expected.push_back(rank);
  }
  BOOST_TEST(world_ranks_of(backwards) == expected, boost::test_tools::per_element());
  MPI_Comm_free(&backwards);
  BOOST_TEST(world_ranks_of(MPI_COMM_SELF) == std::vector{world.rank()},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
