// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/reporter.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "standard_error.hpp"
#include "temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(reporter_test)

using namespace dlp::detail;
using namespace std::chrono_literals;

namespace {

auto lines_in(std::filesystem::path const& file) -> int {
  auto in = std::ifstream(file);
  auto count = 0;
  for (auto line = std::string(); std::getline(in, line);) ++count;
  return count;
}

auto tell_all(reporter& to) {
  auto const start = reporter::time_point(100s);
  to.arrived(1);
  to.arrived(2);
  to.handed_out(1, {0, 3});
  to.handed_out(1, {3, 5});
  to.handed_out(2, {4, 5});
  to.passed(100, false);
  to.passed(50, true);
  for (auto const trip : {3.0, 1.0, 2.0}) to.waited(trip);
  to.root_was(root_work::serving, start, start + 2s);
  to.root_was(root_work::serving, start, start + 4s);
  to.root_was(root_work::its_own, start + 5s, start + 6s);
  to.root_was(root_work::keeping, start + 6s, start + 8s);
  to.told_times({.rank = 2, .host = dlp::detail::host_name(), .arrived = 99});
  to.concluded({.ranks = 3, .began = 100, .ended = 110});
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_writes_down_what_it_hears) {
  auto record = std::optional<loop_record>();
  auto to = reporter("swings", [&](loop_record const& made) { record = made; });
  BOOST_TEST(to.notes_times());
  tell_all(to);
  BOOST_REQUIRE(record.has_value());
  BOOST_TEST(record->label == "swings");
  BOOST_TEST(record->chunks == 3u);
  BOOST_TEST(record->sent.messages == 2u);
  BOOST_TEST(record->sent.bytes == 150u);
  BOOST_TEST(record->sent.result_bytes == 50u);
  BOOST_TEST(record->trip == 2.0);
  BOOST_TEST(record->serve == 3.0);
  BOOST_TEST(record->bodies.seconds() == 1.0);
  BOOST_TEST(record->journal.seconds() == 2.0);
  BOOST_TEST(record->makespan() == 11.0);
  BOOST_REQUIRE(record->of_ranks.size() == 2u);  // rank 1 has told nothing
  BOOST_TEST(record->of_ranks[0].rank == 1);
  BOOST_TEST(record->of_ranks[1].rank == 2);
}

BOOST_AUTO_TEST_CASE(the_clock_of_a_rank_is_known_by_when_it_was_heard_itself) {
  auto record = std::optional<loop_record>();
  auto to = reporter("", [&](loop_record const& made) { record = made; });
  auto const began = in_seconds(std::chrono::steady_clock::now());
  to.arrived(2);
  std::this_thread::sleep_for(10ms);
  to.arrived(1);
  to.told_times({.rank = 2, .host = "there", .arrived = 5'000, .left = 5'000});
  to.told_times({.rank = 1, .host = "yonder", .arrived = 7'000, .left = 7'000});
  to.concluded({.ranks = 3, .began = began, .ended = began + 100});
  BOOST_REQUIRE(record.has_value());
  BOOST_TEST(record->of_ranks[0].arrived >= record->of_ranks[1].arrived + 0.009);
}

BOOST_AUTO_TEST_CASE(a_file_has_a_line_for_each_loop_of_this_process) {
  auto const folder = dlp_test::temporary_folder();
  auto const file = folder.path() / "report.json";
  std::ofstream(file) << "of an earlier run\n";
  for (auto loop = 1; loop != 4; ++loop) {
    auto to = reporter("", [&](loop_record const& made) { write_report_json(file, made); });
    tell_all(to);
    BOOST_TEST(lines_in(file) == loop);
  }
}

BOOST_AUTO_TEST_CASE(where_a_file_cannot_be_written_that_is_said) {
  auto const said =
      dlp_test::said_on_stderr([] { write_report_json("/nowhere/at/all.json", loop_record()); });
  BOOST_TEST(said.find("dlp: the report cannot be written to /nowhere/at/all.json") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
