// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/communicator.hpp>

#include <sstream>
#include <string>
#include <vector>

#include <boost/mpi/group.hpp>
#include <boost/mpi/intercommunicator.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/texts.hpp"
#include "everywhere.hpp"

BOOST_AUTO_TEST_SUITE(communicator_test)

namespace {

template <class T>
concept truth_value = requires(T value) { value ? 1 : 0; };
template <class T>
concept can_be_negated = requires(T value) { !value; };
template <class T>
concept can_be_anded = requires(T value) { value && true; };

static_assert(truth_value<int> && can_be_negated<int> && can_be_anded<int>);
static_assert(!truth_value<dlp::rank_id>);
static_assert(!can_be_negated<dlp::rank_id>);
static_assert(!can_be_anded<dlp::rank_id>);
static_assert(dlp::rank_id(3) == 3 && dlp::rank_id(3) + 1 == 4);

auto refusal(dlp::communicator const& comm) -> std::string {
  return dlp_test::text_of<dlp::usage_error>([&] { dlp::detail::require_usable(comm); });
}

auto refusal(int root, dlp::communicator const& comm) -> std::string {
  return dlp_test::text_of<dlp::usage_error>([&] { dlp::detail::require_root(root, comm); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_rank_is_no_truth_value_but_an_int) {  // the first half: the asserts above
  auto const me = dlp::rank();
  int const number = me;
  BOOST_TEST(number == dlp::communicator().rank());

  auto text = std::ostringstream();
  text << me;
  BOOST_TEST(text.str() == std::to_string(number));

  auto by_rank = std::vector<int>(static_cast<std::size_t>(dlp::size()));
  by_rank[static_cast<std::size_t>(me)] = 1;
  BOOST_TEST(by_rank[static_cast<std::size_t>(number)] == 1);
  switch (me) {
    case 0:
      BOOST_TEST(dlp::is_root());
      break;
    default:
      BOOST_TEST(!dlp::is_root());
  }
}

BOOST_AUTO_TEST_CASE(rank_and_size_are_those_of_the_world) {
  auto const world = dlp::communicator();
  BOOST_TEST(dlp::rank() == world.rank());
  BOOST_TEST(dlp::size() == world.size());
  BOOST_TEST(dlp::is_root() == (world.rank() == 0));
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_null_communicator_is_a_usage_error) {
  auto const null = dlp::communicator(MPI_COMM_NULL, boost::mpi::comm_attach);
  BOOST_TEST(refusal(null).find("null") != std::string::npos);
  BOOST_TEST(refusal(dlp::communicator()) == "");
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_communicator_between_two_groups_is_a_usage_error) {
  auto const world = dlp::communicator();
  if (world.size() < 2) return;
  auto const side = world.rank() == 0 ? 0 : 1;
  auto const half = world.split(side);
  auto const between = boost::mpi::intercommunicator(half, 0, world, 1 - side);
  BOOST_TEST(refusal(between).find("intercommunicator") != std::string::npos);
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_root_out_of_range_is_a_usage_error_that_names_it) {
  auto const world = dlp::communicator();
  auto const size = world.size();
  BOOST_TEST(refusal(-1, world).find("root -1 ") != std::string::npos);
  BOOST_TEST(refusal(size, world).find("root " + std::to_string(size) + " ") != std::string::npos);
  BOOST_TEST(refusal(1000, world).find("root 1000 ") != std::string::npos);
  BOOST_TEST(refusal(0, world) == "");
  BOOST_TEST(refusal(size - 1, world) == "");
}

BOOST_AUTO_TEST_SUITE_END()
