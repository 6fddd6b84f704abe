// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/report_reader.hpp>

#include <algorithm>
#include <string>

#include <boost/property_tree/ptree.hpp>
#include <boost/test/unit_test.hpp>
#include <report/pictures/json_line.hpp>

#include "planted_run.hpp"

BOOST_AUTO_TEST_SUITE(report_reader_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

auto read(std::string line) -> std::optional<drawn_loop> {
  if (line.ends_with('\n')) line.pop_back();
  auto const object = object_in(line);
  return object ? loop_of_report(*object) : std::nullopt;
}

auto const near = boost::test_tools::tolerance(1e-4);

}  // namespace

BOOST_AUTO_TEST_CASE(a_loop_is_what_its_report_says) {
  auto const told = planted_loop{.body = 1e-3, .starts = {0, 0.5}, .slowness = {1, 1, 3, 1}};
  auto const record = record_of(told);
  auto const of = assess(record);
  auto const loop = read(report_line(told, "swings"));
  BOOST_REQUIRE(loop.has_value());
  BOOST_TEST(loop->title == "swings");
  BOOST_TEST(loop->words[0] == "map over 400 examples");
  BOOST_TEST(loop->words[1] == "a.cpp:9");
  BOOST_TEST(loop->examples == 400u);
  BOOST_TEST(loop->workers == 4);
  BOOST_TEST(loop->seconds == of.sum.seconds, near);
  BOOST_TEST(loop->makespan == of.makespan, near);
  BOOST_TEST(loop->efficiency == of.efficiency, near);
  BOOST_TEST(loop->sentences.size() >= 1u);
  BOOST_TEST(loop->schedules.size() == of.again.schedules.size() + 1);
  BOOST_TEST(loop->other_ranks.size() == of.again.ranks.size());
  BOOST_TEST(loop->ranks.size() == 4u);
  BOOST_TEST(*loop->ranks[2].slowness > 2);
  BOOST_TEST(loop->costs.size() == 400u);
}

BOOST_AUTO_TEST_CASE(its_rows_have_all_seconds) {
  auto const told = planted_loop{.body = 1e-3, .writes = 2e-3};
  auto const record = record_of(told);
  auto const loop = read(report_line(told)).value();
  BOOST_TEST(loop.rows.size() == 5u);
  BOOST_TEST(loop.rows[0].name == "root");
  BOOST_TEST(loop.rows[3].name == "rank 3");
  auto bodies = 0.0;
  for (auto const& row : loop.rows) bodies += row.of(rank_work::body).busy();
  BOOST_TEST(bodies == loop.seconds, near);
  auto const more = boost::test_tools::tolerance(0.02);  // it is rounded in 128 steps
  BOOST_TEST(loop.rows[0].of(rank_work::root_body).busy() == record.bodies.seconds(), more);
  BOOST_TEST(loop.rows[0].of(rank_work::journal).busy() == record.journal.seconds(), more);
}

BOOST_AUTO_TEST_CASE(a_report_without_an_outline_is_one) {
  auto line = report_line({});
  line = line.substr(0, line.find(", \"outline\"")) + "}";
  auto const loop = read(line);
  BOOST_REQUIRE(loop.has_value());
  BOOST_TEST(loop->costs.empty());
  BOOST_TEST(loop->examples == 400u);
}

BOOST_AUTO_TEST_CASE(what_lacks_a_number_or_has_none_to_draw_is_no_report) {
  auto const line = report_line({});
  BOOST_TEST(!read("{}").has_value());
  BOOST_TEST(!read(R"({"loop": "x", "makespan": 1})").has_value());
  for (auto const* other : {"\"many\"", "-1", "1e999", "null", "{}"}) {
    auto wrong = line;
    auto const at = wrong.find("\"makespan\": ") + 12;
    wrong.replace(at, wrong.find(',', at) - at, other);
    BOOST_TEST(!read(wrong).has_value(), other);
  }
  auto wrong = line;
  auto const at = wrong.find("\"spans\": [[[") + 12;
  wrong.insert(at, "7, ");
  BOOST_TEST(!read(wrong).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
