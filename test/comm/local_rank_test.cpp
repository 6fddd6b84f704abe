// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/local_rank.hpp>

#include <algorithm>
#include <cstdlib>
#include <type_traits>

#include <boost/test/unit_test.hpp>

#include <dlp/core/failure.hpp>

#include "../support/nodes_main.hpp"

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

BOOST_AUTO_TEST_SUITE(local_rank_test)

namespace {

auto const world = dlp::communicator();

/// How many ranks of a communicator of this size are pretended to be on a node, at the most.
auto most(int size) -> int {
  auto const* const said = std::getenv("DLP_RANKS_PER_NODE");
  return said != nullptr ? std::atoi(said) : size;
}

}  // namespace

BOOST_AUTO_TEST_CASE(ranks_are_counted_on_their_node) {
  auto const n = most(world.size());
  BOOST_TEST(dlp::local_rank() == world.rank() % n);
  BOOST_TEST(dlp::local_size() == std::min(n, world.size() - world.rank() / n * n));
  static_assert(std::is_same_v<decltype(dlp::local_rank()), dlp::rank_id>);
}

BOOST_AUTO_TEST_CASE(of_another_communicator_its_own_ranks_are_counted) {
  auto const odd = world.split(world.rank() % 2, -world.rank());
  auto const n = most(odd.size());
  BOOST_TEST(dlp::local_rank(odd) == odd.rank() % n);
  BOOST_TEST(dlp::local_size(odd) == std::min(n, odd.size() - odd.rank() / n * n));
}

BOOST_AUTO_TEST_CASE(the_host_is_called_as_in_errors) {
  BOOST_TEST(dlp::host() == dlp::detail::host_name());
  BOOST_TEST(!dlp::host().empty());
}

BOOST_AUTO_TEST_SUITE_END()
