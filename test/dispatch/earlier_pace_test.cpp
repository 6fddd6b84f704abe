// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pace/earlier_pace.hpp>

#include <boost/test/unit_test.hpp>
#include <source_location>
#include <vector>

BOOST_AUTO_TEST_SUITE(earlier_pace_test)

using namespace dlp::detail;

namespace {

auto pace_of(double example_seconds) -> pace {
  auto one = pace(false);
  one.add_examples(1'000, 1'000 * example_seconds);
  return one;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_line_has_the_pace_of_the_loop_that_was_last_run_there) {
  auto const here = std::source_location::current();
  auto const there = std::source_location::current();
  BOOST_TEST(!earlier_pace_at(here, false));
  note_pace_at(here, false, pace_of(1), 7);
  note_pace_at(here, false, pace_of(0.5), 8);
  BOOST_REQUIRE(earlier_pace_at(here, false));
  BOOST_TEST(earlier_pace_at(here, false)->examples == 8u);
  BOOST_TEST(earlier_pace_at(here, false)->of.example_seconds() == 0.5);
  BOOST_TEST(!earlier_pace_at(there, false));
  BOOST_TEST(!earlier_pace_at(here, true));
}

BOOST_AUTO_TEST_CASE(it_counts_as_one_example) {
  auto const here = std::source_location::current();
  note_pace_at(here, false, pace_of(1), 1'000);
  auto its = earlier_pace_at(here, false)->of;
  its.add_examples(1, 3);
  BOOST_TEST((its.example_seconds() > 1.9 && its.example_seconds() < 2.1));
}

BOOST_AUTO_TEST_CASE(without_a_line_or_a_pace_nothing_is_noted) {
  auto const nowhere = std::source_location();
  auto const here = std::source_location::current();
  note_pace_at(nowhere, false, pace_of(1), 1);
  note_pace_at(here, false, pace(false), 1);
  BOOST_TEST(!earlier_pace_at(nowhere, false));
  BOOST_TEST(!earlier_pace_at(here, false));
}

BOOST_AUTO_TEST_CASE(the_oldest_line_makes_room) {
#define HERE std::source_location::current()
  auto const lines = std::vector{
      HERE,  // 1
      HERE,  //
      HERE,  //
      HERE,  //
      HERE,  // 5
      HERE,  //
      HERE,  //
      HERE,  //
      HERE,  //
      HERE,  // 10
      HERE,  //
      HERE,  //
      HERE,  //
      HERE,  //
      HERE,  // 15
      HERE,  //
      HERE,  // 17
  };
#undef HERE
  for (auto const& line : lines) note_pace_at(line, false, pace_of(1), line.line());
  BOOST_TEST(!earlier_pace_at(lines.front(), false));
  for (auto i = std::size_t{1}; i != lines.size(); ++i) {
    BOOST_REQUIRE(earlier_pace_at(lines[i], false));
    BOOST_TEST(earlier_pace_at(lines[i], false)->examples == lines[i].line());
  }
}

BOOST_AUTO_TEST_SUITE_END()
