// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/idle_time.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(idle_time_test)

using namespace dlp::detail;

namespace {

/// Two workers: rank 1 in bodies from 1 to 2 and 4 to 5, rank 2, which comes late, from 6 to 9.
/// The last was handed out at 5.5, and the loop is over at 10.
auto example() -> loop_record {
  auto record = loop_record();
  record.ranks = 3;
  record.drained = 5.5;
  record.ended = 10;
  record.of_ranks = {
      {.rank = 1,
       .visits = {{.count = 1, .begin = 1, .span = 1, .seconds = 1},
                  {.count = 1, .begin = 4, .span = 1, .seconds = 1}}},
      {.rank = 2, .arrived = 5, .visits = {{.count = 1, .begin = 6, .span = 3, .seconds = 3}}}};
  return record;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_gap_is_what_there_was_at_its_time) {
  auto const idle = idle_time_of(example());
  BOOST_TEST(last_visit_of(example()) == 9.0);
  BOOST_TEST(idle.start == 5.0);
  BOOST_TEST(idle.handing_out == 1 + 2 + 0.5 + 0.5);
  BOOST_TEST(idle.tail == 3.5 + 0.5);
  BOOST_TEST(idle.end == 2.0);
  BOOST_TEST(idle.root == 0.0);
  BOOST_TEST(idle.all() == 20.0 - 5.0);
}

BOOST_AUTO_TEST_CASE(the_root_is_waited_for_while_it_is_away_and_there_is_work_and_at_the_end) {
  auto record = example();
  record.bodies.add(2.5, 3.5);
  record.journal.add(9, 9.5);
  auto const idle = idle_time_of(record);
  BOOST_TEST(idle.root == 1.0);
  BOOST_TEST(idle.journal == 1.0);
  BOOST_TEST(idle.handing_out == 3.0);
  BOOST_TEST(idle.end == 1.0);
}

BOOST_AUTO_TEST_CASE(gaps_within_a_visit_that_stands_for_several_count) {
  auto record = example();
  record.of_ranks[1].visits[0].seconds = 2;
  BOOST_TEST(idle_time_of(record).handing_out == 5.0);
}

BOOST_AUTO_TEST_SUITE_END()
