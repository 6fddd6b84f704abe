// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of it is in compile_errors_test.
#include <dlp/comm/cannot_travel.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cannot_travel_test)

using namespace dlp::detail;

namespace {
static_assert(is_refusal<refused<obstacle::address, int*>> && !is_refusal<int>);
}

BOOST_AUTO_TEST_CASE(the_compiler_has_checked_what_a_refusal_is) {}

BOOST_AUTO_TEST_SUITE_END()
