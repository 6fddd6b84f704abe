// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/member_name.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/sweep_structs.hpp"

BOOST_AUTO_TEST_SUITE(member_name_test)

using dlp::detail::member_name;
using dlp_test::heir;
using dlp_test::setting;

BOOST_AUTO_TEST_CASE(a_member_is_found_by_where_it_is) {
  BOOST_TEST(member_name(&setting::gamma) == "gamma");
  BOOST_TEST(member_name(&setting::solver) == "solver");
  BOOST_TEST(member_name(&heir::height) == "height");
}

BOOST_AUTO_TEST_CASE(one_that_serialize_does_not_name_is_refused) {
  BOOST_CHECK_EXCEPTION(member_name(&setting::unnamed), dlp::usage_error, [](auto const& e) {
    return std::string(e.what()) ==
           "dlp::axis: the serialize of dlp_test::setting does not name this member: add "
           "BOOST_SERIALIZATION_NVP(member) to it, or give the axis a name";
  });
}

BOOST_AUTO_TEST_SUITE_END()
