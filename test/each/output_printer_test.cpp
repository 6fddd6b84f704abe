// SPDX-License-Identifier: BSL-1.0
#include <each/output_printer.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(output_printer_test)

using dlp::detail::output_printer;
using dlp::detail::printing_terms;

namespace {

/// A printer, and what it has printed.
struct printed {
  explicit printed(printing_terms terms)
      : by(terms,
           [this](int stream, std::string_view part) { (stream == 1 ? out : err) += part; }) {}

  std::string out = {};
  std::string err = {};
  output_printer by;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_job_is_printed_whole_when_it_ends) {
  auto all = printed({});
  all.by.add(1, 1, "one ", "");
  all.by.add(2, 1, "two\n", "");
  all.by.add(2, 2, "error\n", "");
  BOOST_TEST(all.out.empty());
  all.by.end(2, "");
  BOOST_TEST(all.out == "two\n");
  BOOST_TEST(all.err == "error\n");
  all.by.add(1, 1, "more\n", "");
  all.by.end(1, "");
  BOOST_TEST(all.out == "two\none more\n");
}

BOOST_AUTO_TEST_CASE(the_order_of_the_jobs_can_be_kept) {
  auto all = printed({.keeps_order = true});
  for (auto const job : {3U, 2U}) {
    all.by.add(job, 1, std::to_string(job) + "\n", "");
    all.by.end(job, "");
  }
  BOOST_TEST(all.out.empty());
  all.by.end(1, "");  // without output
  BOOST_TEST(all.out == "2\n3\n");
  all.by.add(4, 1, "4\n", "");
  all.by.end(4, "");
  BOOST_TEST(all.out == "2\n3\n4\n");
}

BOOST_AUTO_TEST_CASE(the_command_goes_before_the_output) {
  auto all = printed({});
  all.by.add(1, 1, "a\n", "");
  all.by.end(1, "echo a\n");
  BOOST_TEST(all.out == "echo a\na\n");
}

BOOST_AUTO_TEST_CASE(each_line_has_its_tag_once) {
  auto all = printed({});
  for (auto const* part : {"a\nb", "c\n", "\nd"}) all.by.add(1, 1, part, "t");
  all.by.end(1, "");
  BOOST_TEST(all.out == "t\ta\nt\tbc\nt\t\nt\td");
}

BOOST_AUTO_TEST_CASE(lines_can_be_printed_as_they_come_and_never_half) {
  auto all = printed({.by_line = true});
  all.by.add(1, 1, "a\nb", "1");
  all.by.add(2, 1, "x\n", "2");
  BOOST_TEST(all.out == "1\ta\n2\tx\n");
  all.by.add(1, 1, "c\nd", "1");
  BOOST_TEST(all.out == "1\ta\n2\tx\n1\tbc\n");
  all.by.end(1, "");
  BOOST_TEST(all.out == "1\ta\n2\tx\n1\tbc\n1\td");
}

BOOST_AUTO_TEST_CASE(lines_in_order_come_at_once_from_the_job_whose_turn_it_is) {
  auto all = printed({.keeps_order = true, .by_line = true});
  all.by.add(1, 1, "1\n", "");
  all.by.add(2, 1, "2\nhalf", "");
  BOOST_TEST(all.out == "1\n");
  all.by.end(1, "");
  BOOST_TEST(all.out == "1\n2\n");
  all.by.add(2, 1, " line\n", "");
  BOOST_TEST(all.out == "1\n2\nhalf line\n");
}

BOOST_AUTO_TEST_CASE(what_a_failed_try_has_written_is_not_printed) {
  auto all = printed({});
  all.by.add(1, 1, "first try\n", "");
  all.by.drop(1);
  all.by.add(1, 1, "second\n", "");
  all.by.end(1, "");
  BOOST_TEST(all.out == "second\n");
}

BOOST_AUTO_TEST_CASE(what_waits_in_the_end_is_printed_in_its_order) {
  auto all = printed({.keeps_order = true});
  all.by.add(3, 1, "3\n", "");
  all.by.end(3, "");
  all.by.add(2, 1, "2\n", "");
  all.by.end(2, "");
  all.by.end_all();
  BOOST_TEST(all.out == "2\n3\n");
}

BOOST_AUTO_TEST_SUITE_END()
