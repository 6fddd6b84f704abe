// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/split_block.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <ranges>
#include <stop_token>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/split_managed.hpp>
#include <dlp/core/error.hpp>
#include <dlp/schedule/block.hpp>

#include "../support/ranges.hpp"
#include "../support/split_cases.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(split_block_test)

namespace {
auto const world = boost::mpi::communicator();
}

// contract: S1 S5 S9
BOOST_AUTO_TEST_CASE(every_index_of_every_kind_of_range_is_visited_once) {
  for (auto const n : {0, 1, 7, 1000}) {
    dlp_test::for_each_kind(n, [&](auto name, auto make, auto number) {
      auto own = std::vector<int>();
      for (auto&& x : dlp::split_block(make())) own.push_back(number(x));
      BOOST_TEST(dlp_test::exactly_once(own, n), n << " examples of " << name);
    });
  }
}

// contract: S1 S5 E6
BOOST_AUTO_TEST_CASE(a_count_is_a_range_and_a_product_is_a_nest_of_loops) {
  dlp_test::loop_over_counts_and_products(dlp::split_block);
}

// contract: S2
BOOST_AUTO_TEST_CASE(rank_r_of_p_visits_its_contiguous_share) {
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 100) | dlp::split_block) own.push_back(x);
  auto const share = dlp::block_share(100, world.rank(), world.size());
  BOOST_TEST(own.size() == share.size());
  BOOST_TEST((own.empty() || own.front() == static_cast<int>(share.first)));
  BOOST_TEST(
      (std::ranges::adjacent_find(own, [](int a, int b) { return b != a + 1; }) == own.end()));
}

// contract: S2
BOOST_AUTO_TEST_CASE(it_is_not_collective) {
  if (world.rank() != 0) return;
  auto count = 0;
  for (auto x : std::views::iota(0, world.size()) | dlp::split_block) count += x + 1;
  BOOST_TEST(count == 1);
}

// contract: S5
BOOST_AUTO_TEST_CASE(elements_that_only_move_come_out_of_a_generator_whole) {
  auto own = std::vector<int>();
  auto make = dlp_test::counting_generator(30) |
              std::views::transform([](int x) { return std::make_unique<int>(x); });
  for (auto x : dlp::split_block(std::move(make))) own.push_back(*x);
  BOOST_TEST(dlp_test::exactly_once(own, 30));
}

// contract: S7
BOOST_AUTO_TEST_CASE(break_and_stop_end_it_on_this_rank) {
  auto source = std::stop_source();
  auto visited = 0;
  for (auto x : std::views::iota(std::int64_t{0}, std::int64_t{1} << 40) |
                    dlp::split_block({.stop = source.get_token()})) {
    static_cast<void>(x);
    if (++visited == 5) source.request_stop();
  }
  BOOST_TEST(visited == 5);
  visited = 0;
  for (auto x : std::views::iota(0, 1'000'000) | dlp::split_block) {
    static_cast<void>(x);
    ++visited;
    break;
  }
  BOOST_TEST(visited == 1);
}

// contract: S10
BOOST_AUTO_TEST_CASE(in_the_body_of_a_managed_loop_it_runs_on_that_rank_alone) {
  auto own = std::vector<int>();
  for (auto outer : std::views::iota(0, 12) | dlp::split_managed) {
    for (auto inner : std::views::iota(0, 5) | dlp::split_block) own.push_back(5 * outer + inner);
  }
  BOOST_TEST(dlp_test::exactly_once(own, 60));
}

// contract: S10
BOOST_AUTO_TEST_CASE(it_runs_on_any_communicator) {
  auto const half = world.split(world.rank() % 2);
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 40) | dlp::split_block({.comm = half})) own.push_back(x);
  BOOST_TEST(dlp_test::exactly_once(own, 40, half));
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_null_communicator_is_a_usage_error) {
  auto const null = boost::mpi::communicator(MPI_COMM_NULL, boost::mpi::comm_attach);
  auto numbers = std::vector<int>(3);
  BOOST_CHECK_THROW(dlp::split_block(numbers, {.comm = null}).begin(), dlp::usage_error);
}

BOOST_AUTO_TEST_SUITE_END()
