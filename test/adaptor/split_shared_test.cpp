// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/split_shared.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <ranges>
#include <source_location>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/adaptor/barrier.hpp>
#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/split_managed.hpp>
#include <dlp/core/error.hpp>

#include "../support/cpu_seconds.hpp"
#include "../support/nodes_main.hpp"
#include "../support/shared_count.hpp"
#include "../support/split_cases.hpp"
#include "../support/standard_error.hpp"
#include "../support/visits.hpp"

using dlp_test::cpu_seconds;
using dlp_test::disagrees;
using dlp_test::exactly_once;
using dlp_test::shared_count;
using dlp_test::world;
using namespace std::chrono_literals;

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

namespace {

using clock_type = std::chrono::steady_clock;

/// Where MPI takes one thread only and there are several nodes, a rank manages.
auto is_managed() -> bool {
  auto level = 0;
  MPI_Query_thread(&level);
  return world.size() > 1 && level != MPI_THREAD_MULTIPLE;
}

auto several_nodes() -> bool { return std::getenv("DLP_RANKS_PER_NODE") != nullptr; }

auto seconds_since(clock_type::time_point begin) -> double {
  return std::chrono::duration<double>(clock_type::now() - begin).count();
}

}  // namespace

static_assert(sizeof(dlp_test::concept_card<decltype(dlp::split_shared)>) != 0);

// contract: S1 S5 S9
BOOST_AUTO_TEST_CASE(every_index_of_every_kind_of_range_is_visited_once_under_every_schedule) {
  dlp_test::visit_every_kind_of_range_under_every_schedule(dlp::split_shared);
}

// contract: S1 S5 E6
BOOST_AUTO_TEST_CASE(a_count_is_a_range_and_a_product_is_a_nest_of_loops) {
  dlp_test::loop_over_counts_and_products(dlp::split_shared);
}

// contract: S4
BOOST_AUTO_TEST_CASE(the_body_runs_on_every_rank_the_root_too) {
  for (auto root = 0; root != world.size(); ++root) {
    auto own = std::vector<int>();
    for (auto x : std::views::iota(0, 10 * world.size()) | dlp::split_shared({.root = root})) {
      own.push_back(x);
      std::this_thread::sleep_for(5ms);
    }
    BOOST_TEST(exactly_once(own, 10 * world.size()));
    BOOST_TEST(own.empty() == (is_managed() && world.rank() == root));
  }
}

// contract: S4
BOOST_AUTO_TEST_CASE(a_rank_in_a_long_body_holds_up_nobody) {
  if (is_managed() || world.size() == 1) return;
  for (auto const& schedule : {dlp::schedule(dlp::adaptive{}), dlp::schedule(dlp::fixed{20})}) {
    // What a chunk is to a node that has one rank alone, the schedule says.
    auto const most = schedule.index() == 0 || !several_nodes() ? 1 : 20;
    for (auto const sleeper : {0, world.size() - 1}) {
      auto others_did = shared_count();
      auto own = std::vector<int>();
      for (auto x : std::views::iota(0, 200) | dlp::split_shared({.schedule = schedule})) {
        own.push_back(x);
        if (world.rank() != sleeper) {
          others_did.add_one();
        } else if (own.size() == 1) {
          BOOST_TEST(others_did.comes_to(200 - most), to_string(schedule));
        }
      }
      BOOST_TEST(exactly_once(own, 200));
    }
  }
}

// contract: P4
BOOST_AUTO_TEST_CASE(whoever_waits_for_a_rank_in_a_long_body_sleeps) {
  if (world.size() == 1) return;
  auto waited = 0.0;
  auto used = cpu_seconds();
  auto begin = clock_type::now();
  for (auto x : std::views::iota(0, 1) | dlp::split_shared) {
    static_cast<void>(x);
    std::this_thread::sleep_for(1s);
  }
  waited = seconds_since(begin);
  used = cpu_seconds() - used;
  BOOST_TEST(waited > 0.9);
  if (dlp_test::time_is_the_programs_own) {
    BOOST_TEST(used < 0.1, "waiting for 1 s took " << used << " s of a core");
  }
}

// contract: S6
BOOST_AUTO_TEST_CASE(all_four_spellings_make_the_same_loop) {
  dlp_test::spell_in_four_ways(dlp::split_shared);
}

// contract: S6
BOOST_AUTO_TEST_CASE(a_view_is_a_description_and_each_loop_over_it_is_a_loop_of_its_own) {
  dlp_test::loop_over_a_view_and_its_copy(dlp::split_shared);
}

// contract: S6
BOOST_AUTO_TEST_CASE(it_stands_in_a_pipeline_before_and_after_standard_views) {
  dlp_test::stand_in_a_pipeline(dlp::split_shared);
}

// contract: S5
BOOST_AUTO_TEST_CASE(elements_are_those_of_the_range_and_can_be_written_to) {
  dlp_test::write_to_elements(dlp::split_shared);
}

// contract: S8
BOOST_AUTO_TEST_CASE(each_rank_gets_increasing_indices) {
  for (auto const& schedule : {dlp::schedule(dlp::adaptive{}), dlp::schedule(dlp::fixed{3})}) {
    auto own = std::vector<int>();
    for (auto x : std::views::iota(0, 300) | dlp::split_shared({.schedule = schedule})) {
      own.push_back(x);
      std::this_thread::sleep_for(20us);
    }
    BOOST_TEST(exactly_once(own, 300));
    if (schedule.index() == 0 && !is_managed()) BOOST_TEST(std::ranges::is_sorted(own));
  }
}

// contract: S8
BOOST_AUTO_TEST_CASE(with_cost_the_costliest_go_first_and_only_the_root_is_asked) {
  for (auto root = 0; root != world.size(); ++root) {
    auto const cost = [](std::uint64_t index) { return static_cast<double>(index % 10); };
    auto asked = 0;
    auto own = std::vector<int>();
    auto const counted = [&](std::uint64_t index) {
      ++asked;
      return cost(index);
    };
    for (auto x : std::views::iota(0, 100) |
                      dlp::split_shared({.schedule = dlp::fixed{}, .cost = counted, .root = root}))
      own.push_back(x);
    BOOST_TEST(exactly_once(own, 100));
    BOOST_TEST(asked == (world.rank() == root ? 100 : 0));
    auto const earlier = [&](int a, int b) {
      auto const of = [&](int x) { return cost(static_cast<std::uint64_t>(x)); };
      return of(a) != of(b) ? of(a) > of(b) : a < b;
    };
    // A manager gives what a rank has not begun for long to another, which is further by then.
    if (!is_managed()) BOOST_TEST(std::ranges::is_sorted(own, earlier));
  }
}

// contract: E1 E6
BOOST_AUTO_TEST_CASE(a_cost_that_cannot_be_right_is_an_error_on_every_rank) {
  auto const outcome = [](auto&& range, auto cost) -> std::string {
    try {
      for (auto x : range | dlp::split_shared({.cost = cost})) static_cast<void>(x);
    } catch (dlp::usage_error const&) {
      return "usage_error";
    } catch (dlp::task_error const& thrown) {
      return "task_error of rank " + std::to_string(thrown.failures().at(0).rank);
    } catch (std::runtime_error const& thrown) {
      return thrown.what();
    }
    return "none";
  };
  auto const none = [](std::uint64_t) { return 0.0; };
  auto unsized = std::views::iota(0, 9) | std::views::filter([](int) { return true; });
  BOOST_TEST(outcome(unsized, none) == "usage_error");
  auto const at_root = world.rank() == 0;
  BOOST_TEST(outcome(std::views::iota(0, 9), [](std::uint64_t) { return std::nan(""); }) ==
             (at_root ? "usage_error" : "task_error of rank 0"));
  auto const thrower = [](std::uint64_t) -> double { throw std::runtime_error("no idea"); };
  BOOST_TEST(outcome(std::views::iota(0, 9), thrower) ==
             (at_root ? "no idea" : "task_error of rank 0"));
  BOOST_TEST(outcome(std::views::iota(0, 9), none) == "none");
}

// contract: S7 S9
BOOST_AUTO_TEST_CASE(stop_ends_a_loop_over_2_to_the_40_for_all) {
  dlp_test::stop_among_2_to_the_40(dlp::split_shared);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_on_one_rank_ends_the_loop_for_all) {
  for (auto const stopper : {0, world.size() - 1}) {
    if (is_managed() && stopper == 0) continue;
    dlp_test::stop_on_rank(stopper, dlp::split_shared);
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_token_that_was_stopped_before_the_loop_begins_lets_nothing_begin_there) {
  auto source = std::stop_source();
  source.request_stop();
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 100) | dlp::split_shared({.stop = source.get_token()}))
    own.push_back(x);
  BOOST_TEST(own.empty());
}

// contract: S9
BOOST_AUTO_TEST_CASE(indices_beyond_2_to_the_32_arrive_whole) {
  auto first = std::int64_t{-1};
  for (auto x : std::views::iota(std::int64_t{0}, std::int64_t{1} << 40) |
                    dlp::split_shared({.schedule = dlp::fixed{std::uint64_t{1} << 38}})) {
    first = x;
    std::this_thread::sleep_for(20ms);
    break;  // each rank sees the first index of a chunk, or of what is left of another's
  }
  auto const is_huge = first >= std::int64_t{1} << 32;
  if (!is_managed()) BOOST_TEST(dlp_test::how_many(is_huge) >= std::min(world.size() - 1, 1));
  BOOST_TEST(dlp_test::how_many(first == 0) <= 1);
}

// contract: S10
BOOST_AUTO_TEST_CASE(a_loop_in_the_body_of_a_loop_runs_on_that_rank_alone) {
  dlp_test::nest(dlp::split_shared, dlp::split_shared);
  dlp_test::nest(dlp::split_managed, dlp::split_shared);
}

// contract: S10
BOOST_AUTO_TEST_CASE(it_runs_on_any_communicator) {
  auto const half = world.split(world.rank() % 2);
  auto const reversed = world.split(0, -world.rank());
  dlp_test::run_on({half, reversed, world}, dlp::split_shared);
}

// contract: S10 P5
BOOST_AUTO_TEST_CASE(thousands_of_loops_follow_each_other) {
  auto const begin = clock_type::now();
  auto loops = 0;
  auto const enough = 5000 / world.size();
  auto sum = 0;
  for (; loops != enough; ++loops) {
    auto const n = loops % 7;
    for (auto x : std::views::iota(0, n) | dlp::split_shared) sum += x + 1;
    if (loops % 50 == 49 && dlp_test::how_many(seconds_since(begin) > 20) != 0) break;
  }
  auto expected = 0;
  for (auto loop = 0; loop != std::min(loops + 1, enough); ++loop) {
    auto const n = loop % 7;
    expected += n * (n + 1) / 2;
  }
  BOOST_TEST(dlp_test::sums({sum}, world).front() == expected);
}

// contract: S10
BOOST_AUTO_TEST_CASE(the_users_messages_on_the_same_communicator_are_left_alone) {
  dlp_test::leave_the_users_messages_alone(dlp::split_shared);
}

// contract: E6
BOOST_AUTO_TEST_CASE(wrong_options_are_an_error_on_every_rank_before_the_first_message) {
  dlp_test::refuse_wrong_options(dlp::split_shared);
}

namespace {

void loop(int n, dlp::managed_options const& options = {}) {
  dlp_test::loop(dlp::split_shared, n, options);
}

void loop_well() { dlp_test::loop_well(dlp::split_shared); }

}  // namespace

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_that_disagree_all_throw_and_go_on) {
  if (world.size() == 1) return;
  loop_well();
  for (auto const odd_one : {0, world.size() - 1}) {
    for (auto round = 0; round != 10; ++round) {
      dlp_test::disagree(odd_one, 1, dlp::split_shared);
    }
  }
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_that_disagree_name_the_lines_of_both_calls) {
  if (world.size() == 1) return;
  for (auto const odd_one : {0, world.size() - 1}) {
    auto const here = std::source_location::current();
    auto text = std::string();
    try {
      if (world.rank() == odd_one) {
        for (auto const i : dlp::split_shared(11)) static_cast<void>(i);
      } else {
        for (auto const i : dlp::split_shared(10)) static_cast<void>(i);
      }
    } catch (dlp::disagreement const& thrown) {
      text = thrown.what();
    }
    for (auto const below : {4U, 6U}) {
      auto const line = "\" at split_shared_test.cpp:" + std::to_string(here.line() + below);
      BOOST_TEST(text.find(line) != text.npos, text);
    }
  }
  loop_well();
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_in_other_calls_are_found_out) {
  if (world.size() == 1) return;
  loop_well();
  for (auto const odd_one : {0, world.size() - 1}) {
    auto const odd = world.rank() == odd_one;
    auto const other_calls = std::vector<std::function<void()>>{
        [] { static_cast<void>(dlp::gather(1)); },
        [] { static_cast<void>(dlp::gather(1, {.root = dlp::size() - 1})); },
        [] { dlp::barrier(); },
        [] {
          for (auto x : std::views::iota(0, 10) | dlp::split_managed) static_cast<void>(x);
        },
        [] { loop(10, {.cost = [](std::uint64_t) { return 1.0; }}); },
    };
    for (auto const& other : other_calls) {
      BOOST_TEST(disagrees([&] { odd ? other() : loop(10); }, odd_one));
      BOOST_TEST(disagrees([&] { odd ? loop(10) : other(); }, odd_one));
      loop_well();
    }
  }
}

namespace {

auto disagrees_in(std::function<void()> const& call) -> int {
  try {
    call();
  } catch (dlp::disagreement const&) {
    return 1;
  }
  return 0;
}

}  // namespace

// Where the short range is found to end before anybody has been beyond, its size is that of all.
//
// contract: E4
BOOST_AUTO_TEST_CASE(ranges_that_end_at_different_places_are_a_disagreement) {
  if (world.size() == 1) return;
  auto const odd = world.rank() == world.size() - 1;
  auto disagreements = 0;
  for (auto round = 0; round != 5; ++round) {
    auto const n = odd ? world.size() : 1000;
    auto const walk = [&] {
      auto unsized = std::views::iota(0, n) | std::views::filter([](int) { return true; });
      for (auto x : unsized | dlp::split_shared({.schedule = dlp::fixed{}})) {
        static_cast<void>(x);
        std::this_thread::sleep_for(odd ? 20ms : 1ms);
      }
    };
    auto const thrown = disagrees_in(walk);
    auto const of_all = dlp::all_gather(thrown);
    for (auto const one : of_all) BOOST_TEST(one == thrown);
    disagreements += thrown;
    loop_well();
  }
  BOOST_TEST(disagreements > 0);
}

BOOST_AUTO_TEST_CASE(the_meter_is_on_the_root_alone_and_says_what_all_ranks_have_done) {
  auto const said = dlp_test::said_on_stderr([] {
    for (auto x : dlp::split_shared(20, {.progress = true, .label = "xs"})) static_cast<void>(x);
  });
  BOOST_TEST((said.find("xs: [####################] 20/20, ") != said.npos) == (world.rank() == 0),
             said);
  BOOST_TEST(said.empty() == (world.rank() != 0), said);
}
