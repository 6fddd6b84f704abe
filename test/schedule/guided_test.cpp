// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/guided.hpp>

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "simulate.hpp"

BOOST_AUTO_TEST_SUITE(guided_test)

static_assert(dlp::guided{}.next({100, 100, 0, 3}) == 34);
static_assert(dlp::guided{}.next({100, 99, 1, 3}) == 33);
static_assert(dlp::guided{.min_chunk = 50}.next({100, 99, 1, 3}) == 50);
static_assert(dlp::guided{}.next({~dlp::index_t{0}, ~dlp::index_t{0}, 0, 2}) == dlp::index_t{1}
                                                                                    << 63);

BOOST_AUTO_TEST_CASE(a_chunk_is_what_remains_over_the_workers_rounded_up) {
  for (auto const least : {dlp::index_t{1}, dlp::index_t{4}, dlp::index_t{50}}) {
    for (auto const total : dlp_test::totals) {
      for (auto workers = dlp::index_t{1}; workers <= dlp_test::most_workers; ++workers) {
        auto remaining = total;
        for (auto const size : dlp_test::chunks_of(dlp::guided{least}, total, workers)) {
          auto const share = (remaining + workers - 1) / workers;
          BOOST_TEST(size == std::min(std::max(share, least), remaining));
          remaining -= size;
        }
        BOOST_TEST(remaining == 0U);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
