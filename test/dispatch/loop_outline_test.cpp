// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/loop_outline.hpp>

#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "planted_loops.hpp"

BOOST_AUTO_TEST_SUITE(loop_outline_test)

using namespace dlp;
using namespace dlp::detail;
using namespace dlp_test;

namespace {

auto const near = boost::test_tools::tolerance(1e-6);

/// Ten thousand examples on each of these workers, one after the other, of 1 ms each.
auto long_record(int workers) -> loop_record {
  auto record = loop_record();
  record.ranks = workers + 1;
  record.ended = 20;
  for (auto rank = 1; rank <= workers; ++rank) {
    auto& its = record.of_ranks.emplace_back(rank_times{.rank = rank});
    for (auto at = index_t{0}; at != 10'000; ++at)
      its.visits.push_back({.first = at * index_t(workers) + index_t(rank - 1),
                            .count = 1,
                            .begin = 0.002 * double(at),
                            .span = 0.001,
                            .seconds = 0.001});
  }
  return record;
}

auto seconds_in(loop_outline const& of) -> double {
  auto sum = 0.0;
  for (auto const& its : of.of_ranks)
    for (auto const& one : its) sum += one.busy;
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_few_examples_are_there_one_by_one) {
  auto const record = record_of({});
  auto const of = outline_of(record);
  BOOST_TEST(of.of_ranks.size() == record.of_ranks.size());
  for (auto at = std::size_t{0}; at != of.of_ranks.size(); ++at)
    BOOST_TEST(of.of_ranks[at].size() == record.of_ranks[at].visits.size());
  BOOST_TEST(seconds_in(of) == sum_of(record).seconds, near);
}

BOOST_AUTO_TEST_CASE(it_has_all_of_a_loop_in_a_size_that_does_not_grow) {
  for (auto const workers : {1, 7, 40}) {
    auto const record = long_record(workers);
    auto const of = outline_of(record);
    auto spans = std::size_t{0};
    auto examples = index_t{0};
    for (auto const& its : of.of_ranks) {
      spans += its.size();
      for (auto const& one : its) examples += one.count;
      BOOST_TEST(std::ranges::is_sorted(its, {}, &outlined_span::begin));
    }
    BOOST_TEST(spans <= 2048u + std::size_t(2 * workers));
    BOOST_TEST(spans >= 512u);
    BOOST_TEST(examples == 10'000u * index_t(workers));
    BOOST_TEST(seconds_in(of) == sum_of(record).seconds, near);
    BOOST_TEST(of.costs.size() <= 512u);
    BOOST_TEST(of.costs.size() > 256u);
    auto costs = 0.0;
    for (auto const& one : of.costs) costs += one.seconds;
    BOOST_TEST(costs == sum_of(record).seconds, near);
  }
}

BOOST_AUTO_TEST_CASE(the_root_has_what_it_had_in_steps) {
  auto record = record_of({});
  record.bodies = busy_spans();
  record.bodies.add(0.25 * record.ended, 0.5 * record.ended);
  record.journal.add(0.75 * record.ended, record.ended);
  auto const of = outline_of(record);
  BOOST_TEST(of.root_bodies.size() * of.root_step == record.ended, near);
  BOOST_TEST(of.root_bodies[31] == 0, near);
  BOOST_TEST(of.root_bodies[40] == of.root_step, near);
  BOOST_TEST(of.root_journal[100] == of.root_step, near);
}

BOOST_AUTO_TEST_CASE(an_example_is_in_the_class_of_its_seconds) {
  auto record = long_record(1);
  record.of_ranks[0].visits[3].seconds = 0.5;
  auto const of = outline_of(record);
  BOOST_TEST(of.histogram.size() == 2u);
  BOOST_TEST(of.histogram[0].seconds == 1e-3, near);
  BOOST_TEST(of.histogram[0].examples == 9'999u);
  BOOST_TEST(of.histogram[1].examples == 1u);
  BOOST_TEST(of.histogram[1].seconds <= 0.5);
  BOOST_TEST(of.histogram[1].seconds * std::pow(10, 1.0 / classes_per_decade) > 0.5);
}

BOOST_AUTO_TEST_CASE(of_several_together_the_long_one_has_a_class_of_its_own) {
  auto record = loop_record();
  record.ended = 1;
  record.of_ranks.push_back(
      {.rank = 1, .visits = {{.first = 0, .count = 11, .span = 1, .seconds = 1, .longest = 0.9F}}});
  auto const of = outline_of(record);
  BOOST_TEST(of.histogram.size() == 2u);
  BOOST_TEST(of.histogram[0].examples == 10u);
  BOOST_TEST(of.costs[0].longest == 0.9, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(costs_lie_where_the_range_has_them_also_where_the_costliest_went_first) {
  auto record = loop_record();
  record.ended = 6;
  record.order = {2, 0, 1};
  auto& its = record.of_ranks.emplace_back(rank_times{.rank = 1});
  for (auto at = index_t{0}; at != 3; ++at)
    its.visits.push_back(
        {.first = at, .count = 1, .begin = double(at), .span = 1, .seconds = 3 - double(at)});
  auto of = outline_of(record);
  BOOST_TEST(of.costs_by_index);
  BOOST_TEST(of.costs[2].seconds == 3);
  BOOST_TEST(of.costs[0].seconds == 2);

  its.visits.pop_back();
  its.visits[1].count = 2;
  of = outline_of(record);
  BOOST_TEST(!of.costs_by_index);
  BOOST_TEST(of.costs[0].seconds == 3);
}

BOOST_AUTO_TEST_CASE(a_loop_without_examples_has_an_outline) {
  auto const of = outline_of(loop_record());
  BOOST_TEST(of.costs.empty());
  BOOST_TEST(of.histogram.empty());
}

BOOST_AUTO_TEST_SUITE_END()
