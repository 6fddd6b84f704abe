// SPDX-License-Identifier: BSL-1.0
//
// Twelve situations are planted in records of loops that never ran: each is found, and nothing
// else.
#include <dispatch/report/assessment.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/report/report_json.hpp>
#include <dispatch/report/report_text.hpp>

#include "planted_loops.hpp"

BOOST_AUTO_TEST_SUITE(assessment_test)

using namespace dlp_test;
using namespace dlp::detail;

namespace {

/// The causes that are found, in order, as "slow_root tiny_examples".
auto causes_in(planted_loop const& told) -> std::string {
  auto text = std::string();
  for (auto const& one : assess(record_of(told)).findings)
    text += (text.empty() ? "" : " ") + std::string(name_of(one.is));
  return text;
}

/// Costs that are uneven, but none far from the others; another seed has others.
auto uneven(std::size_t count, double mean, unsigned seed = 1) -> std::vector<double> {
  auto draw = std::mt19937(seed);
  auto costs = std::vector<double>(count);
  std::ranges::generate(costs,
                        [&] { return mean * (0.5 + static_cast<double>(draw() % 1000) / 1000); });
  return costs;
}

}  // namespace

BOOST_AUTO_TEST_CASE(in_a_perfect_loop_nothing_is_found) {
  for (auto seed = 1u; seed != 11; ++seed)
    BOOST_TEST(causes_in({.costs = uneven(400, 10e-3, seed)}) == "");
}

BOOST_AUTO_TEST_CASE(a_slow_rank) {
  for (auto seed = 1u; seed != 11; ++seed) {
    auto const told = planted_loop{.costs = uneven(400, 10e-3, seed), .slowness = {1, 1, 2.3, 1}};
    BOOST_TEST(causes_in(told) == "slow_rank");
    auto const of = assess(record_of(told));
    BOOST_TEST(of.findings[0].rank == 3);
    BOOST_TEST(of.findings[0].factor == 2.3, boost::test_tools::tolerance(0.25));
  }
}

BOOST_AUTO_TEST_CASE(a_rank_that_swaps_its_core_with_another_process) {
  BOOST_TEST(causes_in({.costs = uneven(400, 10e-3),
                        .slowness = {1, 2, 1, 1},
                        .without = {0, 0.5, 0, 0}}) == "shared_core");
}

BOOST_AUTO_TEST_CASE(a_slow_root) {
  BOOST_TEST(causes_in({.costs = uneven(400, 10e-3), .body = 5e-3}) == "slow_root");
}

BOOST_AUTO_TEST_CASE(results_that_are_too_large) {
  BOOST_TEST(causes_in({.costs = uneven(400, 1e-3), .body = 1e-3, .result_bytes = 1e6}) ==
             "large_results");
}

BOOST_AUTO_TEST_CASE(a_root_that_computes_long_from_large_results) {
  BOOST_TEST(causes_in({.costs = uneven(400, 10e-3), .body = 5e-3, .result_bytes = 1e5}) ==
             "slow_root");
}

BOOST_AUTO_TEST_CASE(a_journal_on_a_slow_disk) {
  BOOST_TEST(causes_in({.costs = uneven(400, 10e-3), .writes = 5e-3}) == "slow_journal");
}

BOOST_AUTO_TEST_CASE(a_journal_that_is_long_in_opening_is_no_late_root) {
  auto record = record_of({.costs = uneven(400, 10e-3), .root_comes = 0.5});
  record.is_kept = true;
  auto const of = assess(record);
  BOOST_REQUIRE(of.findings.size() == 1u);
  BOOST_TEST(name_of(of.findings[0].is) == "slow_journal");
}

BOOST_AUTO_TEST_CASE(one_long_example_at_the_end) {
  auto costs = uneven(400, 10e-3);
  costs.back() = 2;
  BOOST_TEST(causes_in({.costs = costs}) == "long_example");
  auto const of = assess(record_of({.costs = costs}));
  BOOST_TEST(of.findings[0].index == 399u);
  BOOST_TEST(*of.again.known_costs < 0.8 * *of.again.used);
}

BOOST_AUTO_TEST_CASE(tiny_examples) {
  BOOST_TEST(causes_in({.costs = uneven(20'000, 4e-6), .gap = 2e-6}) == "tiny_examples");
}

BOOST_AUTO_TEST_CASE(too_few_examples) {
  BOOST_TEST(causes_in({.costs = std::vector<double>(9, 0.1)}) == "few_examples");
}

BOOST_AUTO_TEST_CASE(two_ranks) {
  BOOST_TEST(causes_in({.costs = uneven(400, 1e-3), .workers = 1}) == "one_worker");
}

BOOST_AUTO_TEST_CASE(a_clogged_network) {
  BOOST_TEST(causes_in({.costs = uneven(400, 10e-3), .gap = 5e-3}) == "slow_network");
}

BOOST_AUTO_TEST_CASE(an_uneven_start) {
  BOOST_TEST(causes_in({.costs = uneven(400, 10e-3), .starts = {0, 0, 0, 0.5}}) == "late_rank");
  BOOST_TEST(causes_in({.costs = uneven(400, 10e-3), .root_comes = 0.5}) == "late_root");
}

BOOST_AUTO_TEST_CASE(more_ranks_than_cores) {
  BOOST_TEST(
      causes_in({.costs = uneven(400, 10e-3), .without = {0.5, 0.5, 0.5, 0.5}, .crowded = true}) ==
      "crowded");
}

BOOST_AUTO_TEST_CASE(chunks_that_are_too_large_at_the_end) {
  BOOST_TEST(causes_in({.costs = uneven(400, 10e-3), .together = 90}) == "large_chunks");
}

BOOST_AUTO_TEST_CASE(a_rank_that_is_alone_sends_nothing_and_waits_for_nobody) {
  auto record = record_of({.costs = std::vector<double>(100, 1e-3), .workers = 1, .gap = 1e-6});
  record.ranks = 1;
  record.chunks = 0;
  record.drained = record.trip = record.serve = 0;
  auto const of = assess(record);
  BOOST_TEST(of.findings.empty());
  BOOST_REQUIRE(of.again.used.has_value());
  BOOST_TEST(*of.again.used == record.makespan(), boost::test_tools::tolerance(0.01));
  BOOST_TEST(report_text(record, of).find("100 examples on one rank:") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_numbers_are_those_of_the_record) {
  auto const of = assess(record_of({.costs = std::vector<double>(8, 0.5), .gap = 1e-6}));
  BOOST_TEST(of.sum.examples == 8u);
  BOOST_TEST(of.sum.seconds == 4.0);
  BOOST_TEST(of.sum.longest == 0.5);
  BOOST_TEST(of.bound == 1.0);
  BOOST_TEST(of.makespan == 1.0, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(of.efficiency == 1.0, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(replay_meets(of));
}

BOOST_AUTO_TEST_CASE(where_the_idle_time_went_adds_up_to_the_time_of_all_workers) {
  for (auto const& told :
       {planted_loop{.costs = uneven(400, 10e-3), .body = 5e-3},
        planted_loop{.costs = uneven(300, 1e-3), .gap = 1e-3, .starts = {0, 0.1, 0.2, 0.3}},
        planted_loop{.costs = uneven(37, 1e-1), .writes = 1e-2, .root_comes = 0.3}}) {
    auto const of = assess(record_of(told));
    BOOST_TEST(of.share(of.idle.all()) + of.efficiency == 1.0, boost::test_tools::tolerance(1e-6));
  }
}

BOOST_AUTO_TEST_CASE(a_loop_that_did_not_come_to_its_end_is_not_replayed) {
  auto record = record_of({});
  record.complete = false;
  auto const of = assess(record);
  BOOST_TEST(!of.again.used);
  BOOST_TEST(!replay_meets(of));
}

BOOST_AUTO_TEST_CASE(of_a_loop_without_examples_there_is_nothing_to_say) {
  auto const of = assess(record_of({.costs = {}}));
  BOOST_TEST(of.findings.empty());
  BOOST_TEST(of.sum.mean() == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
