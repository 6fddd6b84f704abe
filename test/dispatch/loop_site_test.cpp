// SPDX-License-Identifier: BSL-1.0
//
// On nodes of as many ranks as --ranks-per-node says, and as if there were one where it says
// nothing.
#include <dispatch/shared/loop_site.hpp>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dlp/core/error.hpp>

#include "../support/nodes_main.hpp"

using namespace dlp::detail;

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

namespace {
auto const world = dlp::communicator();
}

// contract: S4
BOOST_AUTO_TEST_CASE(
    a_communicator_has_one_service_where_it_is_on_several_nodes_or_there_is_a_journal) {
  auto& own = private_of(world);
  auto* const service = service_of(own, "a loop", 0);
  BOOST_TEST((service == nullptr) == own.here.is_all());
  BOOST_TEST(service_of(own, "another loop", 0) == service);
  auto* const keeper = service_of(own, "a loop", 0, true);
  BOOST_TEST(keeper != nullptr);
  if (service) BOOST_TEST(keeper == service);
  BOOST_TEST(service_of(own, "a loop", 0, true) == keeper);
  BOOST_TEST(service_of(own, "another loop", 0) == service);
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_that_ask_for_different_loops_disagree) {
  auto const half = dlp::communicator(world, boost::mpi::comm_duplicate);
  auto& own = private_of(half);
  if (own.here.is_all()) return;
  auto const* const name = world.rank() == 0 ? "this" : "that";
  BOOST_CHECK_THROW(static_cast<void>(service_of(own, name, 0)), dlp::disagreement);
}
