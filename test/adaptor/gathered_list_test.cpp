// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/gathered_list.hpp>

#include <memory>
#include <string>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include "../support/hard_values.hpp"

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

// contract: M4
BOOST_AUTO_TEST_CASE(an_element_may_be_larger_than_a_stack) {
  auto const world = boost::mpi::communicator();
  auto list = dlp::gathered_list<dlp_test::huge_and_more>();
  auto const own = std::make_unique<dlp_test::huge_and_more>();
  own->rest.rank = world.rank();
  list.push_back(*own);
  list.push_back(std::move(*own));
  list.append(std::vector<dlp_test::huge_and_more>(1));
  auto const all = list.gather();
  BOOST_TEST(all.size() == (world.rank() == 0 ? 3u * static_cast<unsigned>(world.size()) : 0u));
  for (auto i = std::size_t{0}; i < all.size(); i += 3) {
    BOOST_TEST(all[i].rest.rank == static_cast<int>(i / 3));
    BOOST_TEST(all[i + 1].rest.rank == static_cast<int>(i / 3));
  }
}

BOOST_AUTO_TEST_SUITE_END()
