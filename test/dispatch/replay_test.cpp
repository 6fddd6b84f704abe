// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/replay.hpp>

#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(replay_test)

using namespace dlp::detail;

namespace {

auto on(int workers, dlp::schedule rule = dlp::adaptive{}) -> replay_terms {
  auto const count = static_cast<std::size_t>(workers);
  return {.rule = rule,
          .starts = std::vector<double>(count),
          .slowness = std::vector<double>(count, 1),
          .trip = 2e-6,
          .serve = 1e-6,
          .takes_back = true};
}

auto const near = boost::test_tools::tolerance(0.01);

}  // namespace

BOOST_AUTO_TEST_CASE(even_examples_take_their_share) {
  auto const costs = cost_profile({{1000, 1e-3}});
  for (auto const& rule :
       {dlp::schedule(dlp::adaptive{}), dlp::schedule(dlp::fixed{}), dlp::schedule(dlp::guided{}),
        dlp::schedule(dlp::factoring{}), dlp::schedule(dlp::trapezoid{})})
    BOOST_TEST(*replay(costs, on(4, rule)) == 0.25, near);
}

BOOST_AUTO_TEST_CASE(a_long_example_at_the_end_runs_alone_and_not_where_it_goes_first) {
  auto const costs = cost_profile({{99, 10e-3}, {1, 1.0}});
  auto const as_it_is = *replay(costs, on(3, dlp::fixed{}));
  BOOST_TEST(as_it_is == 0.33 + 1, near);
  BOOST_TEST(*replay(costs.longest_first(), on(3, dlp::fixed{})) == 1.0, near);
}

BOOST_AUTO_TEST_CASE(a_root_with_much_to_do_is_what_it_takes) {
  auto terms = on(4);
  terms.has_results = true;
  terms.body = 5e-3;
  for (auto const& rule : {dlp::schedule(dlp::adaptive{}), dlp::schedule(dlp::guided{})}) {
    terms.rule = rule;
    BOOST_TEST(*replay(cost_profile({{400, 18e-3}}), terms) > 2.0);  // 2 s are the root's alone
    BOOST_TEST(*replay(cost_profile({{400, 1e-3}}), terms) == 2.0, near);
  }
}

BOOST_AUTO_TEST_CASE(a_slow_rank_gets_less) {
  auto terms = on(2, dlp::fixed{});
  terms.slowness = {1, 3};
  BOOST_TEST(*replay(cost_profile({{400, 1e-3}}), terms) == 0.3, near);
}

BOOST_AUTO_TEST_CASE(where_chunks_stay_with_their_worker_a_late_one_with_half_of_it_is_waited_for) {
  auto terms = on(2, dlp::fixed{500});
  terms.starts = {0, 0.25};
  auto const costs = cost_profile({{1000, 1e-3}});
  terms.takes_back = false;
  BOOST_TEST(*replay(costs, terms) == 0.75, near);
  terms.takes_back = true;  // the first takes of what the second has not begun
  BOOST_TEST(*replay(costs, terms) == 0.625, boost::test_tools::tolerance(0.03));
}

BOOST_AUTO_TEST_CASE(a_message_takes_its_time_where_each_example_travels_alone) {
  auto terms = on(2, dlp::fixed{});
  terms.takes_back = false;
  terms.trip = 5e-3;
  BOOST_TEST(*replay(cost_profile({{100, 10e-3}}), terms) > 0.52);
  terms.trip = 1e-6;
  BOOST_TEST(*replay(cost_profile({{100, 10e-3}}), terms) == 0.5, near);
}

BOOST_AUTO_TEST_CASE(where_results_go_in_order_nobody_goes_far_ahead_of_the_first_that_is_missing) {
  auto const costs = cost_profile({{1, 1.0}, {1000, 1e-3}});
  auto terms = on(2, dlp::fixed{});
  BOOST_TEST(*replay(costs, terms) == 1.0, near);
  terms.in_order = true;  // 64 for each worker
  BOOST_TEST(*replay(costs, terms) == 1 + 0.874 / 2, near);
}

BOOST_AUTO_TEST_CASE(no_loop_is_faster_than_all_its_workers_together) {
  auto draw = std::mt19937(1);
  for (auto run = 0; run != 200; ++run) {
    auto terms = on(2 + static_cast<int>(draw() % 3), dlp::fixed{50 + draw() % 200});
    auto together = 0.0;
    for (auto& slowness : terms.slowness) {
      slowness = static_cast<double>(1 + draw() % 8);
      together += 1 / slowness;
    }
    auto const costs = cost_profile({{1000, 1e-3}});
    BOOST_TEST(*replay(costs, terms) >= costs.seconds() / together, "run " << run);
  }
}

BOOST_AUTO_TEST_CASE(what_would_take_long_to_play_is_not_played) {
  BOOST_TEST(!replay(cost_profile({{10'000'000, 1e-6}}), on(4, dlp::fixed{})).has_value());
  BOOST_TEST(replay(cost_profile({{10'000'000, 1e-6}}), on(4)).has_value());
}

BOOST_AUTO_TEST_CASE(without_a_manager_each_rank_has_its_share) {
  auto const costs = cost_profile({{6, 1.0}, {6, 3.0}});
  BOOST_TEST(replay_round_robin(costs, 3) == 8.0);
  BOOST_TEST(replay_block(costs, 2) == 18.0);
  BOOST_TEST(replay_round_robin(cost_profile({{1, 5.0}, {3, 1.0}}), 2) == 6.0);
}

BOOST_AUTO_TEST_SUITE_END()
