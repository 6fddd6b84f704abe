// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/span_group.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include "../support/drawn_timeline.hpp"

BOOST_AUTO_TEST_SUITE(span_group_test)

using namespace dlp::detail;
using namespace std::chrono_literals;
using dlp_test::count_of;

namespace {

struct drawn : dlp_test::drawn_timeline {
  timeline::time_point start = timeline::clock::now();
};

auto spans_in(std::string const& text) { return count_of(text, "{\"ts\""); }
auto has(std::string const& text, std::string const& part) { return count_of(text, part) == 1; }

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_long_is_drawn_by_itself) {
  auto its = drawn();
  {
    auto group = span_group(its.on, "body", "x", "index");
    for (auto i = 0; i != 3; ++i)
      group.add(static_cast<dlp::index_t>(i), 1, its.start + i * 1ms, its.start + (i + 1) * 1ms);
  }
  auto const text = its.text();
  BOOST_TEST(spans_in(text) == 3);
  BOOST_TEST(has(text, "\"dur\":1000.000,\"args\":{\"index\":2}"), text);
}

BOOST_AUTO_TEST_CASE(what_is_short_is_drawn_together_and_none_is_lost) {
  auto its = drawn();
  {
    auto group = span_group(its.on, "body", "x", "index");
    for (auto i = 0; i != 20; ++i)
      group.add(static_cast<dlp::index_t>(i), 1, its.start + i * 10us, its.start + i * 10us + 8us);
  }
  auto const text = its.text();
  BOOST_TEST(spans_in(text) == 2);
  BOOST_TEST(has(text, "\"args\":{\"index\":0,\"count\":11,\"busy\":88.000}"), text);
  BOOST_TEST(has(text, "\"args\":{\"index\":11,\"count\":9,\"busy\":72.000}"), text);
}

BOOST_AUTO_TEST_CASE(a_million_loops_of_one_short_example_make_no_million_of_spans) {
  auto its = drawn();
  for (auto i = 0; i != 1'000'000; ++i) {
    auto group = span_group(its.on, "body", "x", "index");
    group.add(0, 1, its.start + i * 1us, its.start + i * 1us + 500ns);
  }
  auto const spans = spans_in(its.text());
  BOOST_TEST(spans > 10'000);  // a second has so many grains
  BOOST_TEST(spans < 12'000);
}

BOOST_AUTO_TEST_CASE(a_wait_is_not_drawn_as_work) {
  auto its = drawn();
  {
    auto group = span_group(its.on, "body", "x", "index");
    group.add(0, 1, its.start, its.start + 10us);
    group.add(1, 1, its.start + 1s, its.start + 1s + 10us);
  }
  auto const text = its.text();
  BOOST_TEST(spans_in(text) == 2);
  BOOST_TEST(count_of(text, "\"dur\":10.000") == 2, text);
}

BOOST_AUTO_TEST_SUITE_END()
