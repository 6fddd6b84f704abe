// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/warn_after.hpp>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(warn_after_test)

using dlp::detail::warn_after_of;
using namespace std::chrono_literals;

namespace {

/// What comes of the option where the variable has this value.
auto with_variable(char const* value, std::optional<std::chrono::duration<double>> option = {}) {
  ::setenv("DLP_WARN_AFTER", value, 1);
  struct unset {
    ~unset() { ::unsetenv("DLP_WARN_AFTER"); }
  } const at_end;
  return warn_after_of(option, "map");
}

auto says(std::string const& text) {
  return [=](dlp::usage_error const& thrown) {
    return std::string(thrown.what()).find(text) != std::string::npos;
  };
}

}  // namespace

BOOST_AUTO_TEST_CASE(nobody_is_warned_who_has_not_asked) {
  BOOST_TEST(!warn_after_of({}, "map"));
  BOOST_TEST(!with_variable(""));
}

BOOST_AUTO_TEST_CASE(the_option_counts_where_the_variable_is_not_set) {
  BOOST_TEST(warn_after_of(10min, "map").value() == 600);
  BOOST_TEST(with_variable("", 100ms).value() == 0.1);
}

BOOST_AUTO_TEST_CASE(the_variable_is_of_who_starts_the_program_and_counts_more) {
  BOOST_TEST(with_variable("2h").value() == 7'200);
  BOOST_TEST(with_variable("2h", 10min).value() == 7'200);
  BOOST_TEST(!with_variable("0", 10min));
}

BOOST_AUTO_TEST_CASE(what_is_no_time_is_refused_with_its_value) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(warn_after_of(0s, "map")), dlp::usage_error,
                        says("map: warn_after is 0 s, and has to be more than 0"));
  BOOST_CHECK_EXCEPTION(static_cast<void>(warn_after_of(-1s, "map")), dlp::usage_error,
                        says("is -1 s"));
  BOOST_CHECK_THROW(
      static_cast<void>(warn_after_of(std::chrono::duration<double>(std::nan("")), "map")),
      dlp::usage_error);
  BOOST_CHECK_EXCEPTION(with_variable("soon"), dlp::usage_error,
                        says("DLP_WARN_AFTER=soon: it is a time"));
}

BOOST_AUTO_TEST_SUITE_END()
