// SPDX-License-Identifier: BSL-1.0
#include <task/same_program.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(same_program_test)

// What ranks of different programs get, identity/run tries.
BOOST_AUTO_TEST_CASE(ranks_of_one_program_have_nothing_to_say) {
  BOOST_CHECK_NO_THROW(dlp::detail::check_same_program({}));
}

BOOST_AUTO_TEST_CASE(the_first_rank_that_differs_is_named_with_both_programs) {
  BOOST_TEST(dlp::detail::how_programs_differ({"build-id 1"}) == "");
  BOOST_TEST(dlp::detail::how_programs_differ({"build-id 1", "build-id 1"}) == "");
  BOOST_TEST(
      dlp::detail::how_programs_differ({"build-id 1", "build-id 1", "digest 2", "build-id 3"}) ==
      "dlp: the ranks run different programs: rank 0 that with build-id 1, and rank 2 that "
      "with digest 2; start the same build of the program on every host");
}

BOOST_AUTO_TEST_SUITE_END()
