// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/split_round_robin.hpp>

#include <cstdint>
#include <ranges>
#include <stop_token>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/split_managed.hpp>
#include <dlp/core/error.hpp>

#include "../support/ranges.hpp"
#include "../support/split_cases.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(split_round_robin_test)

namespace {
auto const world = boost::mpi::communicator();
}

// contract: S1 S5 S9
BOOST_AUTO_TEST_CASE(every_index_of_every_kind_of_range_is_visited_once) {
  for (auto const n : {0, 1, 7, 1000}) {
    dlp_test::for_each_kind(n, [&](auto name, auto make, auto number) {
      auto own = std::vector<int>();
      for (auto&& x : dlp::split_round_robin(make())) own.push_back(number(x));
      BOOST_TEST(dlp_test::exactly_once(own, n), n << " examples of " << name);
    });
  }
}

// contract: S1 S5 E6
BOOST_AUTO_TEST_CASE(a_count_is_a_range_and_a_product_is_a_nest_of_loops) {
  dlp_test::loop_over_counts_and_products(dlp::split_round_robin);
}

// contract: S2
BOOST_AUTO_TEST_CASE(rank_r_of_p_visits_r_and_every_p_th_after_it) {
  auto expected = world.rank();
  for (auto x : std::views::iota(0, 100) | dlp::split_round_robin) {
    BOOST_TEST(x == expected);
    expected += world.size();
  }
  BOOST_TEST(expected >= 100);
}

// contract: S2
BOOST_AUTO_TEST_CASE(it_is_not_collective) {
  if (world.rank() != 0) return;
  auto count = 0;
  for (auto x : std::views::iota(0, world.size()) | dlp::split_round_robin) count += x + 1;
  BOOST_TEST(count == 1);
}

// contract: S7
BOOST_AUTO_TEST_CASE(break_and_stop_end_it_on_this_rank) {
  auto source = std::stop_source();
  auto visited = 0;
  for (auto x : std::views::iota(std::int64_t{0}, std::int64_t{1} << 40) |
                    dlp::split_round_robin({.stop = source.get_token()})) {
    BOOST_TEST(x == std::int64_t{visited} * world.size() + world.rank());
    if (++visited == 5) source.request_stop();
  }
  BOOST_TEST(visited == 5);
  for (auto x : std::views::iota(0, 1'000'000) | dlp::split_round_robin) {
    BOOST_TEST(x == world.rank());
    break;
  }
}

// contract: S10
BOOST_AUTO_TEST_CASE(in_the_body_of_a_managed_loop_it_runs_on_that_rank_alone) {
  auto own = std::vector<int>();
  for (auto outer : std::views::iota(0, 12) | dlp::split_managed) {
    for (auto inner : std::views::iota(0, 5) | dlp::split_round_robin)
      own.push_back(5 * outer + inner);
  }
  BOOST_TEST(dlp_test::exactly_once(own, 60));
}

// contract: S10
BOOST_AUTO_TEST_CASE(it_runs_on_any_communicator) {
  auto const half = world.split(world.rank() % 2);
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 40) | dlp::split_round_robin({.comm = half})) own.push_back(x);
  BOOST_TEST(dlp_test::exactly_once(own, 40, half));
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_null_communicator_is_a_usage_error) {
  auto const null = boost::mpi::communicator(MPI_COMM_NULL, boost::mpi::comm_attach);
  auto numbers = std::vector<int>(3);
  BOOST_CHECK_THROW(dlp::split_round_robin(numbers, {.comm = null}).begin(), dlp::usage_error);
}

BOOST_AUTO_TEST_SUITE_END()
