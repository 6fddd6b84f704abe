// SPDX-License-Identifier: BSL-1.0
#include <each/job_log.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(job_log_test)

using namespace dlp::detail;

namespace {

auto const heading =
    std::string("Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n");

auto record(std::uint64_t number, int code, int signal = 0) -> job_record {
  return {.number = number,
          .host = "node1",
          .began = 1'700'000'000.25,
          .seconds = 1.5,
          .received = 12,
          .code = code,
          .signal = signal,
          .command = "exit 1"};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_job_is_a_line_in_gnu_parallels_columns) {
  BOOST_TEST(line_of(record(3, 1)) ==
             "3\tnode1\t1700000000.250\t     1.500\t0\t12\t1\t0\texit 1\n");
  auto of_two_lines = record(3, -1, 15);
  of_two_lines.command = "a\nb";
  BOOST_TEST(line_of(of_two_lines).ends_with(std::string("\t-1\t15\ta\0b\n", 11)));
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
  auto const folder = dlp_test::temporary_folder();
  auto const file = (folder / "log").string();
  BOOST_TEST(failures_in_log(file).empty());
  {
    auto log = job_log(file, false);
    for (auto const& one : {record(1, 0), record(4, 2), record(3, 0, 9)}) log.add(one);
  }
  BOOST_TEST(dlp_test::read_file(file).starts_with(heading + "1\t"));
  auto found = failures_in_log(file);
  BOOST_TEST(found.size() == 3U);
  BOOST_TEST(!found.at(1));
  BOOST_TEST(found.at(4));
  BOOST_TEST(found.at(3));
  job_log(file, true).add(record(4, 0));  // the last counts
  BOOST_TEST(!failures_in_log(file).at(4));
  static_cast<void>(job_log(file, false));
  BOOST_TEST(dlp_test::read_file(file) == heading);
}

BOOST_AUTO_TEST_CASE(a_line_that_was_cut_off_is_none) {
  auto const folder = dlp_test::temporary_folder();
  auto const file = (folder / "log").string();
  auto const whole = heading + line_of(record(1, 0));
  for (auto const* cut : {"2\tnode", "2", "2\tn\t1\t1\t0\t0\t0\t0\tc"}) {
    dlp_test::write_file(file, whole + cut);
    BOOST_TEST(failures_in_log(file).size() == 1U);
    job_log(file, true).add(record(2, 0));
    BOOST_TEST(dlp_test::read_file(file) == whole + line_of(record(2, 0)));
  }
  dlp_test::write_file(file, heading.substr(0, 20));
  BOOST_TEST(failures_in_log(file).empty());
  static_cast<void>(job_log(file, true));
  BOOST_TEST(dlp_test::read_file(file) == heading);
}

BOOST_AUTO_TEST_CASE(another_file_is_refused) {
  auto const folder = dlp_test::temporary_folder();
  auto const file = (folder / "log").string();
  dlp_test::write_file(file, "my notes\n");
  auto said = dlp_test::text_of<dlp::error>([&] { return failures_in_log(file); });
  BOOST_TEST(dlp_test::contains(said, "is no job log: it has another first line"));
  dlp_test::write_file(file, heading + "notes\n");
  said = dlp_test::text_of<dlp::error>([&] { return failures_in_log(file); });
  BOOST_TEST(dlp_test::contains(said, "is no job log: it has the line \"notes\""));
  said = dlp_test::text_of<dlp::usage_error>([] { return job_log("/no/log", false); });
  BOOST_TEST(said == "dlp-each: the job log /no/log cannot be written: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
