// SPDX-License-Identifier: BSL-1.0
#include <each/halt_rule.hpp>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(halt_rule_test)

using namespace dlp::detail;

namespace {

auto judged(char const* rule, std::uint64_t failed, std::uint64_t succeeded) -> int {
  return static_cast<int>(
      halt_rule(rule).judge({.total = 10, .failed = failed, .succeeded = succeeded}));
}

auto code(char const* rule, std::uint64_t failed, std::uint64_t succeeded, int last = 7) -> int {
  return halt_rule(rule).exit_code(
      {.total = 10, .failed = failed, .succeeded = succeeded, .last_code = last});
}

constexpr auto all = 0;
constexpr auto what_runs = 1;
constexpr auto nothing = 2;

}  // namespace

BOOST_AUTO_TEST_CASE(never_is_never) {
  BOOST_TEST(halt_rule().is_never());
  BOOST_TEST(halt_rule("never").is_never());
  BOOST_TEST(halt_rule("0").is_never());
  BOOST_TEST(judged("never", 1'000, 0) == all);
}

BOOST_AUTO_TEST_CASE(so_many_that_failed_succeeded_or_ended_are_enough) {
  BOOST_TEST(judged("soon,fail=1", 0, 9) == all);
  BOOST_TEST(judged("soon,fail=1", 1, 0) == what_runs);
  BOOST_TEST(judged("now,fail=3", 2, 5) == all);
  BOOST_TEST(judged("now,fail=3", 3, 5) == nothing);
  BOOST_TEST(judged("now,success=1", 3, 0) == all);
  BOOST_TEST(judged("now,success=1", 3, 1) == nothing);
  BOOST_TEST(judged("soon,done=4", 2, 1) == all);
  BOOST_TEST(judged("soon,done=4", 2, 2) == what_runs);
}

BOOST_AUTO_TEST_CASE(a_share_is_of_all_jobs) {
  BOOST_TEST(halt_rule("now,fail=30%").needs_total());
  BOOST_TEST(!halt_rule("now,fail=30").needs_total());
  BOOST_TEST(judged("now,fail=30%", 2, 8) == all);
  BOOST_TEST(judged("now,fail=30%", 3, 0) == nothing);
  BOOST_TEST(judged("soon,done=100%", 5, 4) == all);
  BOOST_TEST(judged("soon,done=100%", 5, 5) == what_runs);
}

BOOST_AUTO_TEST_CASE(the_old_numbers_stand_for_rules) {
  BOOST_TEST(judged("1", 1, 0) == what_runs);
  BOOST_TEST(judged("2", 1, 0) == nothing);
  BOOST_TEST(judged("-1", 0, 1) == what_runs);
  BOOST_TEST(judged("-2", 0, 1) == nothing);
}

BOOST_AUTO_TEST_CASE(the_code_is_that_of_gnu_parallel) {
  BOOST_TEST(code("never", 0, 5) == 0);
  BOOST_TEST(code("never", 100, 5) == 100);
  BOOST_TEST(code("never", 101, 5) == 101);
  BOOST_TEST(code("never", 5'000, 5) == 101);
  BOOST_TEST(code("soon,fail=1", 2, 5, 3) == 3);  // the code of the job
  BOOST_TEST(code("soon,fail=1", 0, 5) == 0);
  BOOST_TEST(code("soon,fail=2", 2, 5) == 2);
  BOOST_TEST(code("soon,fail=50%", 5, 4) == 50);
  BOOST_TEST(code("now,success=1", 2, 1) == 0);
  BOOST_TEST(code("now,success=2", 4, 1) == 4);
  BOOST_TEST(code("now,success=50%", 8, 2) == 80);
  BOOST_TEST(code("soon,done=3", 1, 2) == 1);
}

BOOST_AUTO_TEST_CASE(another_text_is_refused) {
  for (auto const* wrong : {"", "bogus", "soon", "soon,", "soon,fail", "soon,fail=", "now,fail=0",
                            "now,fail=x", "later,fail=1", "now,lost=1", "now,fail=101%", "3"}) {
    auto const said = dlp_test::text_of<dlp::usage_error>([&] { return halt_rule(wrong); });
    BOOST_TEST(dlp_test::contains(said, "is none of: never"), wrong);
  }
}

BOOST_AUTO_TEST_SUITE_END()
