// SPDX-License-Identifier: BSL-1.0
#include <comm/job/process_end.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(process_end_test)

namespace {

using namespace dlp::detail;

/// The exit code of a child that does this.
template <class F>
auto code_of_child(F does) -> int {
  auto const child = ::fork();
  if (child == 0) {
    does();
    end_process(99);
  }
  auto status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

// contract: E7
BOOST_AUTO_TEST_CASE(an_exit_is_early_from_when_it_is_forbidden_until_it_is_allowed) {
  BOOST_TEST(!is_early_exit());
  BOOST_TEST(forbid_early_exit());
  BOOST_TEST(is_early_exit());
  BOOST_TEST(!forbid_early_exit());
  allow_early_exit();
  BOOST_TEST(!is_early_exit());
}

BOOST_AUTO_TEST_CASE(a_child_may_end_as_it_likes) {
  BOOST_TEST(forbid_early_exit());
  BOOST_TEST(code_of_child([] { end_process(is_early_exit() ? 1 : 2); }) == 2);
  allow_early_exit();
}

BOOST_AUTO_TEST_CASE(a_process_ends_with_its_code_although_that_is_forbidden) {
  for (auto const code : {0, 7}) {
    BOOST_TEST(code_of_child([&] {
                 static_cast<void>(forbid_early_exit());
                 end_process(code);
               }) == code);
  }
}

BOOST_AUTO_TEST_SUITE_END()
