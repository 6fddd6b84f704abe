// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/progress.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(progress_test)

static_assert(dlp::detail::divide_up(0, 3) == 0);
static_assert(dlp::detail::divide_up(1, 3) == 1);
static_assert(dlp::detail::divide_up(6, 3) == 2);
static_assert(dlp::detail::divide_up(7, 3) == 3);
static_assert(dlp::detail::divide_up(~dlp::index_t{0}, 1) == ~dlp::index_t{0});
static_assert(dlp::detail::divide_up(~dlp::index_t{0}, 2) == dlp::index_t{1} << 63);

BOOST_AUTO_TEST_CASE(a_loop_that_nothing_is_said_of_has_no_total_and_one_worker) {
  auto const loop = dlp::loop_progress();
  BOOST_TEST(!loop.total.has_value());
  BOOST_TEST(loop.chunks == 0U);
  BOOST_TEST(loop.workers == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
