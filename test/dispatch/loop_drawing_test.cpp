// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/loop_drawing.hpp>

#include <chrono>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "../support/drawn_timeline.hpp"

BOOST_AUTO_TEST_SUITE(loop_drawing_test)

using namespace dlp::detail;
using namespace std::chrono_literals;
using dlp_test::count_of;

namespace {

/// Of the first event that has this, in microseconds.
auto time_of(std::string const& what, std::string const& text) -> double {
  return std::stod(text.substr(text.rfind("{\"ts\":", text.find(what)) + 6));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_chunk_is_drawn_around_its_bodies_between_two_arrows) {
  auto its = dlp_test::drawn_timeline();
  auto const start = timeline::clock::now();
  {
    auto drawing = loop_drawing(its.on, "map at x.cpp:9", start);
    drawing.waited(start, start + 1ms);
    drawing.opens(chunk_name{0, 3, 1, 2}, start + 1ms);
    drawing.visited(5, 1, start + 1ms, start + 2ms);
    drawing.visited(6, 1, start + 2ms, start + 2ms + 1us);
    drawing.gives_back({5, 7}, start + 3ms);
  }
  auto const text = its.text();
  BOOST_TEST(count_of(text, R"("name":"wait","dur":1000.000)") == 1, text);
  BOOST_TEST(count_of(text, R"("name":"map at x.cpp:9","dur":)") == 2, text);
  BOOST_TEST(count_of(text, R"("name":"chunk","dur":2000.000,"args":{"first":5,"count":2})") == 1);
  BOOST_TEST(count_of(text, R"("ph":"f")") == 1);
  BOOST_TEST(count_of(text, dlp_test::with_id(way_there({0, 3, 1, 2}))) == 1);
  BOOST_TEST(count_of(text, dlp_test::with_id(way_back({0, 3, 1, 2}))) == 1);
  BOOST_TEST(count_of(text, R"("name":"in map at x.cpp:9")") == 1);
}

/// Where it begins or ends its neighbours do: a viewer may take these.
BOOST_AUTO_TEST_CASE(the_arrows_of_a_chunk_are_within_it) {
  auto its = dlp_test::drawn_timeline();
  auto const start = timeline::clock::now() + 1h;
  {
    auto drawing = loop_drawing(its.on, "x", start);
    drawing.opens(chunk_name{0, 3, 1, 2}, start);
    drawing.visited(5, 1, start, start + 1ms);
    drawing.gives_back({5, 6}, start + 1ms);
  }
  auto const text = its.text();
  auto const begin = time_of("\"chunk\"", text);
  BOOST_TEST(time_of("\"ph\":\"f\"", text) == begin + 0.125, text);
  BOOST_TEST(time_of("\"ph\":\"s\"", text) == begin + 999.875, text);
}

/// It begins where what was before it has ended, and may come a little later.
BOOST_AUTO_TEST_CASE(the_arrow_of_a_chunk_comes_when_it_is_there) {
  auto its = dlp_test::drawn_timeline();
  auto const before = timeline::clock::now() - 1s;
  {
    auto drawing = loop_drawing(its.on, "x", before);
    drawing.opens(chunk_name{0, 3, 1, 2}, before);
    drawing.gives_back({5, 6}, before + 1min);
  }
  auto const text = its.text();
  BOOST_TEST(time_of("\"ph\":\"f\"", text) >= time_of("\"chunk\"", text) + 1e6, text);
}

BOOST_AUTO_TEST_CASE(a_chunk_that_the_root_has_not_drawn_is_not_drawn_here) {
  auto its = dlp_test::drawn_timeline();
  auto const start = timeline::clock::now();
  {
    auto drawing = loop_drawing(its.on, "x", start);
    drawing.opens(std::nullopt, start);
    drawing.visited(5, 1, start, start + 1ms);
    drawing.gives_back({5, 6}, start + 1ms);
  }
  auto const text = its.text();
  BOOST_TEST(count_of(text, "chunk") == 0, text);
  BOOST_TEST(count_of(text, R"("cat":"body")") == 1, text);
}

BOOST_AUTO_TEST_CASE(nothing_comes_back_of_a_chunk_of_which_nothing_was_visited) {
  auto its = dlp_test::drawn_timeline();
  auto const start = timeline::clock::now();
  {
    auto drawing = loop_drawing(its.on, "x", start);
    drawing.opens(chunk_name{0, 3, 1, 2}, start);
    drawing.gives_back({5, 5}, start + 1ms);
  }
  auto const text = its.text();
  BOOST_TEST(count_of(text, R"("ph":"f")") == 1, text);
  BOOST_TEST(count_of(text, R"("ph":"s")") == 0, text);
}

BOOST_AUTO_TEST_CASE(without_a_timeline_of_the_process_nothing_is_drawn) {
  BOOST_TEST(title_here("label", "map over 3", {}) == "");
  BOOST_TEST(!draw_loop("title", timeline::clock::now()));
}

BOOST_AUTO_TEST_SUITE_END()
