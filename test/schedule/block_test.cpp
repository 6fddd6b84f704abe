// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/block.hpp>

#include <boost/test/unit_test.hpp>

#include "simulate.hpp"

BOOST_AUTO_TEST_SUITE(block_test)

static_assert(dlp::block_share(10, 0, 3) == dlp::index_range{0, 4});
static_assert(dlp::block_share(10, 1, 3) == dlp::index_range{4, 7});
static_assert(dlp::block_share(10, 2, 3) == dlp::index_range{7, 10});
static_assert(dlp::block_share(2, 2, 3).empty());

namespace {

void check_tiling(dlp::index_t total, int ranks) {
  BOOST_TEST_CONTEXT(total << " examples, " << ranks << " ranks") {
    auto end = dlp::index_t{0};
    auto before = dlp::block_share(total, 0, ranks).size();
    auto const base = total / static_cast<dlp::index_t>(ranks);
    for (auto rank = 0; rank != ranks; ++rank) {
      auto const share = dlp::block_share(total, rank, ranks);
      BOOST_TEST(share.first == end);
      BOOST_TEST((share.size() == base || share.size() == base + 1));
      BOOST_TEST(share.size() <= before);  // the larger shares come first
      end = share.last;
      before = share.size();
    }
    BOOST_TEST(end == total);
  }
}

}  // namespace

// contract: S1 S2
BOOST_AUTO_TEST_CASE(the_shares_of_all_ranks_tile_the_range_and_differ_by_at_most_1) {
  for (auto const total : dlp_test::totals) {
    for (auto ranks = 1; ranks <= 9; ++ranks) check_tiling(total, ranks);
    check_tiling(total, 1024);
  }
}

// contract: S9
BOOST_AUTO_TEST_CASE(ranges_up_to_64_bits_are_ordinary) {
  for (auto const total : {dlp::index_t{1} << 40, ~dlp::index_t{0}, ~dlp::index_t{0} - 1}) {
    for (auto const ranks : {1, 2, 7, 1024}) check_tiling(total, ranks);
  }
}

BOOST_AUTO_TEST_SUITE_END()
