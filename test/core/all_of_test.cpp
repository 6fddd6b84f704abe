// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/all_of.hpp>

#include <tuple>
#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <dlp/core/compensated_sum.hpp>
#include <dlp/core/covariance.hpp>
#include <dlp/core/extremes.hpp>
#include <dlp/core/histogram.hpp>
#include <dlp/core/moments.hpp>

#include "../support/packed.hpp"
#include "../support/tally.hpp"

BOOST_AUTO_TEST_SUITE(all_of_test)

BOOST_AUTO_TEST_CASE(each_is_given_all_values_and_merged_with_its_like) {
  auto here = dlp::all_of<dlp::moments, dlp::extremes>();
  auto there = here;
  here(1.0);
  there(2.0);
  there(6.0);
  here.merge(there);
  BOOST_TEST(here.get<dlp::moments>().mean() == 3);
  BOOST_TEST(here.get<0>().count() == 3u);
  BOOST_TEST((here.get<dlp::extremes>().min() == 1 && here.get<1>().max() == 6));
  BOOST_TEST((here != there));
  dlp_test::travels(here);
}

BOOST_AUTO_TEST_CASE(those_of_pairs_take_pairs) {
  auto both = dlp::all_of<dlp::covariance>();
  both(1, 2);
  both(2, 4);
  BOOST_TEST(both.get<0>().value() == 1);
  both(std::pair(3, 6));
  BOOST_TEST(both.get<0>().count() == 3u);
}
static_assert(!std::is_invocable_v<dlp::all_of<dlp::covariance>&, double>);
static_assert(!std::is_invocable_v<dlp::all_of<dlp::moments>&, int, int>);

namespace {

/// Takes whatever it is given, and two numbers.
struct counted_calls {
  int ones = 0;
  int twos = 0;

  template <class T>
  void operator()(T const& /*value*/) {
    ++ones;
  }
  void operator()(double /*x*/, double /*y*/) { ++twos; }
  void merge(counted_calls const& /*other*/) {}
};

/// Keeps the last pair.
struct last_pair {
  std::tuple<double, double> values = {};

  template <class T>
  void operator()(T const& value) {
    static_assert(std::is_same_v<T, std::tuple<double, double>>, "no references, which dangle");
    values = value;
  }
  void merge(last_pair const& /*other*/) {}
};

}  // namespace

BOOST_AUTO_TEST_CASE(values_that_go_together_are_those_of_one_call_and_else_a_tuple) {
  auto all = dlp::all_of<counted_calls, last_pair, dlp::covariance>();
  all(1.0, 2.0);
  BOOST_TEST((all.get<0>().ones == 0 && all.get<0>().twos == 1));
  BOOST_TEST((all.get<1>().values == std::tuple(1.0, 2.0)));
  BOOST_TEST(all.get<2>().count() == 1u);
  all(std::tuple(3.0, 4.0));
  BOOST_TEST((all.get<0>().ones == 1 && all.get<0>().twos == 1));
}

BOOST_AUTO_TEST_CASE(own_ones_may_have_other_names_for_it) {
  auto here = dlp::all_of<dlp_test::spelled, dlp_test::tally>();
  auto there = here;
  here(1);
  there(2);
  here.merge(there);
  BOOST_TEST(here.get<0>().text == "(1,|2,)");
  BOOST_TEST(here.get<1>().sum == 3);
}

BOOST_AUTO_TEST_CASE(a_histogram_is_told_its_bins_and_is_merged_by_plus) {
  auto here = dlp::all_of(dlp::moments(), dlp::histogram(4, 0, 1));
  auto there = here;
  here(0.3);
  there(0.3);
  there(0.9);
  here.merge(there);
  BOOST_TEST((here.get<1>().at(1) == 2 && here.get<1>().at(3) == 1));
  BOOST_TEST(here.get<dlp::moments>().count() == 3u);
  dlp_test::travels(here);
}

BOOST_AUTO_TEST_SUITE_END()
