// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/trace_part.hpp>

#include <string>
#include <system_error>

#include <boost/test/unit_test.hpp>

#include "../support/standard_error.hpp"
#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(trace_part_test)

using namespace dlp::detail;
using namespace std::chrono_literals;

namespace {

/// A part of which the first block has been written.
struct begun_part {
  dlp_test::temporary_folder folder;
  std::filesystem::path file = folder / "0.json";
  trace_part::time_point start = trace_part::time_point(1h);
  trace_part part = trace_part(file);
  begun_part() { part.write(start); }
};

auto microseconds(std::chrono::nanoseconds time) -> std::string {
  auto text = std::string();
  append_microseconds(text, time);
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_part_that_is_closed_is_as_new_where_nothing_was_left, begun_part) {
  auto const now = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(file, now - 1h);
  part.close(start);
  BOOST_TEST((std::filesystem::last_write_time(file) > now - 1min));
}

BOOST_FIXTURE_TEST_CASE(lines_are_written_when_the_last_block_is_a_second_old, begun_part) {
  part.text() += "one\n";
  part.line_ends(start + 999ms);
  BOOST_TEST(dlp_test::read_file(file) == "");
  part.text() += "two\n";
  part.line_ends(start + 1s);
  BOOST_TEST(dlp_test::read_file(file) == "one\ntwo\n");
  part.text() += "three\n";
  part.line_ends(start + 1500ms);
  BOOST_TEST(dlp_test::read_file(file) == "one\ntwo\n");
  part.close(start + 1500ms);
  BOOST_TEST(dlp_test::read_file(file) == "one\ntwo\nthree\n");
}

BOOST_FIXTURE_TEST_CASE(the_memory_is_bounded_by_a_block, begun_part) {
  for (auto i = 0; i != 10'000; ++i) {
    part.text() += std::string(100, 'x');
    part.line_ends(start);
    BOOST_REQUIRE(part.text().size() < std::size_t{1} << 16);
  }
  BOOST_TEST(std::filesystem::file_size(file) > 900'000u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_said_once) {
  BOOST_CHECK_THROW(trace_part("/proc/no/such"), std::system_error);
  auto part = trace_part("/dev/full");
  auto const say = [&] {
    part.text() += "one\n";
    part.write({});
  };
  BOOST_TEST(dlp_test::said_on_stderr(say) ==
             "dlp: the trace cannot be written to /dev/full: No space left on device\n");
  BOOST_TEST(dlp_test::said_on_stderr(say) == "");
  BOOST_TEST(part.text() == "");
}

BOOST_AUTO_TEST_CASE(times_have_three_decimals) {
  BOOST_TEST(microseconds(0ns) == "0.000");
  BOOST_TEST(microseconds(1'234'567ns) == "1234.567");
  BOOST_TEST(microseconds(-1'007ns) == "-1.007");
  BOOST_TEST(microseconds(8760h) == "31536000000000.000");
}

BOOST_AUTO_TEST_SUITE_END()
