// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of it is in compile_errors_test.
#include <dlp/comm/cannot_travel.hpp>

#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cannot_travel_test)

using namespace dlp::detail;

namespace {

using address = refused<obstacle::address, int*>;
using pair = std::pair<int, int*>;
using list = std::vector<int*>;
struct nothing_wrong {};

static_assert(is_refusal<address> && !is_refusal<nothing_wrong>);
static_assert(std::is_same_v<decltype(first_refusal<pair, 0>(0, nothing_wrong())), int>);
static_assert(std::is_same_v<decltype(first_refusal<list, 0>(0, address())),
                             refused<obstacle::address, list, int*>>);
static_assert(std::is_same_v<decltype(first_refusal<pair, 0>(0, nothing_wrong(), address())),
                             refused<obstacle::address, pair, member<1>, int*>>);

}  // namespace

BOOST_AUTO_TEST_CASE(the_compiler_has_checked_what_a_refusal_is_and_where) {}

BOOST_AUTO_TEST_SUITE_END()
