// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/gathered_list.hpp>

#include <string>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(gathered_list_test)

BOOST_AUTO_TEST_CASE(the_root_gets_what_every_rank_wrote_in_the_order_of_the_ranks) {
  auto const world = boost::mpi::communicator();
  auto list = dlp::gathered_list<std::string>();
  auto const me = std::to_string(world.rank());
  list.push_back(me);
  list.append(std::vector<std::string>{me + "a", me + "b"});
  auto const all = list.gather();
  auto expected = std::vector<std::string>();
  for (auto r = 0; world.rank() == 0 && r != world.size(); ++r) {
    for (auto const* tail : {"", "a", "b"}) expected.push_back(std::to_string(r) + tail);
  }
  BOOST_TEST(all == expected);
  BOOST_TEST(list.gather().empty());  // it has been emptied
}

BOOST_AUTO_TEST_SUITE_END()
