// SPDX-License-Identifier: BSL-1.0
//
// On nodes of as many ranks as --ranks-per-node says, and as if there were one where it says
// nothing.
#include <dispatch/shared/block_client.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/shared/loop_site.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/shared_loop.hpp>

#include "../support/nodes_main.hpp"
#include "../support/visits.hpp"

using namespace dlp::detail;
using dlp::index_range;
using dlp::index_t;

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

namespace {

auto const world = dlp::communicator();

auto own() -> private_communicator& { return private_of(world); }
auto service() -> block_service* { return service_of(own(), "a loop", 0); }

/// This rank's part in a loop that all ranks come to.
class member {
 public:
  explicit member(index_t size)
      : here_(own().talk, "a loop over " + std::to_string(size), 0),
        pool_(own().counters, here_.number(), *own().here.place_of(world.rank()),
              own().here.ranks().size()),
        client_(here_, pool_, own().here.ranks(), *service()) {
    auto terms = loop_terms();
    terms.name = "a loop";
    terms.size = size;
    if (here_.at_root()) service()->open(here_.number(), terms, here_.words(), {});
    while (pool_.enter(here_.words(), world.rank(), {}) != loop_pool::entry::entered) {
      std::this_thread::yield();
    }
    pool_.join();
  }
  member(member const&) = delete;
  auto operator=(member const&) -> member& = delete;
  ~member() { pool_.leave(); }

  /// The next index, if one is left for this node.
  auto next() -> std::optional<int> {
    client_.refill(1e-3, 1, hear_);
    auto const claimed = pool_.claim([](auto...) { return index_t{1}; });
    if (claimed.empty()) return std::nullopt;
    ++done_;
    pool_.publish(done_, done_);
    return static_cast<int>(claimed.first);
  }
  void refill(double example_seconds) { client_.refill(example_seconds, 1, hear_); }
  auto over() -> bool {
    auto const how = client_.over(hear_);
    return how && (conclude(here_.words(), {}, *how, false), true);
  }
  auto pool() -> loop_pool& { return pool_; }
  auto client() -> block_client& { return client_; }
  void hear() { hear_(); }

 private:
  call here_;
  loop_pool pool_;
  block_client client_;
  index_t done_ = 0;
  std::function<void()> hear_ = [this] {
    while (auto const what = here_.try_receive()) {
      if (what->what == word::halt) pool_.halt();
      client_.take(*what);
    }
  };
};

}  // namespace

// contract: S1
BOOST_AUTO_TEST_CASE(blocks_are_fetched_until_there_are_no_more_and_then_the_loop_is_over) {
  if (!service()) return;
  for (auto const size : {0, 1, 100, 1000}) {
    auto mine = member(static_cast<index_t>(size));
    auto visited = std::vector<int>();
    while (!mine.over()) {
      if (auto const index = mine.next()) visited.push_back(*index);
    }
    BOOST_TEST(mine.pool().is_dry());
    BOOST_TEST(dlp_test::exactly_once(visited, size));
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(what_the_last_rank_of_a_node_leaves_goes_to_the_others) {
  if (!service() || own().here.ranks().size() != 1) return;
  auto mine = member(200);
  auto visited = std::vector<int>();
  auto const leaves = world.rank() != 0;
  while (leaves ? visited.size() < 3 && !mine.pool().is_dry() : !mine.over()) {
    if (auto const index = mine.next()) visited.push_back(*index);
  }
  if (leaves) mine.client().leave({});
  BOOST_TEST(dlp_test::exactly_once(visited, 200));
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_failure_on_one_node_is_thrown_on_all_ranks_of_the_others) {
  if (!service()) return;
  auto const culprit = world.rank() == world.size() - 1;
  for (auto round = 0; round != 10; ++round) {
    auto mine = member(index_t{1} << 40);
    auto const why = std::vector{unseen_failure(7, world.size() - 1)};
    if (culprit) {
      mine.pool().be(loop_pool::presence::failed);
      mine.pool().halt();
      static_cast<void>(mine.pool().drop_all());
      mine.client().leave(why);
      continue;
    }
    auto got = std::vector<dlp::failure>();
    auto done = index_t{0};
    try {
      while (!mine.over()) {
        mine.hear();
        if (mine.pool().halted()) done += mine.pool().drop_all();
        mine.pool().publish(done, 0);
        if (!mine.pool().halted() && mine.next()) ++done;
      }
    } catch (dlp::task_error const& thrown) {
      got = thrown.failures();
    }
    BOOST_TEST((got == why));
  }
  meet({"barrier", world});
}

// contract: E4
BOOST_AUTO_TEST_CASE(nodes_that_disagree_all_throw) {
  if (!service()) return;
  for (auto round = 0; round != 10; ++round) {
    auto const odd = own().here.ranks().front() != 0;
    auto mine = member(odd ? 11 : 10);
    auto const loop = [&] {
      while (!mine.over()) {
        mine.hear();
        static_cast<void>(mine.next());
      }
    };
    BOOST_CHECK_THROW(loop(), dlp::disagreement);
    mine.pool().kill();
    mine.client().forget();
  }
  meet({"barrier", world});
}

// So that a node asks once for many short examples, and keeps few long ones from the others.
BOOST_AUTO_TEST_CASE(a_block_is_as_large_as_the_examples_are_short) {
  if (!service()) return;
  auto const here = own().here.ranks().size();
  for (auto const& [seconds, least, most] :
       {std::tuple(1e-3, 49 * here, 50 * here), std::tuple(1.0, here, here)}) {
    auto mine = member(index_t{1'000} * static_cast<index_t>(world.size()));
    mine.refill(seconds);
    world.barrier();  // whichever of this node has asked
    BOOST_TEST(mine.pool().unclaimed() >= least);
    BOOST_TEST(mine.pool().unclaimed() <= most);
    world.barrier();
    while (!mine.over()) static_cast<void>(mine.next());
  }
}
