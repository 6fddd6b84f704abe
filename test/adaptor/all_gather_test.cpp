// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/all_gather.hpp>

#include <string>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_CASE(every_rank_gets_every_ranks_value_by_rank) {
  auto const world = boost::mpi::communicator();
  for (auto root = 0; root != world.size(); ++root) {
    auto const ranks = dlp::all_gather(world.rank(), {.root = root});
    auto const texts =
        dlp::all_gather(std::string(static_cast<std::size_t>(20'000 * world.rank()), 'x'));
    BOOST_TEST(ranks.size() == static_cast<std::size_t>(world.size()));
    BOOST_TEST(texts.size() == ranks.size());
    for (auto r = std::size_t{0}; r != ranks.size(); ++r) {
      BOOST_TEST(ranks[r] == static_cast<int>(r));
      BOOST_TEST(texts[r].size() == 20'000 * r);
    }
  }
}
