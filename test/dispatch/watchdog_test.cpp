// SPDX-License-Identifier: BSL-1.0
//
// What it says of the loops of a program is in adaptor/warn_after_test.cpp.
#include <dispatch/progress/watchdog.hpp>

#include <chrono>
#include <optional>
#include <source_location>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include <unistd.h>

#include "../support/standard_error.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(watchdog_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(a_visit_lasts_as_long_as_its_scope) {
  auto none = std::optional<watchdog>();
  {
    auto const visit = visit_while(none, 7);
  }
  auto watches = std::optional<watchdog>();
  watches.emplace("map over 9 examples", std::source_location::current(), 3600);
  auto now = loop_moment();
  {
    auto const visit = visit_while(watches, 7);
    watches->tell_moment(now);
    BOOST_TEST(now.since.has_value());
    BOOST_TEST(now.is_exact);
  }
  watches->tell_moment(now);
  BOOST_TEST(!now.since.has_value());
  BOOST_TEST(!now.is_exact);
}

BOOST_AUTO_TEST_CASE(many_come_and_go_while_others_are_watched) {
  auto const said = dlp_test::said_on_stderr([] {
    auto kept = watchdog("map", {}, 1e-6);
    kept.begins(3);
    for (auto i = 0; i != 10'000; ++i) {
      auto one = watchdog("split_shared", {}, 3600 + i % 7);
      one.begins(7);
      one.pauses();
    }
    for (auto i = 0; i != 20'000 && ::lseek(STDERR_FILENO, 0, SEEK_END) == 0; ++i) ::usleep(1'000);
  });
  BOOST_TEST(dlp_test::contains(said, " has been in index 3 of map for "), said);
  BOOST_TEST(!dlp_test::contains(said, "split_shared"), said);
}

BOOST_AUTO_TEST_SUITE_END()
