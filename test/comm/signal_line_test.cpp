// SPDX-License-Identifier: BSL-1.0
#include <comm/job/signal_line.hpp>

#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include <core/duration_text.hpp>

BOOST_AUTO_TEST_SUITE(signal_line_test)

using dlp::detail::append_duration;
using dlp::detail::signal_line;

BOOST_AUTO_TEST_CASE(texts_and_numbers_follow_each_other) {
  auto line = signal_line();
  line << "index " << std::uint64_t{18'446'744'073'709'551'615U} << " of " << std::uint64_t{0};
  BOOST_TEST(line.text() == "index 18446744073709551615 of 0");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_left_out) {
  auto line = signal_line();
  line << std::string(1000, 'x') << std::string(1000, 'y') << "z";
  BOOST_TEST(line.text() == std::string(1000, 'x') + std::string(24, 'y'));
}

BOOST_AUTO_TEST_CASE(durations_are_those_that_are_printed_elsewhere) {
  for (auto const seconds : {0, 1, 59, 60, 67, 3'599, 3'600, 7'500, 90'000}) {
    auto line = signal_line();
    append_duration(line, static_cast<std::uint64_t>(seconds));
    BOOST_TEST(line.text() == dlp::detail::duration_text(seconds));
  }
}

BOOST_AUTO_TEST_SUITE_END()
