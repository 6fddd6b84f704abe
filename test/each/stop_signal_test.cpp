// SPDX-License-Identifier: BSL-1.0
#include <each/stop_signal.hpp>

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(stop_signal_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(the_first_signal_is_noted_and_ends_nothing) {
  for (auto const number : {SIGTERM, SIGINT, SIGHUP}) {
    auto const child = ::fork();
    if (child == 0) {
      note_stop_signals();
      if (stop_signal() != 0) ::_exit(1);
      ::raise(SIGPIPE);
      ::raise(number);
      ::raise(number == SIGTERM ? SIGINT : SIGTERM);
      ::_exit(stop_signal() == number ? 0 : 2);
    }
    auto status = 0;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
  }
}

BOOST_AUTO_TEST_CASE(children_can_be_waited_for_where_their_end_was_ignored_before) {
  auto const child = ::fork();
  if (child == 0) {
    ::signal(SIGCHLD, SIG_IGN);
    note_stop_signals();
    auto const its = ::fork();
    if (its == 0) ::_exit(7);
    auto status = 0;
    ::_exit(::waitpid(its, &status, 0) == its && WEXITSTATUS(status) == 7 ? 0 : 1);
  }
  auto status = 0;
  BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
  BOOST_TEST(status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
