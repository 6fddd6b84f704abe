// SPDX-License-Identifier: BSL-1.0
#include <report/failure_reason.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(failure_reason_test)

using dlp::detail::failure_reason;

/// What two reasons have in common; "" where their words differ.
auto common(char const* one, char const* other) -> std::string {
  auto made = failure_reason(one);
  auto const also = failure_reason(other);
  if (made.words() != also.words()) return "";
  made.join(also);
  return made.text();
}

BOOST_AUTO_TEST_CASE(a_number_that_differs_is_left_out) {
  BOOST_TEST(common("E: no root at step 17", "E: no root at step 3") == "E: no root at step …");
  BOOST_TEST(common("17 of 20", "3 of 20") == "… of 20");
  BOOST_TEST(common("x=-1.5e-3, y", "x=1e+20, y") == "x=…, y");
  BOOST_TEST(common("at 0x7ffd0a", "at 0x1") == "at …");
  BOOST_TEST(common("t = 1.", "t = 20.") == "t = ….");
  BOOST_TEST(common("1", "2") == "…");
}

BOOST_AUTO_TEST_CASE(what_is_the_same_stays) {
  for (auto const* text : {"", "no number", "17", "E: at 17, -1.5e-3", "a-1", "7-"})
    BOOST_TEST(common(text, text) == text);
}

BOOST_AUTO_TEST_CASE(other_words_are_another_reason) {
  BOOST_TEST(common("error_1: no", "error_2: no") == "");
  BOOST_TEST(common("int32_t", "int64_t") == "");
  BOOST_TEST(common("a 1", "b 1") == "");
  BOOST_TEST(common("1 2", "12") == "");
  BOOST_TEST(common("at 1", "at ") == "");
}

BOOST_AUTO_TEST_CASE(three_have_in_common_what_any_two_have) {
  auto made = failure_reason("1 of 5");
  made.join(failure_reason("2 of 5"));
  made.join(failure_reason("1 of 5"));
  BOOST_TEST(made.text() == "… of 5");
}

BOOST_AUTO_TEST_SUITE_END()
