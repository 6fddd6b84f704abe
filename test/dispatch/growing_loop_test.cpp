// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/growing_loop.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>

BOOST_AUTO_TEST_SUITE(growing_loop_test)

using namespace dlp::detail;

namespace {

auto const world = boost::mpi::communicator();

struct counts {
  std::size_t results = 0;
  std::size_t most_waiting = 0;
};

/// A tree of so many children an item and that depth, below each of some seeds.
auto walk(std::size_t seeds, std::size_t children, std::size_t depth, item_order order) -> counts {
  auto const grow = [=](given_item const& item, made_of_item& made) {
    for (auto i = std::size_t{0}; item.path.size() != depth && i != children; ++i)
      made.added.push_back({made.children++, dlp::bytes(item.path.size())});
  };
  auto terms =
      loop_terms{.name = "tree", .result = "none", .size = seeds, .schedule = dlp::fixed{1}};
  auto loop = growing_loop(shared_context(world), std::move(terms), order, {}, {}, grow);
  auto found = counts();
  while (loop.is_root() && loop.next_result()) ++found.results;
  found.most_waiting = loop.most_waiting();
  return found;
}

}  // namespace

// contract: T2
BOOST_AUTO_TEST_CASE(depth_first_few_items_wait_and_breadth_first_a_whole_level) {
  constexpr auto children = std::size_t{4};
  constexpr auto depth = std::size_t{6};  // 4096 items on the last level
  auto const workers = static_cast<std::size_t>(std::max(1, world.size() - 1));
  auto const deep = walk(4, children, depth, item_order::depth_first);
  auto const wide = walk(4, children, depth, item_order::breadth_first);
  if (world.rank() != 0) return;
  BOOST_TEST(deep.results == 4u * 1365);
  BOOST_TEST(wide.results == deep.results);
  BOOST_TEST(deep.most_waiting <= workers * children * depth);
  BOOST_TEST(wide.most_waiting > 1000u);
}

BOOST_AUTO_TEST_CASE(a_loop_without_seeds_is_over_at_once) {
  BOOST_TEST(walk(0, 2, 3, item_order::depth_first).results == 0u);
}

// contract: M2
BOOST_AUTO_TEST_CASE(a_root_that_leaves_ends_it_for_all) {
  auto const endless = [](given_item const&, made_of_item& made) {
    made.added = {{0, {}}, {1, {}}};
  };
  for (auto round = 0; round != 20; ++round) {
    auto loop = growing_loop(shared_context(world), {.name = "tree", .result = "none", .size = 2},
                             item_order::depth_first, {}, {}, endless);
    auto taken = 0;
    while (loop.is_root() && taken != round && loop.next_result()) ++taken;
    BOOST_TEST(taken == (loop.is_root() ? round : 0));
  }
  auto const next = walk(2, 2, 3, item_order::depth_first);  // the others are there
  BOOST_TEST(next.results == (world.rank() == 0 ? 14u : 0u));
}

BOOST_AUTO_TEST_SUITE_END()
