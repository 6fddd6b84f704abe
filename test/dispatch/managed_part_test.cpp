// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/managed_part.hpp>

#include <stop_token>
#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(managed_part_test)

using namespace dlp::detail;
using dlp::index_t;

namespace {

auto seven(void const*) noexcept -> index_t { return 7; }

auto at_seven(void const* part) noexcept -> loop_moment {
  auto now = loop_moment{.index = 7};
  static_cast<managed_part const*>(part)->tell_moment(now);
  return now;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_loop_is_among_the_open_ones_until_it_is_closed) {
  auto part = managed_part({.name = "map", .size = 9}, nullptr, seven, nullptr);
  BOOST_TEST(open_loops() == "index 7 of map");
  part.place.close();
  BOOST_TEST(open_loops() == "");
}

BOOST_AUTO_TEST_CASE(before_the_first_index_it_is_in_no_example_that_it_knows_of) {
  auto const terms = loop_terms{.name = "map", .size = 9};
  auto part = managed_part(terms, nullptr, seven, nullptr);
  auto const now = at_seven(&part);
  BOOST_TEST((now.what == activity::body));
  BOOST_TEST(!now.since.has_value());
  BOOST_TEST(!now.done.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
