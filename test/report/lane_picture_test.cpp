// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/lane_picture.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(lane_picture_test)

using namespace dlp::detail;
using dlp_test::contains;

namespace {

auto count_of(std::string const& text, std::string const& part) -> int {
  auto count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// With so many lanes, of which each has so many spans.
auto picture_of(int lanes, int spans) -> lane_picture {
  auto picture = lane_picture("title", spans);
  auto& bodies = picture.add("c0", "bodies");
  for (auto rank = 1; rank <= lanes; ++rank) {
    auto const name = "rank " + std::to_string(rank);
    picture.add_lane(name, rank == 2 ? 0.5 : 0);
    bodies.rows.push_back({name, {}});
    for (auto at = 0; at != spans; ++at)
      bodies.rows.back().spans.push_back({double(at), at + 0.5, 0.5, dlp::index_t(at), 1});
  }
  return picture;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_few_spans_are_drawn_one_by_one_with_what_they_are) {
  auto const picture = picture_of(3, 10);
  auto const text = picture.drawn().all();
  BOOST_TEST(count_of(text, "<rect class=\"c0 gap\"") == 30);
  BOOST_TEST(contains(text, "<title>rank 3, index 7: 500 ms, from 7 s</title>"));
  BOOST_TEST(contains(text, ">rank 2</text>"));
  BOOST_TEST(contains(text, "rank 2 came after 500 ms"));
  BOOST_TEST(contains(text, ">time, in s</text>"));
  BOOST_TEST(contains(picture.caption(), "Point to a span"));
}

BOOST_AUTO_TEST_CASE(many_are_drawn_by_how_dense_they_lie) {
  auto const picture = picture_of(3, 1'000);
  auto const text = picture.drawn().all();
  BOOST_TEST(count_of(text, "<rect class=\"c0") == 1);  // its key
  BOOST_TEST(contains(text, "<path class=\"c0 d"));
  BOOST_TEST(contains(picture.caption(), "denser"));
}

BOOST_AUTO_TEST_CASE(very_many_ranks_share_lanes_in_a_picture_of_bounded_size) {
  auto const picture = picture_of(1'000, 100);
  auto const text = picture.drawn().all();
  BOOST_TEST(text.size() < 600'000u);
  BOOST_TEST(contains(text, ">rank 1–21</text>"));
  BOOST_TEST(!contains(text, ">rank 2</text>"));
  BOOST_TEST(contains(picture.caption(), "21 ranks share a lane"));
}

BOOST_AUTO_TEST_CASE(what_happened_is_a_line_across) {
  auto picture = picture_of(2, 10);
  picture.add_tick(5, "rank 0: lost: rank <2>");
  auto const text = picture.drawn().all();
  BOOST_TEST(count_of(text, "class=\"tick\"") == 1);
  BOOST_TEST(contains(text, "lost: rank &lt;2&gt;, after 5 s"));
}

BOOST_AUTO_TEST_CASE(what_is_not_drawn_is_not_there) {
  auto picture = picture_of(2, 10);
  picture.unused().rows.push_back({"rank 1", {{0, 1, 1, 77, 1}}});
  BOOST_TEST(!contains(picture.drawn().all(), "index 77"));
}

BOOST_AUTO_TEST_SUITE_END()
