// SPDX-License-Identifier: BSL-1.0
//
// That marks are drawn is seen by test/trace/run, in jobs that are started with DLP_TRACE.
#include <dlp/comm/mark.hpp>

#include <string>
#include <type_traits>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(mark_test)

BOOST_AUTO_TEST_CASE(without_a_timeline_a_mark_does_nothing) {
  dlp::detail::is_traced = false;
  auto const outer = dlp::mark("outer");
  auto const inner = dlp::mark(std::string("a name that is too long for a small string"));
  static_assert(!std::is_copy_constructible_v<dlp::mark>);
}

/// As before MPI is up, or where the file cannot be made.
BOOST_AUTO_TEST_CASE(where_none_can_be_made_it_does_nothing_either) {
  dlp::detail::is_traced = true;
  {
    auto const marked = dlp::mark("nowhere");
  }
  dlp::detail::is_traced = false;
  BOOST_TEST(!dlp::detail::is_traced);
}

BOOST_AUTO_TEST_SUITE_END()
