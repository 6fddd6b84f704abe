// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pace/fading_mean.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(fading_mean_test)

using dlp::detail::fading_mean;

BOOST_AUTO_TEST_CASE(it_is_a_mean_over_all_values_and_not_over_additions) {
  auto mean = fading_mean();
  BOOST_TEST(mean.value() == 0);
  for (auto i = 0; i != 1000; ++i) mean.add(100 * 2.0, 100);
  BOOST_TEST(mean.value() == 2.0, boost::test_tools::tolerance(1e-9));
  mean.add(1000, 1);  // one long example among thousands of short ones
  BOOST_TEST(mean.value() < 3);
}

BOOST_AUTO_TEST_CASE(what_was_is_forgotten) {
  auto mean = fading_mean();
  for (auto i = 0; i != 1000; ++i) mean.add(1, 1);
  for (auto i = 0; i != 200; ++i) mean.add(5, 1);
  BOOST_TEST(mean.value() > 4.9);
}

BOOST_AUTO_TEST_CASE(as_one_value_it_weighs_as_much_as_the_next) {
  auto mean = fading_mean();
  BOOST_TEST(mean.as_one().value() == 0);
  for (auto i = 0; i != 1000; ++i) mean.add(100 * 2.0, 100);
  auto one = mean.as_one();
  BOOST_TEST(one.value() == 2.0, boost::test_tools::tolerance(1e-9));
  one.add(4, 1);
  BOOST_TEST(one.value() == 3.0, boost::test_tools::tolerance(0.02));
}

BOOST_AUTO_TEST_SUITE_END()
