// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/round_robin.hpp>

#include <algorithm>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "simulate.hpp"

BOOST_AUTO_TEST_SUITE(round_robin_test)

namespace {

constexpr auto nth(int rank, int ranks, int n) -> dlp::index_t {
  auto share = dlp::round_robin_share(rank, ranks);
  for (auto i = 0; i != n; ++i) static_cast<void>(share.next());
  return share.next();
}

static_assert(nth(0, 1, 5) == 5);
static_assert(nth(2, 3, 0) == 2);
static_assert(nth(2, 3, 4) == 14);

}  // namespace

// contract: S1 S2
BOOST_AUTO_TEST_CASE(every_index_belongs_to_exactly_one_rank) {
  for (auto const total : dlp_test::totals) {
    for (auto ranks = 1; ranks <= 9; ++ranks) {
      auto visits = std::vector<int>(total);
      for (auto rank = 0; rank != ranks; ++rank) {
        auto share = dlp::round_robin_share(rank, ranks);
        for (auto i = share.next(); i < total; i = share.next()) {
          BOOST_TEST(i % static_cast<dlp::index_t>(ranks) == static_cast<dlp::index_t>(rank));
          ++visits[i];
        }
      }
      BOOST_TEST(std::ranges::count(visits, 1) == static_cast<std::ptrdiff_t>(total));
    }
  }
}

// contract: S9
BOOST_AUTO_TEST_CASE(the_last_indices_of_64_bits_do_not_wrap_to_the_front) {
  // Rank -5 stands for one that has walked far: as an index it is 2^64 - 5.
  constexpr auto last = ~dlp::index_t{0};
  BOOST_TEST(nth(-5, 2, 0) == last - 4);
  BOOST_TEST(nth(-5, 2, 2) == last);
  for (auto ranks = 1; ranks != 9; ++ranks) {
    for (auto n = 0; n != 9; ++n) BOOST_TEST(nth(-5, ranks, n) >= last - 4);
  }
}

BOOST_AUTO_TEST_SUITE_END()
