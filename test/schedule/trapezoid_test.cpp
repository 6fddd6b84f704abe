// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/trapezoid.hpp>

#include <algorithm>
#include <functional>

#include <boost/test/unit_test.hpp>

#include "simulate.hpp"

BOOST_AUTO_TEST_SUITE(trapezoid_test)

// 1000 examples for 4 workers: 16 chunks from 125 down, by 124 / 15 = 8.27 each.
static_assert(dlp::trapezoid{}.next({1000, 1000, 0, 4}) == 125);
static_assert(dlp::trapezoid{}.next({1000, 875, 1, 4}) == 117);
static_assert(dlp::trapezoid{}.next({1000, 1, 15, 4}) == 1);
static_assert(dlp::trapezoid{.min_chunk = 10}.next({1000, 1, 100, 4}) == 10);
static_assert(dlp::trapezoid{.min_chunk = 200}.next({1000, 1000, 0, 4}) == 200);
static_assert(dlp::trapezoid{}.next({}) == 1);
static_assert(dlp::trapezoid{}.next({~dlp::index_t{0}, ~dlp::index_t{0}, 0, 1}) == dlp::index_t{1}
                                                                                       << 63);

BOOST_AUTO_TEST_CASE(chunks_shrink_by_the_same_step_and_there_are_few_of_them) {
  for (auto const total : {dlp::index_t{1000}, dlp::index_t{12345}}) {
    for (auto workers = dlp::index_t{1}; workers <= dlp_test::most_workers; ++workers) {
      auto sizes = dlp_test::chunks_of(dlp::trapezoid{}, total, workers);
      BOOST_TEST(sizes.front() == (total + 2 * workers - 1) / (2 * workers));
      BOOST_TEST(sizes.size() <= 4 * workers + 2);
      BOOST_TEST(std::ranges::is_sorted(sizes, std::greater<>()));
      auto const step = sizes[0] - sizes[1];
      for (auto i = std::size_t{2}; i + 1 < sizes.size(); ++i) {
        BOOST_TEST(sizes[i - 1] - sizes[i] <= step + 1);
        BOOST_TEST(sizes[i - 1] - sizes[i] + 1 >= step);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
