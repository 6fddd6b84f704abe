// SPDX-License-Identifier: BSL-1.0
#include <each/each_program.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>

BOOST_AUTO_TEST_SUITE(each_program_test)

using words = std::vector<std::string>;

namespace {

/// The others end with 0: the launcher makes one code of all.
void check_code(words const& arguments, int expected) {
  auto const code = dlp::detail::run_each_program(arguments);
  BOOST_TEST(code == (dlp::is_root() ? expected : 0));
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_roots_code_is_that_of_the_jobs) {
  check_code({"exit {}", ":::", "0", "3", "0", "1"}, 2);
  check_code({"true", ":::"}, 0);
}

BOOST_AUTO_TEST_CASE(what_it_cannot_do_is_code_255_and_hangs_nobody) {
  check_code({"--bogus", "true", ":::", "a"}, 255);
  check_code({"--joblog", "/no/such/log", "true", ":::", "a"}, 255);
  check_code({"-a", "/no/such/file", "true"}, 255);
}

BOOST_AUTO_TEST_CASE(a_dry_run_runs_nothing) {
  check_code({"--dry-run", "exit {}", ":::", "1"}, 0);
}

BOOST_AUTO_TEST_SUITE_END()
