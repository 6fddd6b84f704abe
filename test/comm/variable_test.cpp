// SPDX-License-Identifier: BSL-1.0
#include <comm/job/variable.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(variable_test)

namespace {

auto word(char const* text) -> std::string {
  auto const variable = [text](std::string const& name) { return name == "DLP_X" ? text : "no"; };
  return std::string(dlp::detail::word_in(variable, "DLP_X", {"0", "1"}, "1, for more, or 0"));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_word_is_known_or_there_is_none_or_it_is_told_what_it_may_be) {
  BOOST_TEST(word("1") == "1");
  BOOST_TEST(word("0") == "0");
  BOOST_TEST(word("") == "");
  BOOST_TEST(word(nullptr) == "");
  for (auto const* unknown : {"off", "10", " 1", "no"}) {
    BOOST_CHECK_EXCEPTION(word(unknown), dlp::usage_error, [&](auto const& thrown) {
      return thrown.what() == "dlp: DLP_X=" + std::string(unknown) + ": it is 1, for more, or 0";
    });
  }
}

BOOST_AUTO_TEST_SUITE_END()
