// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/root_drawing.hpp>

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "../support/drawn_timeline.hpp"

BOOST_AUTO_TEST_SUITE(root_drawing_test)

using namespace dlp::detail;
using namespace std::chrono_literals;
using dlp_test::count_of;

namespace {

auto now() { return timeline::clock::now(); }

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_handed_out_and_comes_back_has_arrows) {
  auto its = dlp_test::drawn_timeline();
  {
    auto drawing = root_drawing(its.on, "x");
    BOOST_TEST(drawing.draws({0, 3, 2, 1}, {5, 7}));
    drawing.passed(100, false);
    auto const came = now();
    drawing.done(2, {5, 7}, 0.1);
    drawing.root_was(root_work::serving, came, now());
    drawing.root_was(root_work::serving, came, now());
  }
  auto const text = its.text();
  BOOST_TEST(count_of(text, R"("name":"chunk to rank 2")") == 1, text);
  BOOST_TEST(count_of(text, R"("args":{"first":5,"count":2})") == 1, text);
  BOOST_TEST(count_of(text, R"("ph":"s")") == 1, text);
  BOOST_TEST(count_of(text, dlp_test::with_id(way_there({0, 3, 2, 1}))) == 1, text);
  BOOST_TEST(count_of(text, R"("name":"results of rank 2")") == 1, text);
  BOOST_TEST(count_of(text, dlp_test::with_id(way_back({0, 3, 2, 1}))) == 1, text);
}

BOOST_AUTO_TEST_CASE(where_there_is_nothing_to_spare_a_chunk_is_not_drawn_by_anyone) {
  auto its = dlp_test::drawn_timeline();
  auto const later = now() + 1h;
  while (its.on.allows_short(later)) continue;  // nothing more for an hour
  auto drawing = root_drawing(its.on, "x");
  for (auto i = 0u; i != 100; ++i) {
    BOOST_TEST(!drawing.draws({0, 3, 2, i}, {i, i + 1}));
    drawing.passed(100, false);
  }
  BOOST_TEST(count_of(its.text(), "chunk to rank 2") == 0);
}

BOOST_AUTO_TEST_CASE(what_the_root_does_itself_and_what_happens_is_drawn) {
  auto its = dlp_test::drawn_timeline();
  auto const start = now();
  {
    auto drawing = root_drawing(its.on, "x");
    drawing.root_was(root_work::its_own, start, start + 1ms);
    drawing.root_was(root_work::keeping, start + 1ms, start + 2ms);
    drawing.failed({.index = 3, .rank = 2, .host = "n", .type = "t", .text = "a \"word\""});
    drawing.lost(4);
    drawing.says("a sentence");
  }
  auto const text = its.text();
  BOOST_TEST(count_of(text, R"("name":"result of x","dur":1000.000)") == 1, text);
  BOOST_TEST(count_of(text, R"("name":"journal","dur":1000.000)") == 1, text);
  BOOST_TEST(count_of(text, R"(index 3 on rank 2 (n): t: a \"word\")") == 1, text);
  BOOST_TEST(count_of(text, "\"lost: rank 4\"") == 1, text);
  BOOST_TEST(count_of(text, "\"a sentence\"") == 1, text);
}

BOOST_AUTO_TEST_CASE(what_goes_into_a_journal_lies_whole_in_the_bodies_that_are_drawn_together) {
  auto its = dlp_test::drawn_timeline();
  auto const start = timeline::clock::now();
  {
    auto drawing = root_drawing(its.on, "x");
    for (auto i = 0; i != 5; ++i) {
      auto const at = start + i * 4us;
      drawing.root_was(root_work::its_own, at, at + 1us);
      drawing.root_was(root_work::keeping, at + 2us, at + 3us);
    }
  }
  auto const text = its.text();
  BOOST_TEST(count_of(text, R"("name":"result of x","dur":17.000)") == 1, text);
  BOOST_TEST(count_of(text, R"("name":"journal","dur":1.000)") == 5, text);
}

BOOST_AUTO_TEST_CASE(what_is_known_of_the_clock_of_another_host_is_told) {
  auto its = dlp_test::drawn_timeline();
  {
    auto drawing = root_drawing(its.on, "x");
    drawing.arrived(1);
    drawing.told_times({.rank = 1, .host = "far", .arrived = 0, .left = 100});
    drawing.told_times({.rank = 2, .host = host_name(), .arrived = 0, .left = 100});
    drawing.concluded({.ended = 130.5});
  }
  auto const text = its.text();
  BOOST_TEST(count_of(text, "dlp_clock_of") == 1, text);
  BOOST_TEST(count_of(text, R"({"host":"far","least":30500000.000,"most":)") == 1, text);
}

BOOST_AUTO_TEST_CASE(a_rank_that_left_before_the_end_says_nothing_of_how_far_its_clock_is_behind) {
  auto its = dlp_test::drawn_timeline();
  {
    auto drawing = root_drawing(its.on, "x");
    drawing.told_times({.rank = 1, .host = "far", .arrived = -5, .left = 10, .left_early = true});
    drawing.told_times({.rank = 2, .host = "far", .arrived = -4, .left = 130});
    drawing.concluded({.ended = 130.5});
  }
  auto const text = its.text();
  BOOST_TEST(count_of(text, R"("least":120500000.000)") == 0, text);
  BOOST_TEST(count_of(text, R"({"host":"far","least":500000.000,"most":4000000.000})") == 1, text);
}

BOOST_AUTO_TEST_SUITE_END()
