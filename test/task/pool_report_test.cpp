// SPDX-License-Identifier: BSL-1.0
//
// The option `report` of pools and of loops with a feeder.
#include <dlp/task/executor.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/task/feeder.hpp>
#include <dlp/task/function_pool.hpp>
#include <dlp/task/growing_for_each.hpp>
#include <dlp/task/growing_map_unordered.hpp>

#include "../support/standard_error.hpp"
#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(pool_report_test)

namespace {

using namespace std::chrono_literals;

auto is_root() -> bool { return dlp::rank() == 0; }

/// What the root has written to its file after `calls`.
auto reports_of(std::function<void()> const& calls) -> std::vector<std::string> {
  auto const folder = dlp_test::temporary_folder();
  auto const file = folder.path() / "report.json";
  ::setenv("DLP_REPORT", file.c_str(), 1);
  calls();
  ::unsetenv("DLP_REPORT");
  auto lines = std::vector<std::string>();
  auto in = std::ifstream(file);
  for (auto line = std::string(); std::getline(in, line);) lines.push_back(line);
  return lines;
}

auto has(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_pool_has_one_of_its_calls_at_its_end_and_without_a_replay) {
  auto const lines = reports_of([] {
    auto pool = dlp::executor();
    if (!pool.is_root()) return;
    auto calls = std::vector<dlp::future<int>>();
    for (auto i = 0; i != 100; ++i) calls.push_back(pool.submit([](int x) { return x; }, i));
    auto sum = 0;
    for (auto& one : calls) sum += one.get();
    BOOST_TEST(sum == 4950);
    pool.shutdown();
  });
  BOOST_REQUIRE(lines.size() == (is_root() ? 1u : 0u));
  if (!is_root()) return;
  BOOST_TEST(has(lines[0], "\"loop\": \"executor"), lines[0]);
  BOOST_TEST(has(lines[0], "\"examples\": 100,"), lines[0]);
  BOOST_TEST(has(lines[0], "\"complete\": true"), lines[0]);
  BOOST_TEST(has(lines[0], "\"used\": null"), lines[0]);
}

BOOST_AUTO_TEST_CASE(a_root_that_submits_too_slowly_is_told_so) {
  if (dlp::size() == 1) return;
  auto const lines = reports_of([] {
    auto pool = dlp::executor();
    if (!pool.is_root()) return;
    for (auto i = 0; i != 20; ++i) {
      auto call = pool.submit([] { std::this_thread::sleep_for(1ms); });
      call.get();
      std::this_thread::sleep_for(15ms);
    }
    pool.shutdown();
  });
  if (is_root()) BOOST_TEST(has(lines.at(0), "\"cause\": \"slow_submitter\""), lines.at(0));
}

BOOST_AUTO_TEST_CASE(a_pool_whose_workers_have_enough_is_not_told_that_the_root_is_slow) {
  auto const lines = reports_of([] {
    auto pool = dlp::executor();
    if (!pool.is_root()) return;
    auto calls = std::vector<dlp::future<void>>();
    for (auto i = 0; i != 60; ++i)
      calls.push_back(pool.submit([] { std::this_thread::sleep_for(5ms); }));
    for (auto& one : calls) one.get();
    pool.shutdown();
  });
  if (is_root()) BOOST_TEST(!has(lines.at(0), "slow_submitter"), lines.at(0));
}

BOOST_AUTO_TEST_CASE(a_pool_that_is_left_has_none_and_hangs_nobody) {
  auto const lines = reports_of([] { auto const pool = dlp::executor(); });
  BOOST_TEST(lines.empty());
}

BOOST_AUTO_TEST_CASE(the_option_of_a_pool_alone_writes_to_stderr) {
  auto const said = dlp_test::said_on_stderr([] {
    auto pool = dlp::executor({.label = "some calls", .report = true});
    if (!pool.is_root()) return;
    pool.submit([] {}).get();
    pool.shutdown();
  });
  BOOST_TEST(has(said, "dlp: report: some calls: executor") == is_root(), said);
  BOOST_TEST(has(said, "1 calls on ") == is_root(), said);
}

BOOST_AUTO_TEST_CASE(a_loop_with_a_feeder_has_one_of_its_items) {
  auto const lines = reports_of([] {
    dlp::for_each(std::vector{3, 3}, [](int depth, dlp::feeder<int>& feed) {
      if (depth == 0) return;
      feed.add(depth - 1);
      feed.add(depth - 1);
    });
  });
  BOOST_REQUIRE(lines.size() == (is_root() ? 1u : 0u));
  if (!is_root()) return;
  BOOST_TEST(has(lines[0], "\"examples\": 30,"), lines[0]);
  BOOST_TEST(has(lines[0], "\"complete\": true"), lines[0]);
  BOOST_TEST(has(lines[0], "\"used\": null"), lines[0]);
}

BOOST_AUTO_TEST_SUITE_END()
