// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/sentences.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include "planted_loops.hpp"

BOOST_AUTO_TEST_SUITE(sentences_test)

using namespace dlp_test;
using namespace dlp::detail;

namespace {

auto all_of(planted_loop const& told) -> std::string {
  auto const record = record_of(told);
  auto text = std::string();
  for (auto const& one : sentences_of(record, assess(record))) text += one + "\n";
  return text;
}

auto says(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_rank_that_is_slow_is_named_with_its_node_and_how_slow_it_is) {
  auto const text = all_of({.slowness = {1, 2.3, 1, 1}});
  BOOST_TEST(says(text, "rank 2 (node n2) is 2.3 times slower than the others"), text);
}

BOOST_AUTO_TEST_CASE(of_a_long_example_at_the_end_it_says_what_known_costs_would_have_saved) {
  auto costs = std::vector<double>(400, 10e-3);
  costs.back() = 0.5;
  auto const text = all_of({.costs = costs});
  BOOST_TEST(says(text, "the last example (index 399) ran alone for 490 ms: give `cost`"), text);
  BOOST_TEST(says(text, "which would have taken "), text);
  costs.back() = 50;
  BOOST_TEST(says(all_of({.costs = costs}), "split it up"));
}

BOOST_AUTO_TEST_CASE(of_tiny_examples_it_says_beyond_how_many_ranks_there_is_nothing_to_gain) {
  auto const record = record_of({.costs = std::vector<double>(20'000, 4e-6), .gap = 2e-6});
  auto of = assess(record);
  auto const said = [&](std::vector<replayed_ranks> const& again) {
    of.again.ranks = again;
    return sentences_of(record, of).front();
  };
  auto const begin = std::string("examples take 4.0 µs: handing out costs 33 %");
  BOOST_TEST(said({{2, 1.0}, {3, 0.6}, {5, 0.55}, {9, 0.56}}) ==
             begin + "; nothing to gain beyond 3 ranks; take larger chunks, or `adaptive`");
  BOOST_TEST(said({{2, 1.0}, {3, 0.6}, {5, 0.4}, {9, 0.3}}) ==
             begin + "; take larger chunks, or `adaptive`");
}

BOOST_AUTO_TEST_CASE(the_meter_and_the_report_have_one_sentence) {
  BOOST_TEST(says(all_of({.workers = 1}), one_worker_sentence()));
  BOOST_TEST(says(all_of({.body = 8e-3}), "the root is the bottleneck: the workers waited for it"));
  BOOST_TEST(says(slow_root_sentence(0.71), "waited for it 71 % of their time"));
}

BOOST_AUTO_TEST_CASE(where_there_is_nothing_to_gain_it_says_what_another_schedule_would_have_cost) {
  auto costs = std::vector<double>(400, 10e-3);
  for (auto at = 0u; at < 100; ++at) costs[at] = 60e-3;
  auto record = record_of({.costs = costs});
  record.has_results = false;
  auto const of = assess(record);
  BOOST_TEST(says(sentences_of(record, of).front(), "nothing to gain"));
  BOOST_TEST(says(schedule_sentence(record, of), "split_block would have taken "));
  BOOST_TEST(says(schedule_sentence(record, of), " % longer"));
}

BOOST_AUTO_TEST_CASE(there_are_three_sentences_at_most) {
  auto const record = record_of({.costs = std::vector<double>(50, 10e-3),
                                 .gap = 5e-3,
                                 .body = 1e-2,
                                 .writes = 1e-2,
                                 .starts = {0, 0, 0, 1},
                                 .slowness = {1, 1, 4, 1}});
  auto const of = assess(record);
  BOOST_TEST(of.findings.size() > 2u);
  auto const of_schedules = schedule_sentence(record, of).empty() ? 0u : 1u;
  BOOST_TEST(sentences_of(record, of).size() == 2 + of_schedules);
}

BOOST_AUTO_TEST_SUITE_END()
