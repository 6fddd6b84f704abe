// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/timeline.hpp>

#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <comm/job/child_process.hpp>

#include "../support/drawn_timeline.hpp"

BOOST_AUTO_TEST_SUITE(timeline_test)

using namespace dlp::detail;
using namespace std::chrono_literals;
using dlp_test::count_of;

BOOST_AUTO_TEST_CASE(a_rank_is_a_process_with_its_host) {
  auto its = dlp_test::drawn_timeline();
  BOOST_TEST(count_of(its.text(), "\"name\":\"rank 3 on n012\"") == 1);
}

BOOST_AUTO_TEST_CASE(what_lasted_has_its_length_in_eighths_of_a_microsecond) {
  auto its = dlp_test::drawn_timeline();
  auto const from = timeline::clock::now();
  its.on.span("body", "a \"b\"", from, from + 3ms, "\"index\":7");
  auto const text = its.text();
  BOOST_TEST(
      count_of(text, R"("cat":"body","name":"a \"b\"","dur":3000.000,"args":{"index":7}},)") == 1,
      text);
}

/// So that ranks of a host can be set to one clock without another rounding.
BOOST_AUTO_TEST_CASE(what_is_added_to_the_clock_is_in_eighths_of_a_microsecond) {
  for (auto i = 0; i != 10; ++i) {
    auto its = dlp_test::drawn_timeline();
    auto const text = its.text();
    auto const shift = text.substr(text.find("\"shift\":") + 8);
    BOOST_TEST(std::stoi(shift.substr(shift.find('.') + 1)) % 125 == 0, text);
  }
}

BOOST_AUTO_TEST_CASE(the_id_of_an_arrow_is_a_hexadecimal_number_of_64_bits) {
  auto its = dlp_test::drawn_timeline();
  auto const now = timeline::clock::now();
  its.on.arrow_leaves(0xfedcba9876543210, now);
  its.on.arrow_comes(0xfedcba9876543210, now);
  auto const text = its.text();
  BOOST_TEST(count_of(text, R"("ph":"s")") == 1, text);
  BOOST_TEST(count_of(text, R"("ph":"f")") == 1, text);
  BOOST_TEST(count_of(text, R"("id":"fedcba9876543210"})") == 2, text);
}

BOOST_AUTO_TEST_CASE(what_is_too_short_is_left_out_when_there_is_too_much_of_it) {
  auto its = dlp_test::drawn_timeline();
  auto const from = timeline::clock::now();
  for (auto i = 0; i != 5000; ++i) its.on.span_if_allowed("mark", "short", from, from + 1us);
  its.on.span_if_allowed("mark", "long", from, from + 1s);
  auto const text = its.text();
  BOOST_TEST(count_of(text, "short") == 1024);
  BOOST_TEST(count_of(text, "\"long\"") == 1);
}

BOOST_AUTO_TEST_CASE(the_file_says_when_it_becomes_coarser) {
  auto its = dlp_test::drawn_timeline();
  auto const from = timeline::clock::now();
  for (auto i = 0; i != 1 << 16; ++i) its.on.span("body", "x", from, from);
  auto const text = its.text();
  BOOST_TEST(count_of(text, "from here on what is shorter than 200 us is drawn together") == 1);
}

BOOST_AUTO_TEST_CASE(each_thread_has_a_row) {
  auto its = dlp_test::drawn_timeline();
  its.on.instant("note", "here");
  std::thread([&] { its.on.instant("note", "there"); }).join();
  auto const text = its.text();
  auto const row_of = [&](std::string const& name) {
    auto const at = text.rfind("\"tid\":", text.find(name));
    return text.substr(at, text.find(',', at) - at);
  };
  BOOST_TEST(row_of("\"here\"") != row_of("\"there\""));
}

BOOST_AUTO_TEST_CASE(of_the_clock_of_a_host_is_written_what_says_more) {
  auto its = dlp_test::drawn_timeline();
  its.on.clock_of("far", 1us, 9us);
  for (auto i = 0; i != 1000; ++i) its.on.clock_of("far", 0us, 9us);
  its.on.clock_of("far", 2us, 10us);
  its.on.clock_of("near", 0us, 9us);
  auto const text = its.text();
  BOOST_TEST(count_of(text, "dlp_clock_of") == 3, text);
  BOOST_TEST(count_of(text, R"("least":2.000,"most":9.000)") == 1, text);
}

/// As one that leaves a marked body by an exception, or exits.
BOOST_AUTO_TEST_CASE(a_child_draws_nothing_into_the_file_of_its_parent) {
  watch_for_children();
  auto its = dlp_test::drawn_timeline();
  its.on.instant("note", "before");
  auto const child = ::fork();
  if (child == 0) {
    auto const from = timeline::clock::now();
    for (auto i = 0; i != 5000; ++i) its.on.span("mark", "child", from, from + 1s);
    its.on.span_if_allowed("mark", "child", from, from + its.on.grain() / 2);
    its.on.instant("note", "child");
    its.on.arrow_leaves(1, from);
    its.on.clock_of("child", 0s, 1s);
    its.on.flush();
    its.on.end();
    ::_exit(its.on.allows_short(from) ? 1 : 0);
  }
  auto status = 0;
  BOOST_TEST(::waitpid(child, &status, 0) == child);
  BOOST_TEST(status == 0);
  auto const text = its.text();
  BOOST_TEST(count_of(text, "before") == 1, text);
  BOOST_TEST(count_of(text, "child") == 0);
  BOOST_TEST(count_of(text, "message") == 0);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_no_utf_8_leaves_the_file_one) {
  auto its = dlp_test::drawn_timeline();
  its.on.instant("note", "caf\xe9, café");
  auto const text = its.text();
  BOOST_TEST(count_of(text, R"("name":"caf\\xe9, café")") == 1, text);
}

BOOST_AUTO_TEST_CASE(after_its_end_nothing_is_drawn) {
  auto its = dlp_test::drawn_timeline();
  its.on.end();
  its.on.instant("note", "late");
  BOOST_TEST(count_of(its.text(), "late") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
