// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/report_text.hpp>

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "planted_loops.hpp"

BOOST_AUTO_TEST_SUITE(report_text_test)

using namespace dlp_test;
using namespace dlp::detail;

namespace {

auto text_of(loop_record const& record) { return report_text(record, assess(record)); }

auto says(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_has_fifteen_lines_at_most_and_says_what_there_was) {
  auto record = record_of({.slowness = {1, 1, 1, 3}});
  record.label = "swings";
  auto const text = text_of(record);
  BOOST_TEST(std::ranges::count(text, '\n') <= 15);
  BOOST_TEST(text.ends_with("\n"));
  for (auto const* part :
       {"dlp: report: swings: map over 400 examples (a.cpp:9)\n",
        "400 examples on 4 workers and a root", "the longest 30 ms", "efficiency", "idle ",
        "handing out", "800 messages", "replayed: fixed{1}", "with known costs",
        "with other numbers of ranks: 2:", "→ rank 4"})
    BOOST_TEST(says(text, part), part << " is not in " << text);
  BOOST_TEST(!says(text, "does not meet"));
}

BOOST_AUTO_TEST_CASE(it_says_where_the_replay_does_not_meet_what_was_measured) {
  auto record = record_of({});
  record.ended *= 1.5;
  BOOST_TEST(says(text_of(record), "the replay does not meet what was measured"));
}

BOOST_AUTO_TEST_CASE(of_a_loop_that_failed_it_says_the_numbers_alone) {
  auto record = record_of({});
  record.complete = false;
  auto const text = text_of(record);
  BOOST_TEST(says(text, "400 examples"));
  BOOST_TEST(!says(text, "replayed"));
}

BOOST_AUTO_TEST_SUITE_END()
