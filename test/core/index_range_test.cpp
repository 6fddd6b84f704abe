// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/index_range.hpp>

#include <type_traits>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(index_range_test)

static_assert(sizeof(dlp::index_t) == 8 && std::is_unsigned_v<dlp::index_t>);
static_assert(std::is_trivially_copyable_v<dlp::index_range>);  // it travels as it lies in memory
static_assert(dlp::index_range{}.empty());
static_assert(dlp::index_range{3, 10}.size() == 7);
static_assert(dlp::index_range{0, ~dlp::index_t{0}}.size() == ~dlp::index_t{0});

BOOST_AUTO_TEST_CASE(the_front_is_cut_off_piece_by_piece_until_nothing_is_left) {
  auto rest = dlp::index_range{5, 12};
  BOOST_TEST((rest.take_front(3) == dlp::index_range{5, 8}));
  BOOST_TEST((rest == dlp::index_range{8, 12}));
  BOOST_TEST((rest.take_front(0) == dlp::index_range{8, 8}));
  BOOST_TEST((rest.take_front(100) == dlp::index_range{8, 12}));
  BOOST_TEST(rest.empty());
  BOOST_TEST((rest.take_front(1) == dlp::index_range{12, 12}));
}

// contract: S9
BOOST_AUTO_TEST_CASE(a_count_beyond_64_bits_of_indices_takes_what_there_is) {
  auto rest = dlp::index_range{~dlp::index_t{0} - 2, ~dlp::index_t{0}};
  BOOST_TEST(rest.take_front(~dlp::index_t{0}).size() == 2U);
  BOOST_TEST(rest.empty());
}

BOOST_AUTO_TEST_SUITE_END()
