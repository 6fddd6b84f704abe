// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/fixed.hpp>

#include <boost/test/unit_test.hpp>

#include "simulate.hpp"

BOOST_AUTO_TEST_SUITE(fixed_test)

static_assert(dlp::fixed{}.next({}) == 1);
static_assert(dlp::fixed{7}.next({100, 50, 3, 4}) == 7);

BOOST_AUTO_TEST_CASE(all_chunks_but_the_last_have_the_size_that_was_asked_for) {
  for (auto const chunk : {dlp::index_t{1}, dlp::index_t{2}, dlp::index_t{5}, dlp::index_t{64}}) {
    for (auto const total : dlp_test::totals) {
      auto const sizes = dlp_test::chunks_of(dlp::fixed{chunk}, total, 3);
      BOOST_TEST(sizes.size() == (total + chunk - 1) / chunk);
      for (auto i = std::size_t{0}; i + 1 < sizes.size(); ++i) BOOST_TEST(sizes[i] == chunk);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
