// SPDX-License-Identifier: BSL-1.0
//
// On nodes of one rank each, unless DLP_RANKS_PER_NODE says otherwise.
#include <dispatch/shared/block_service.hpp>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/call.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/shared/loop_site.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/dispatch/shared_loop.hpp>

#include "../support/nodes_main.hpp"
#include "../support/shared_count.hpp"
#include "../support/visits.hpp"

using namespace dlp::detail;
using dlp::index_range;
using dlp::index_t;
using said = block_request::word;
using namespace std::chrono_literals;

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

namespace {

auto const world = dlp::communicator();

auto service() -> block_service* { return service_of(private_of(world), "a loop", 0); }

/// This rank, alone on its node, in a loop that begins now.
struct lone_rank {
  lone_rank() : here(private_of(world).talk, "a loop", 0) {}

  void open(index_t size) {
    auto terms = loop_terms();
    terms.name = "a loop";
    terms.size = size;
    if (here.at_root()) service()->open(here.number(), terms, here.words(), {});
  }
  void say(said what) {
    auto request = block_request();
    request.call = here.number();
    request.what = what;
    request.node = request.speaker = world.rank();
    request.ranks = 1;
    request.words = here.words();
    service()->tell(0, request);
  }

  dlp::detail::call here;
};

}  // namespace

BOOST_AUTO_TEST_CASE(only_ranks_of_several_nodes_have_one_and_all_the_same) {
  auto const several = world.size() > 1 && std::getenv("DLP_RANKS_PER_NODE") != nullptr;
  BOOST_TEST((service() != nullptr) == several);
  BOOST_TEST(service() == service());
}

BOOST_AUTO_TEST_CASE(it_is_usable_where_mpi_takes_several_threads) {
  if (!service()) return;
  BOOST_TEST(service()->usable() == threads_may_use_mpi());
}

// contract: S4
BOOST_AUTO_TEST_CASE(it_serves_while_the_root_is_in_a_body_and_when_it_has_left) {
  if (!service() || !service()->usable()) return;
  auto served = dlp_test::shared_count();
  for (auto round = 0; round != 20; ++round) {
    auto mine = lone_rank();
    mine.open(100);
    auto count = 0;
    if (world.rank() == 0) {
      if (round == 0) BOOST_TEST(served.comes_to(world.size() - 1));
      mine.say(said::gone);
      BOOST_TEST(dlp_test::sums({count}, world).front() == 100);
      continue;
    }
    for (auto ended = false; !ended;) {
      mine.say(said::more);
      auto const what = mine.here.receive();
      ended = what.what == word::work && what.range.empty();
      count += static_cast<int>(what.range.size());
    }
    served.add_one();
    mine.say(said::idle);
    BOOST_TEST((mine.here.receive().what == word::verdict));
    BOOST_TEST(dlp_test::sums({count}, world).front() == 100);
  }
  meet({"barrier", world});
}

BOOST_AUTO_TEST_CASE(what_is_said_before_the_root_has_come_is_kept) {
  if (!service() || !service()->usable()) return;
  auto mine = lone_rank();
  if (world.rank() == 0) std::this_thread::sleep_for(100ms);
  mine.say(said::idle);
  mine.open(0);
  BOOST_TEST((mine.here.receive().what == word::verdict));
}

BOOST_AUTO_TEST_CASE(a_loop_that_is_forgotten_answers_nobody_and_the_next_is_served) {
  if (!service() || !service()->usable()) return;
  auto wrong = lone_rank();
  wrong.open(10);
  wrong.say(said::forget);
  meet({"barrier", world});
  wrong.say(said::more);
  auto right = lone_rank();
  right.open(0);
  right.say(said::idle);
  BOOST_TEST((right.here.receive().what == word::verdict));
  meet({"barrier", world});
}

BOOST_AUTO_TEST_CASE(it_ends_with_its_communicator) {
  if (!service()) return;
  for (auto round = 0; round != 20; ++round) {
    auto const half = world.split(world.rank() % 2);
    auto* const own = service_of(private_of(half), "a loop", 0);
    BOOST_TEST((own != nullptr) == (half.size() > 1));
  }
}

BOOST_AUTO_TEST_CASE(what_a_server_is_told_is_counted) {
  if (!service() || !service()->usable()) return;
  auto const to_the_root = [] { return private_of(world).count.sent_to_each().front(); };
  auto mine = lone_rank();
  auto const before = to_the_root();
  mine.say(said::idle);
  BOOST_TEST(to_the_root() == before + 1);
  mine.open(0);
  BOOST_TEST((mine.here.receive().what == word::verdict));
}
