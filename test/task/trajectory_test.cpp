// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/trajectory.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(trajectory_test)

BOOST_AUTO_TEST_CASE(a_batch_knows_its_trajectories) {
  auto const seeds = dlp::detail::trajectory_seeds{.seed = 42};
  auto const some = dlp::batch(seeds, {20, 25});
  BOOST_TEST((some.first() == 20 && some.size() == 5));
  BOOST_TEST(some.seed(3) == 42U);
  BOOST_TEST((some.stream(3) == dlp::random_stream(42, 23)));
}

BOOST_AUTO_TEST_CASE(a_batch_has_no_others) {
  auto const seeds = dlp::detail::trajectory_seeds{.seed = 42};
  auto const some = dlp::batch(seeds, {20, 25});
  auto const why = std::string(" of 5: they are counted from 0 in each batch");
  BOOST_TEST(dlp_test::text_of<dlp::usage_error>([&] { return some.stream(5); }) ==
             "dlp: batch: trajectory 5" + why);
  BOOST_TEST(dlp_test::text_of<dlp::usage_error>([&] { return some.seed(20); }) ==
             "dlp: batch: trajectory 20" + why);
}

BOOST_AUTO_TEST_CASE(with_a_seed_each_they_draw_from_its_first_stream) {
  auto const seeds = dlp::detail::trajectory_seeds{.list = {9, 8, 7}};
  auto const some = dlp::batch(seeds, {1, 3});
  BOOST_TEST(some.seed(1) == 7U);
  BOOST_TEST((some.stream(1) == dlp::random_stream(7, 0)));
}

BOOST_AUTO_TEST_CASE(a_trajectory_that_is_const_draws) {
  auto stream = dlp::random_stream(1, 2);
  auto const one = dlp::trajectory{2, 1, stream};
  auto same = dlp::random_stream(1, 2);
  BOOST_TEST(one.stream() == same());
}

BOOST_AUTO_TEST_SUITE_END()
