// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/accumulator.hpp>

#include <array>
#include <functional>
#include <string>
#include <tuple>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <dlp/core/covariance.hpp>

#include "../support/tally.hpp"

namespace apart {

/// Merged by a function that is found by its argument: it returns both, or changes the first.
struct returned {
  int sum = 0;
  void add(int value) { sum += value; }
};
auto merge(returned const& a, returned const& b) -> returned { return {a.sum + b.sum}; }
struct changed {
  int sum = 0;
  void add(int value) { sum += value; }
};
void merge(changed& a, changed const& b) { a.sum += b.sum; }

}  // namespace apart

BOOST_AUTO_TEST_SUITE(accumulator_test)

using namespace dlp::detail;

static_assert(takes_value<dlp_test::tally, double> && takes_value<dlp_test::spelled, int>);
static_assert(!takes_value<dlp_test::tally, std::string>);
static_assert(merges<dlp_test::tally> && merges<dlp_test::spelled> && !merges<std::hash<int>>);
static_assert(merges<apart::returned> && merges<apart::changed>);

BOOST_AUTO_TEST_CASE(values_are_put_in_by_a_call_or_by_add) {
  auto a = dlp_test::tally();
  put_in(a, 2.0);
  BOOST_TEST(a.sum == 2.0);
  auto b = dlp_test::spelled();
  put_in(b, 3);
  BOOST_TEST(b.text == "3,");
}

BOOST_AUTO_TEST_CASE(a_pair_or_a_tuple_is_put_in_by_its_parts) {
  auto both = dlp::covariance();
  put_in(both, std::pair(1.0, 2.0));
  put_in(both, std::tuple(2.0, 5));
  auto expected = dlp::covariance();
  expected(1, 2);
  expected(2, 5);
  BOOST_TEST((both == expected));
}
static_assert(takes_value<dlp::covariance, std::array<double, 2> const&>);
static_assert(!takes_value<dlp::covariance, std::tuple<double, double, double>>);
static_assert(!takes_value<dlp::covariance, std::pair<double, std::string>>);
static_assert(!takes_value<dlp::covariance, double>);

BOOST_AUTO_TEST_CASE(a_pair_that_is_taken_whole_is_one_value) {
  struct whole {
    int pairs = 0;
    void add(std::pair<int, int> const&) { ++pairs; }
    void operator()(int, int) {}
  };
  auto a = whole();
  put_in(a, std::pair(1, 2));
  BOOST_TEST(a.pairs == 1);
}

BOOST_AUTO_TEST_CASE(two_are_merged_in_each_of_the_ways_that_a_type_may_have) {
  auto a = dlp_test::tally{1, 2, 4};
  merge_into(a, {2, 3, 5});
  BOOST_TEST((a.values == 3 && a.sum == 5 && a.squares == 9));
  auto b = dlp_test::spelled{"x"};
  merge_into(b, {"y"});
  BOOST_TEST(b.text == "(x|y)");
  auto c = apart::returned{1};
  merge_into(c, {2});
  BOOST_TEST(c.sum == 3);
  auto d = apart::changed{1};
  merge_into(d, {2});
  BOOST_TEST(d.sum == 3);
}

BOOST_AUTO_TEST_CASE(as_an_operation_it_gives_a_value_of_its_own) {
  auto a = dlp_test::spelled{"x"};
  a = merge_accumulators<dlp_test::spelled>()(std::move(a), {"y"});
  BOOST_TEST(a.text == "(x|y)");
}

BOOST_AUTO_TEST_SUITE_END()
