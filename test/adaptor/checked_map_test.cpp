// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of mistakes is in compile_errors_test.
#include <dlp/adaptor/checked_map.hpp>

#include <string>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(checked_map_test)

using namespace dlp::detail;

namespace {

using numbers = std::vector<int>;
using text_of = std::string const& (*)(int&);

static_assert(std::is_same_v<map_result<text_of, numbers>, std::string>);
static_assert(takes_examples_of<text_of, numbers&>() &&
              !takes_examples_of<text_of, std::string&>());
static_assert(!takes_examples_of<text_of, double>());
static_assert(std::is_same_v<checked_map<text_of, numbers&>::result, std::string>);
static_assert(checked_map<text_of, numbers&>::right && checked_loop<void (*)(int), int>::right);
static_assert(checked_loop<numbers&, void (*)(int)>::swapped);

}  // namespace

BOOST_AUTO_TEST_CASE(the_compiler_has_checked_what_is_right_and_what_is_swapped) {
  BOOST_TEST(stand_in()(1, "any") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
