// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/trace_merge.hpp>

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

#include <boost/test/unit_test.hpp>

#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(trace_merge_test)

using namespace dlp::detail;

namespace {

class job {
 public:
  job() { std::filesystem::create_directory(parts_folder(file())); }

  [[nodiscard]] auto file() const -> std::filesystem::path { return folder_.path() / "t.json"; }

  /// The part of a rank on a host whose steady clock is so many microseconds behind that of files.
  void part(int rank, std::string_view host, std::string_view shift,
            std::string_view events) const {
    std::ofstream(part_file(file(), rank)) << R"({"ph":"M","name":"dlp_clock","args":{"host":")"
                                           << host << R"(","shift":)" << shift << "}},\n"
                                           << events;
  }

  [[nodiscard]] auto text() const -> std::string { return dlp_test::read_file(file()); }

 private:
  dlp_test::temporary_folder folder_;
};

auto clock_of(std::string const& host, std::string const& least, std::string const& most) {
  return R"({"ph":"M","name":"dlp_clock_of","args":{"host":")" + host + R"(","least":)" + least +
         R"(,"most":)" + most + "}},\n";
}

auto has(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(times_are_counted_from_the_first_event_and_the_parts_are_gone) {
  auto const of = job();
  of.part(0, "a", "0.000", "{\"ts\":1000.125,\"ph\":\"X\",\"dur\":2.000},\n");
  of.part(1, "a", "0.000", "{\"ts\":999.125,\"ph\":\"X\",\"dur\":2.000},\n");
  BOOST_TEST(merge_trace(of.file(), 2).empty());
  BOOST_TEST(of.text().starts_with("[\n"));
  BOOST_TEST(of.text().ends_with("\n]\n"));
  BOOST_TEST(has(of.text(), "{\"ts\":1.000,\"ph\""), of.text());
  BOOST_TEST(has(of.text(), "{\"ts\":0.000,\"ph\""), of.text());
  BOOST_TEST(!std::filesystem::exists(parts_folder(of.file())));
}

BOOST_AUTO_TEST_CASE(a_line_that_was_torn_is_left_out_and_a_rank_that_is_missing_is_told) {
  auto const of = job();
  of.part(0, "a", "0.000", "{\"ts\":1.000,\"ph\":\"X\",\"dur\":2.000},\n{\"ts\":2.000,\"ph\":\"X");
  BOOST_TEST(merge_trace(of.file(), 3) == (std::vector{1, 2}), boost::test_tools::per_element());
  BOOST_TEST(!has(of.text(), "\"ts\":1.000"), of.text());
  BOOST_TEST(has(of.text(), "{\"ts\":0.000,\"ph\":\"X\",\"dur\":2.000}\n]"), of.text());
}

/// What a viewer does not know it warns of.
BOOST_AUTO_TEST_CASE(of_clocks_nothing_is_left_but_what_is_called_so_by_a_program) {
  auto const of = job();
  of.part(0, "a", "0.000",
          clock_of("b", "-4.000", "7.000") +
              "{\"ts\":1.000,\"ph\":\"i\",\"name\":\"dlp_clock\"},\n"
              "{\"ph\":\"M\",\"pid\":0,\"name\":\"process_name\"},\n");
  BOOST_TEST(merge_trace(of.file(), 1).empty());
  BOOST_TEST(of.text() ==
             "[\n{\"ph\":\"M\",\"pid\":0,\"name\":\"process_name\"},\n"
             "{\"ts\":0.000,\"ph\":\"i\",\"name\":\"dlp_clock\"}\n]\n");
}

BOOST_AUTO_TEST_CASE(of_events_that_begin_at_once_the_longest_comes_first) {
  auto const of = job();
  of.part(0, "a", "0.000",
          "{\"ts\":5.000,\"ph\":\"X\",\"dur\":1.000},\n{\"ts\":5.000,\"ph\":\"X\",\"dur\":9.000},\n"
          "{\"ts\":4.000,\"ph\":\"X\",\"dur\":0.500},\n");
  BOOST_TEST(merge_trace(of.file(), 1).empty());
  auto const text = of.text();
  BOOST_TEST(text.find("\"dur\":0.500") < text.find("\"dur\":9.000"));
  BOOST_TEST(text.find("\"dur\":9.000") < text.find("\"dur\":1.000"));
}

/// As that of a rank whose host does not have the folder, of a job before that was killed.
BOOST_AUTO_TEST_CASE(a_part_of_an_earlier_job_is_as_good_as_none) {
  auto const of = job();
  of.part(0, "a", "0.000", "{\"ts\":1002.000,\"ph\":\"i\"},\n");
  of.part(1, "a", "0.000", "{\"ts\":1001.000,\"ph\":\"i\"},\n");
  auto const opened = std::filesystem::last_write_time(part_file(of.file(), 0));
  std::filesystem::last_write_time(part_file(of.file(), 1), opened - std::chrono::seconds(1));
  BOOST_TEST(merge_trace(of.file(), 2, opened) == std::vector{1}, boost::test_tools::per_element());
  BOOST_TEST(has(of.text(), "{\"ts\":0.000,\"ph\":\"i\"}"), of.text());
  BOOST_TEST(!has(of.text(), "},\n"), of.text());
}

/// They have one steady clock: what is told at 2 µs of it by the one is heard at 3 µs by the other.
BOOST_AUTO_TEST_CASE(ranks_of_a_host_have_one_clock_however_they_have_compared_it) {
  auto const of = job();
  of.part(0, "a", "1000.750", "{\"ts\":1002.750,\"ph\":\"s\"},\n");
  of.part(1, "a", "999.000", "{\"ts\":1002.000,\"ph\":\"f\"},\n");
  BOOST_TEST(merge_trace(of.file(), 2).empty());
  BOOST_TEST(has(of.text(), "{\"ts\":0.000,\"ph\":\"s\"}"), of.text());
  BOOST_TEST(has(of.text(), "{\"ts\":1.000,\"ph\":\"f\"}"), of.text());
}

/// The host's clock of b is 250 µs before that of a; its steady clock is known to be between 3 and
/// 7 µs behind.
BOOST_AUTO_TEST_CASE(clocks_of_other_hosts_are_set_so_that_messages_do_not_go_back_in_time) {
  auto const of = job();
  of.part(0, "a", "1000.000",
          clock_of("b", "-4.000", "7.000") + clock_of("b", "3.000", "90.000") +
              "{\"ts\":1100.000,\"ph\":\"i\"},\n");
  of.part(1, "b", "1253.000", "{\"ts\":1360.000,\"ph\":\"i\"},\n");
  BOOST_TEST(merge_trace(of.file(), 2).empty());
  BOOST_TEST(has(of.text(), "{\"ts\":14.000,\"ph\":\"i\"}"), of.text());
}

BOOST_AUTO_TEST_CASE(clocks_that_agree_with_the_messages_are_left_as_they_are) {
  auto const of = job();
  of.part(0, "a", "1000.000",
          clock_of("b", "-9.000", "7.000") + "{\"ts\":1100.000,\"ph\":\"i\"},\n");
  of.part(1, "b", "1002.000", "{\"ts\":1110.000,\"ph\":\"i\"},\n");
  BOOST_TEST(merge_trace(of.file(), 2).empty());
  BOOST_TEST(has(of.text(), "{\"ts\":10.000,\"ph\":\"i\"}"), of.text());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_merged_leaves_the_parts) {
  auto const of = job();
  of.part(0, "a", "0.000", "{\"ts\":1.000,\"ph\":\"i\"},\n");
  std::filesystem::create_directories(of.file() / "in the way");
  BOOST_CHECK_THROW(static_cast<void>(merge_trace(of.file(), 1)), std::system_error);
  BOOST_TEST(std::filesystem::exists(part_file(of.file(), 0)));
  BOOST_TEST(!std::filesystem::exists(of.file().string() + ".new"));
}

BOOST_AUTO_TEST_CASE(where_the_file_cannot_be_begun_or_the_disk_is_full_the_parts_stay) {
  for (auto const* way : {"/proc/no/such", "/dev/full"}) {
    auto const of = job();
    of.part(0, "a", "0.000", "{\"ts\":1.000,\"ph\":\"i\"},\n");
    std::filesystem::create_symlink(way, of.file().string() + ".new");
    BOOST_CHECK_THROW(static_cast<void>(merge_trace(of.file(), 1)), std::system_error);
    BOOST_TEST(std::filesystem::exists(part_file(of.file(), 0)));
    BOOST_TEST(!std::filesystem::exists(of.file()));
    BOOST_TEST(!std::filesystem::is_symlink(of.file().string() + ".new"));
  }
}

/// As where another program has taken them away.
BOOST_AUTO_TEST_CASE(where_there_are_no_parts_there_is_no_file_and_an_earlier_one_stays) {
  auto const of = job();
  std::ofstream(of.file()) << "earlier";
  BOOST_CHECK_THROW(static_cast<void>(merge_trace(of.file(), 2)), std::system_error);
  BOOST_TEST(of.text() == "earlier");
  BOOST_TEST(!std::filesystem::exists(of.file().string() + ".new"));
}

BOOST_AUTO_TEST_SUITE_END()
