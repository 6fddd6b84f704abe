// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/visit_report.hpp>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(visit_report_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(a_report_comes_as_it_was_sent) {
  auto sent = dlp::bytes();
  append(sent,
         visit_report{.host = "node7",
                      .is_last = true,
                      .waits = true,
                      .visits = {{{3, 5}, 0.5}, {{9, 10}, 2.0}},
                      .failed = {{.index = 7, .rank = 2, .host = {}, .type = "E", .text = "no"}},
                      .again = {{8, 2}}});
  auto reader = byte_reader(sent);
  auto const come = take_visit_report(reader);
  BOOST_TEST(reader.done());
  BOOST_TEST(come.host == "node7");
  BOOST_TEST(come.is_last);
  BOOST_TEST(come.waits);
  BOOST_REQUIRE(come.visits.size() == 2U);
  BOOST_TEST(come.visits[1].indices.first == 9U);
  BOOST_TEST(come.visits[0].indices.last == 5U);
  BOOST_TEST(come.visits[1].seconds == 2);
  BOOST_TEST(come.failed.at(0).index == 7U);
  BOOST_TEST(come.again.at(0).index == 8U);
  BOOST_TEST(come.again.at(0).times == 2U);
}

BOOST_AUTO_TEST_CASE(one_that_is_cut_off_is_an_error) {
  auto sent = dlp::bytes();
  append(sent, visit_report{.host = "node7", .visits = {{{3, 5}, 0.5}}});
  sent.pop_back();
  auto reader = byte_reader(sent);
  BOOST_CHECK_THROW(take_visit_report(reader), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
