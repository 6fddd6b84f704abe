// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/thinned_spans.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(thinned_spans_test)

using namespace dlp::detail;

namespace {
auto const near = boost::test_tools::tolerance(1e-9);
}

BOOST_AUTO_TEST_CASE(a_few_stay_as_they_are) {
  auto spans = thinned_spans(8);
  for (auto at = 0; at != 8; ++at) spans.add({double(at), at + 0.5, 0.25, dlp::index_t(at), 1});
  BOOST_TEST(spans.size() == 8u);
  BOOST_TEST(spans.all()[3].begin == 3);
  BOOST_TEST(spans.all()[3].first == 3u);
}

BOOST_AUTO_TEST_CASE(of_many_no_second_and_no_example_is_lost) {
  for (auto const most : {2, 7, 64, 512}) {
    auto spans = thinned_spans(std::size_t(most));
    for (auto at = 0; at != 20'000; ++at)
      spans.add({double(at), at + 0.5, 0.25, dlp::index_t(at), 3});
    BOOST_TEST(spans.size() <= std::size_t(most));
    BOOST_TEST(spans.busy() == 5'000, near);
    BOOST_TEST(spans.count() == 60'000u);
    BOOST_TEST(spans.all().front().begin == 0);
    BOOST_TEST(spans.all().back().end == 19'999.5);
  }
}

BOOST_AUTO_TEST_CASE(they_come_in_any_order_and_may_overlap) {
  auto spans = thinned_spans(16);
  for (auto at = 1'000; at != 0; --at) spans.add({double(at), at + 5.0, 5, dlp::index_t(at), 1});
  BOOST_TEST(spans.size() <= 16u);
  BOOST_TEST(spans.busy() == 5'000, near);
  BOOST_TEST(std::ranges::is_sorted(spans.all(), {}, &drawn_span::begin));
  BOOST_TEST(spans.all().front().begin == 1);
}

BOOST_AUTO_TEST_CASE(all_at_one_moment_are_one) {
  auto spans = thinned_spans(4);
  for (auto at = 0; at != 100; ++at) spans.add({1, 1, 0, 0, 1});
  BOOST_TEST(spans.count() == 100u);
  BOOST_TEST(spans.size() <= 4u);
}

BOOST_AUTO_TEST_CASE(steps_have_what_lies_in_them) {
  auto spans = thinned_spans();
  spans.add({0.5, 2.5, 1, 0, 1});
  spans.add({3.5, 9, 5.5, 0, 1});
  spans.shift(-0.5);
  auto steps = std::vector<double>(4);
  spans.add_to(steps, 4);
  auto const expected = std::vector{0.5, 0.5, 0.0, 1.0};
  BOOST_TEST(steps == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
