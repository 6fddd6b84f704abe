// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/trace_reader.hpp>

#include <sstream>
#include <string>

#include <boost/property_tree/ptree.hpp>
#include <boost/test/unit_test.hpp>
#include <report/pictures/json_line.hpp>

#include "planted_run.hpp"

BOOST_AUTO_TEST_SUITE(trace_reader_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

auto const near = boost::test_tools::tolerance(1e-6);

auto add(trace_reader& to, std::string line) -> bool {
  while (line.ends_with('\n') || line.ends_with(',')) line.pop_back();
  auto const object = object_in(line);
  return object && to.add(*object);
}

void read(trace_reader& to, std::string const& lines) {
  auto in = std::istringstream(lines);
  for (auto line = std::string(); std::getline(in, line);) BOOST_TEST(add(to, line), line);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_loop_is_what_lies_in_it) {
  auto reader = trace_reader();
  read(reader,
       R"({"ph":"M","pid":1,"tid":0,"name":"process_name","args":{"name":"rank 1 on n012"}})"
       "\n" +
           span_line(0, "loop", "in swings, root", 1e6, 9e6) +
           span_line(0, "root", "result of swings", 3e6, 5e5) +
           span_line(0, "journal", "journal", 4e6, 25e4) +
           span_line(1, "loop", "in swings", 1e6, 8e6) + span_line(1, "wait", "wait", 1e6, 1e6) +
           body_line(1, "swings", 2e6, 3e6, 7) +
           span_line(1, "body", "swings", 5e6, 2e6, R"("index":8,"count":4,"busy":1000000)") +
           span_line(2, "loop", "in swings", 2e6, 8e6) + body_line(2, "swings", 3e6, 1e6, 6));
  auto const run = reader.run();
  BOOST_TEST(run.is_timeline);
  BOOST_TEST(run.span == 9, near);
  BOOST_REQUIRE(run.loops.size() == 1u);
  auto const& loop = run.loops[0];
  BOOST_TEST(loop.title == "swings");
  BOOST_TEST(loop.calls == 1u);
  BOOST_TEST(loop.workers == 2);
  BOOST_TEST(loop.examples == 6u);
  BOOST_TEST(loop.seconds == 5, near);
  BOOST_TEST(loop.makespan == 9, near);
  BOOST_TEST(loop.efficiency == 5.0 / 18, near);
  BOOST_TEST(*loop.longest == 3, near);
  BOOST_TEST(*loop.longest_index == 7u);
  BOOST_TEST(loop.rows.size() == 3u);
  BOOST_TEST(loop.rows[0].of(rank_work::root_body).busy() == 0.5, near);
  BOOST_TEST(loop.rows[0].of(rank_work::journal).busy() == 0.25, near);
  BOOST_TEST(loop.rows[1].of(rank_work::wait).busy() == 1, near);
  BOOST_TEST(loop.rows[1].host == "n012");
  BOOST_TEST(loop.costs.size() == 3u);
  BOOST_TEST(loop.costs[2].count == 4u);
}

BOOST_AUTO_TEST_CASE(waits_belong_to_the_loop_that_is_around_them) {
  auto reader = trace_reader();
  read(reader,
       span_line(1, "loop", "in outer", 0, 100e6) + span_line(1, "loop", "in inner", 10e6, 10e6) +
           span_line(1, "wait", "wait", 11e6, 2e6) + span_line(1, "wait", "wait", 30e6, 5e6) +
           span_line(1, "wait", "wait", 200e6, 7e6));
  auto const run = reader.run();
  BOOST_TEST(run.loops[0].rows[0].of(rank_work::wait).busy() == 5, near);
  BOOST_TEST(run.loops[1].rows[0].of(rank_work::wait).busy() == 2, near);
  BOOST_TEST(run.waits[0].of(rank_work::wait).busy() == 14, near);
}

BOOST_AUTO_TEST_CASE(after_a_kill_bodies_alone_are_a_loop) {
  auto reader = trace_reader();
  constexpr auto in_autumn = 28.8e12;  // microseconds since the year began
  read(reader,
       body_line(2, "swings", in_autumn + 4e6, 2e6, 1) + body_line(1, "swings", in_autumn, 2e6, 0));
  auto const run = reader.run();
  BOOST_TEST(run.loops[0].makespan == 6, near);
  BOOST_TEST(run.loops[0].workers == 2);
  BOOST_TEST(run.loops[0].rows[1].of(rank_work::body).all()[0].begin == 4, near);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_events_of_many_names_take_a_bounded_memory) {
  auto reader = trace_reader();
  for (auto at = 0; at != 100'000; ++at)
    BOOST_TEST_REQUIRE(
        add(reader, body_line(1 + at % 2, "loop " + std::to_string(at % 500), at * 10.0, 10, at)));
  auto const run = reader.run();
  BOOST_TEST(run.loops.size() <= 257u);
  auto examples = dlp::index_t{0};
  auto seconds = 0.0;
  for (auto const& loop : run.loops) {
    examples += loop.examples;
    seconds += loop.seconds;
    BOOST_TEST(loop.costs.size() <= 512u);
    for (auto const& row : loop.rows) BOOST_TEST(row.of(rank_work::body).size() <= 512u);
  }
  BOOST_TEST(examples == 100'000u);
  BOOST_TEST(seconds == 1, near);
}

BOOST_AUTO_TEST_CASE(marks_are_summed_and_what_happened_is_told) {
  auto reader = trace_reader();
  read(reader, span_line(1, "mark", "solve", 0, 1e6) + span_line(2, "mark", "solve", 0, 2e6));
  for (auto at = 0; at != 150; ++at)
    BOOST_TEST_REQUIRE(
        add(reader,
            R"({"ts":5e6,"ph":"i","pid":0,"tid":0,"cat":"lost","name":"lost: rank 2","s":"p"})"));
  auto const run = reader.run();
  BOOST_TEST(run.marks.at("solve").count == 2u);
  BOOST_TEST(run.marks.at("solve").seconds == 3, near);
  BOOST_TEST(run.all_ticks == 150u);
  BOOST_TEST(run.ticks.size() == 100u);
  BOOST_TEST(run.ticks[0].at == 5, near);
  BOOST_TEST(run.ticks[0].text == "lost: rank 2");
}

BOOST_AUTO_TEST_CASE(what_is_no_event_is_told) {
  auto reader = trace_reader();
  BOOST_TEST(!add(reader, R"({"ph":"X"})"));
  BOOST_TEST(!add(reader, R"({"ph":"X","pid":"a","ts":1,"name":"x"})"));
  BOOST_TEST(!add(reader, R"({"ph":"X","pid":1,"ts":1,"dur":-5,"name":"x"})"));
  BOOST_TEST(!reader.has_events());
  BOOST_TEST(trace_reader::is_of_no_use(R"({"ts":1,"ph":"s","pid":0,"cat":"message","name":"x"})"));
  BOOST_TEST(!trace_reader::is_of_no_use(body_line(1, R"(a \"cat\":\"message\" b)", 0, 1, 0)));
}

BOOST_AUTO_TEST_SUITE_END()
