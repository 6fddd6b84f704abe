// SPDX-License-Identifier: BSL-1.0
//
// What is refused by the compiler is in test/compile_errors_test.cpp.
#include <dlp/task/checked_accumulator.hpp>

#include <boost/test/unit_test.hpp>

#include <dlp/accumulators.hpp>

#include "../support/tally.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(checked_accumulator_test)

using namespace dlp::detail;

static_assert(checked_accumulator<dlp::moments>::right);
static_assert(checked_accumulator<dlp_test::spelled>::right);
static_assert(has_standard_error<dlp_test::tally> && !has_standard_error<dlp_test::spelled>);
static_assert(!has_standard_error<dlp::averages<std::vector<double>>>);  // it is no number

BOOST_AUTO_TEST_CASE(one_that_says_that_it_is_not_empty_is_refused) {
  auto a = dlp::moments();
  BOOST_CHECK_NO_THROW(require_empty(a));
  a(1.0);
  BOOST_TEST(dlp_test::contains(dlp_test::text_of<dlp::usage_error>([&] { require_empty(a); }),
                                "the accumulator is to be given empty"));
  BOOST_CHECK_NO_THROW(require_empty(dlp_test::spelled{"says nothing"}));
}

BOOST_AUTO_TEST_SUITE_END()
