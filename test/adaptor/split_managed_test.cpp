// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/split_managed.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ranges>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/enumerate.hpp>

#include "../support/split_cases.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(split_managed_test)

using dlp_test::exactly_once;
using dlp_test::world;

namespace {

/// The ranks that run bodies: all but the manager, or the only one.
auto workers() -> int { return std::max(1, world.size() - 1); }

}  // namespace

static_assert(sizeof(dlp_test::concept_card<decltype(dlp::split_managed)>) != 0);

// contract: S1 S5 S9
BOOST_AUTO_TEST_CASE(every_index_of_every_kind_of_range_is_visited_once_under_every_schedule) {
  dlp_test::visit_every_kind_of_range_under_every_schedule(dlp::split_managed);
}

// contract: S1 S5 E6
BOOST_AUTO_TEST_CASE(a_count_is_a_range_and_a_product_is_a_nest_of_loops) {
  dlp_test::loop_over_counts_and_products(dlp::split_managed);
}

// contract: S3
BOOST_AUTO_TEST_CASE(the_body_runs_on_every_rank_but_the_root) {
  for (auto root = 0; root != world.size(); ++root) {
    auto own = std::vector<int>();
    for (auto x : std::views::iota(0, 100) | dlp::split_managed({.root = root})) own.push_back(x);
    BOOST_TEST(exactly_once(own, 100));
    BOOST_TEST((world.size() == 1 || world.rank() != root || own.empty()));
  }
}

// contract: S6
BOOST_AUTO_TEST_CASE(all_four_spellings_make_the_same_loop) {
  dlp_test::spell_in_four_ways(dlp::split_managed);
}

// contract: S6
BOOST_AUTO_TEST_CASE(a_view_is_a_description_and_each_loop_over_it_is_a_loop_of_its_own) {
  dlp_test::loop_over_a_view_and_its_copy(dlp::split_managed);
}

// contract: S6
BOOST_AUTO_TEST_CASE(it_stands_in_a_pipeline_before_and_after_standard_views) {
  dlp_test::stand_in_a_pipeline(dlp::split_managed);
}

BOOST_AUTO_TEST_CASE(a_pipe_without_its_range_can_be_kept) {
  auto const pipe = dlp::enumerate | dlp::split_managed({.schedule = dlp::guided{}});
  auto own = std::vector<int>();
  auto numbers = std::vector<int>(25, 3);
  for (auto [index, x] : numbers | pipe) own.push_back(x == 3 ? static_cast<int>(index) : -1);
  BOOST_TEST(exactly_once(own, 25));
}

// contract: S5
BOOST_AUTO_TEST_CASE(elements_are_those_of_the_range_and_can_be_written_to) {
  dlp_test::write_to_elements(dlp::split_managed);
}

// contract: S7 S9
BOOST_AUTO_TEST_CASE(stop_ends_a_loop_over_2_to_the_40_for_all) {
  auto const own = dlp_test::stop_among_2_to_the_40(dlp::split_managed);
  BOOST_TEST(dlp_test::at_most_once(own, 20 * 3 * (world.size() + 1)));
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_on_one_worker_ends_the_loop_for_all) {
  dlp_test::stop_on_rank(world.size() == 1 ? 0 : 1, dlp::split_managed);
}

// contract: S9
BOOST_AUTO_TEST_CASE(indices_beyond_2_to_the_32_arrive_whole) {
  auto const huge = std::int64_t{1} << 40;
  auto last = std::int64_t{0};
  for (auto x : std::views::iota(std::int64_t{0}, huge) |
                    dlp::split_managed({.schedule = dlp::fixed{std::uint64_t{1} << 38}})) {
    last = x;
    break;  // each worker sees the first index of a chunk, or of what is left of another's
  }
  BOOST_TEST(last % (std::int64_t{1} << 38) < world.size());
}

// contract: S10
BOOST_AUTO_TEST_CASE(a_loop_in_the_body_of_a_loop_runs_on_that_rank_alone) {
  dlp_test::nest(dlp::split_managed, dlp::split_managed);
}

// contract: S10
BOOST_AUTO_TEST_CASE(it_runs_on_any_communicator) {
  dlp_test::run_on({world.split(world.rank() % 2)}, dlp::split_managed);
}

// contract: S10
BOOST_AUTO_TEST_CASE(the_users_messages_on_the_same_communicator_are_left_alone) {
  dlp_test::leave_the_users_messages_alone(dlp::split_managed);
}

// contract: E6
BOOST_AUTO_TEST_CASE(wrong_options_are_an_error_on_every_rank_before_the_first_message) {
  dlp_test::refuse_wrong_options(dlp::split_managed);
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_that_disagree_all_throw_and_go_on) {
  if (world.size() == 1) return;
  auto const odd_one = world.size() - 1;
  for (auto round = 0; round != 20; ++round) {
    dlp_test::disagree(odd_one, odd_one, dlp::split_managed);
  }
}

BOOST_AUTO_TEST_CASE(all_workers_take_part_where_examples_take_time) {
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 10 * workers()) | dlp::split_managed) {
    own.push_back(x);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  BOOST_TEST(dlp_test::how_many(!own.empty()) == workers());
}

BOOST_AUTO_TEST_SUITE_END()
