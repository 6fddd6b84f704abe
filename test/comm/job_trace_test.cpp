// SPDX-License-Identifier: BSL-1.0
//
// How the timelines of a job come to be, and become one, is seen by test/trace/run.
#include <comm/trace/job_trace.hpp>

#include <cstdlib>
#include <filesystem>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/mark.hpp>

#include "../support/standard_error.hpp"
#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(job_trace_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(where_nobody_asks_there_is_none_and_nothing_to_merge) {
  BOOST_TEST(!timeline_here());
  flush_trace();
  end_trace_here();
  BOOST_TEST(dlp_test::said_on_stderr([] { merge_trace_of_job(); }) == "");
}

/// Each rank of the world has a part; what is drawn after its end goes nowhere.
BOOST_AUTO_TEST_CASE(where_a_job_asks_it_has_a_part_until_its_end) {
  auto const folder = dlp_test::temporary_folder();
  auto const file = folder.path() / "trace.json";
  ::setenv("DLP_TRACE", file.c_str(), 1);
  is_traced = true;
  auto* const drawing = timeline_here();
  BOOST_REQUIRE(drawing);
  BOOST_TEST(drawing == timeline_here());
  drawing->instant("note", "here");
  end_trace_here();
  BOOST_TEST(!timeline_here());
  BOOST_TEST(!is_traced);
  merge_trace_of_job();
  BOOST_REQUIRE(std::filesystem::exists(file));
  auto const size = std::filesystem::file_size(file);
  BOOST_TEST(size > 0);
  BOOST_TEST(dlp_test::said_on_stderr([] { merge_trace_of_job(); }) == "");
  BOOST_TEST(std::filesystem::file_size(file) == size);
  ::unsetenv("DLP_TRACE");
}

BOOST_AUTO_TEST_SUITE_END()
