// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/loop_record.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(loop_record_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(times_are_counted_from_when_the_first_rank_was_there) {
  auto record = loop_record();
  record.began = 101;
  record.ended = 110;
  record.drained = 105;
  record.bodies.add(102, 103);
  record.of_ranks = {
      {.rank = 1, .host = "here", .arrived = 100, .visits = {{.count = 1, .begin = 102}}}};
  count_from_the_beginning(record, "here", {101});
  BOOST_TEST(record.began == 1.0);
  BOOST_TEST(record.makespan() == 10.0);
  BOOST_TEST(record.drained == 5.0);
  BOOST_TEST(record.bodies.within(2, 3) == 1.0);
  BOOST_TEST(record.of_ranks[0].arrived == 0.0);
  BOOST_TEST(record.of_ranks[0].visits[0].begin == 2.0);
}

BOOST_AUTO_TEST_CASE(another_host_has_a_clock_of_its_own) {
  auto record = loop_record();
  record.began = 100;
  record.ended = 110;
  record.of_ranks = {{.rank = 1,
                      .host = "there",
                      .arrived = 5'000,
                      .left = 5'010.2,
                      .visits = {{.count = 1, .begin = 5'003}}}};
  count_from_the_beginning(record, "here", {100.2});  // each message was under way for 0.2 s
  BOOST_TEST(record.of_ranks[0].arrived == 0.0, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(record.of_ranks[0].visits[0].begin == 3.0, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_root_that_came_late_and_a_rank_that_left_tell_nothing_of_a_clock) {
  auto record = loop_record();
  record.began = 109;
  record.ended = 120;
  record.of_ranks = {{.rank = 1, .host = "there", .arrived = 5'000, .left = 5'020},
                     {.rank = 2, .host = "yonder", .arrived = 7'009, .left = 7'012}};
  count_from_the_beginning(record, "here", {109, 109});
  BOOST_TEST(record.of_ranks[0].arrived == 0.0);
  BOOST_TEST(record.of_ranks[0].left == 20.0);
  BOOST_TEST(record.of_ranks[1].arrived == 9.0);
  BOOST_TEST(record.of_ranks[1].left == 12.0);
}

BOOST_AUTO_TEST_CASE(the_sum_of_the_examples_and_the_longest) {
  auto record = loop_record();
  record.of_ranks = {{.rank = 1, .visits = {{.first = 0, .count = 1, .seconds = 2}}},
                     {.rank = 2,
                      .visits = {{.first = 1, .count = 3, .seconds = 6, .longest = 5},
                                 {.first = 4, .count = 1, .seconds = 1}}}};
  auto const sum = sum_of(record);
  BOOST_TEST(sum.examples == 5u);
  BOOST_TEST(sum.seconds == 9.0);
  BOOST_TEST(sum.mean() == 1.8);
  BOOST_TEST(sum.longest == 5.0);
  BOOST_TEST(sum.longest_at == 1u);
  BOOST_TEST(sum.longest_rank == 2);
  BOOST_TEST(!sum.longest_is_exact);
}

BOOST_AUTO_TEST_SUITE_END()
