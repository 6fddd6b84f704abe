// SPDX-License-Identifier: BSL-1.0
#include <report/status_text.hpp>

#include <sstream>

#include <boost/test/unit_test.hpp>

#include <dispatch/progress/terminal.hpp>

BOOST_AUTO_TEST_SUITE(status_text_test)

using namespace dlp::detail;

namespace {

auto half_done() -> journal_overview {
  return {.call = "sweep",
          .cells = 500,
          .done = 245,
          .failures = {{"E: no", 4, {"cell 3: a = 1", "cell 20: a = 2"}}, {"F", 1, {"cell 5"}}},
          .slowest = {{"cell 7: a = 0.5", 75.0}, {"cell 8: a = 1.5", 0.25}},
          .rest = estimated_rest{3700, 7}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_person_sees_how_far_it_is) {
  BOOST_TEST(status_text(half_done(), "run.db", "process 17 on node3, since noon") ==
             "run.db: sweep, being written by process 17 on node3, since noon\n"
             "\n"
             "cells              500\n"
             "done               245  (49 %)\n"
             "failed               5\n"
             "not done yet       250\n"
             "time left   about 1 h 01 min on 7 ranks\n"
             "\n"
             "failed:\n"
             "  4 x E: no\n"
             "      cell 3: a = 1\n"
             "      cell 20: a = 2\n"
             "      and 2 more\n"
             "  1 x F\n"
             "      cell 5\n"
             "\n"
             "slowest:\n"
             "  1 min 15 s  cell 7: a = 0.5\n"
             "      0.25 s  cell 8: a = 1.5\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_not_said) {
  auto seen = journal_overview();
  seen.done = 3;
  BOOST_TEST(status_text(seen, "run.db", "") ==
             "run.db, which no run is writing\n"
             "\n"
             "done                 3\n"
             "failed               0\n");
}

BOOST_AUTO_TEST_CASE(ten_reasons_are_shown) {
  auto seen = journal_overview();
  for (auto i = 0; i != 13; ++i) seen.failures.push_back({std::to_string(i), 1, {"cell"}});
  auto const text = status_text(seen, "run.db", "");
  BOOST_TEST(text.find("1 x 9\n") != text.npos);
  BOOST_TEST(text.find("1 x 10") == text.npos);
  BOOST_TEST(text.ends_with("  and for 3 more reasons\n"));
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal) {
  auto seen = half_done();
  seen.failures[0].reason = std::string(100, 'x') + "ä";
  auto lines = std::istringstream(status_text(seen, "run.db", "process 17 on node3", 20));
  auto cut = 0;
  for (auto line = std::string(); std::getline(lines, line);) {
    BOOST_TEST(columns_of(line) <= 20U);
    cut += line.ends_with("…") ? 1 : 0;
  }
  BOOST_TEST(cut >= 3);
}

BOOST_AUTO_TEST_SUITE_END()
