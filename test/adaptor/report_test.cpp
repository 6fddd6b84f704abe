// SPDX-License-Identifier: BSL-1.0
//
// The option `report` in whole jobs: what loops write, and that none of them hangs for it.
#include <dlp/adaptor/map.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>
#include <dlp/adaptor/enumerate.hpp>
#include <dlp/adaptor/for_each.hpp>
#include <dlp/adaptor/map_reduce.hpp>
#include <dlp/adaptor/map_unordered.hpp>
#include <dlp/adaptor/split_managed.hpp>
#include <dlp/adaptor/split_shared.hpp>
#include <dlp/core/error.hpp>

#include "../support/nodes_main.hpp"
#include "../support/standard_error.hpp"
#include "../support/temporary_folder.hpp"

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

BOOST_AUTO_TEST_SUITE(report_test)

namespace {

auto is_root() -> bool { return dlp::rank() == 0; }

/// What the root has written to its file after `loops`.
auto reports_of(std::function<void()> const& loops) -> std::vector<std::string> {
  auto const folder = dlp_test::temporary_folder();
  auto const file = folder.path() / "report.json";
  ::setenv("DLP_REPORT", file.c_str(), 1);
  loops();
  ::unsetenv("DLP_REPORT");
  auto lines = std::vector<std::string>();
  auto in = std::ifstream(file);
  for (auto line = std::string(); std::getline(in, line);) lines.push_back(line);
  return lines;
}

auto has(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

auto const twice = [](dlp::index_t x) { return 2 * x; };

}  // namespace

BOOST_AUTO_TEST_CASE(each_loop_that_a_manager_serves_has_a_report_with_all_its_examples) {
  auto const lines = reports_of([] {
    static_cast<void>(dlp::map(twice, 100));
    static_cast<void>(dlp::map_reduce(twice, 100, dlp::index_t{0}, std::plus<>()));
    dlp::for_each(100, [](dlp::index_t) {});
    for (auto const& one : dlp::map_unordered(twice, 100)) static_cast<void>(one);
    for (auto const x : dlp::split_managed(100)) static_cast<void>(x);
    static_cast<void>(
        dlp::map(twice, 100, {.cost = [](dlp::index_t i) { return static_cast<double>(i); }}));
    static_cast<void>(dlp::map(twice, 0));
  });
  BOOST_REQUIRE(lines.size() == (is_root() ? 7u : 0u));
  if (!is_root()) return;
  for (auto at = 0u; at != 6; ++at) {
    BOOST_TEST(has(lines[at], "\"examples\": 100,"), lines[at]);
    BOOST_TEST(has(lines[at], "\"complete\": true"), lines[at]);
    BOOST_TEST(has(lines[at], "\"ranks\": " + std::to_string(dlp::size()) + ","), lines[at]);
  }
  BOOST_TEST(has(lines[6], "\"examples\": 0,"), lines[6]);
}

BOOST_AUTO_TEST_CASE(the_option_alone_writes_to_stderr_and_the_variable_can_turn_it_off) {
  auto const loop = [] {
    static_cast<void>(dlp::map(twice, 10, {.label = "ten", .report = true}));
  };
  BOOST_TEST(has(dlp_test::said_on_stderr(loop), "dlp: report: ten: map over 10") == is_root());
  ::setenv("DLP_REPORT", "0", 1);
  BOOST_TEST(!has(dlp_test::said_on_stderr(loop), "dlp: report"));
  ::unsetenv("DLP_REPORT");
  BOOST_TEST(!has(dlp_test::said_on_stderr([] { static_cast<void>(dlp::map(twice, 10)); }),
                  "dlp: report"));
}

BOOST_AUTO_TEST_CASE(what_throws_or_leaves_hangs_nobody) {
  auto const lines = reports_of([] {
    auto const throws = [](dlp::index_t x) {
      if (x == 7) throw std::runtime_error("no");
      return x;
    };
    BOOST_CHECK_THROW(static_cast<void>(dlp::map(throws, 100)), dlp::task_error);
    BOOST_CHECK_THROW(static_cast<void>(dlp::map(throws, 100, {.on_error = dlp::collect{}})),
                      dlp::task_error);
    for (auto const x : dlp::split_managed(100)) {
      if (x == 7) break;
    }
    for (auto const& one : dlp::map_unordered(twice, 100)) {
      static_cast<void>(one);
      break;
    }
    dlp::barrier();
    static_cast<void>(dlp::map(twice, 100));
  });
  if (!is_root()) return;
  BOOST_REQUIRE(!lines.empty());
  BOOST_TEST(has(lines[0], "\"complete\": false"), lines[0]);
  BOOST_TEST(has(lines.back(), "\"complete\": true"), lines.back());
}

BOOST_AUTO_TEST_CASE(a_loop_that_all_workers_leave_did_not_come_to_its_end) {
  if (dlp::size() == 1) return;  // a loop that its root leaves has no report
  auto const lines = reports_of([] {
    for (auto const x : dlp::split_managed(100, {.schedule = dlp::fixed{1}})) {
      static_cast<void>(x);
      break;
    }
  });
  if (is_root()) BOOST_TEST(has(lines.at(0), "\"complete\": false"), lines.at(0));
}

BOOST_AUTO_TEST_CASE(a_range_without_a_size_has_a_report_of_what_was_there) {
  auto const odd = [](dlp::index_t x) { return x % 2 == 1; };
  auto const lines = reports_of([&] {
    auto numbers = std::views::iota(dlp::index_t{0}, dlp::index_t{100}) | std::views::filter(odd);
    static_cast<void>(dlp::map(twice, numbers));
  });
  if (is_root()) BOOST_TEST(has(lines.at(0), "\"examples\": 50,"), lines.at(0));
}

BOOST_AUTO_TEST_CASE(a_shared_loop_has_one_of_all_its_ranks_and_without_a_replay) {
  auto const lines = reports_of([] {
    for (auto const x : dlp::split_shared(1000)) static_cast<void>(x);
    for (auto const x : dlp::split_shared(30, {.schedule = dlp::fixed{7}})) {
      static_cast<void>(x);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    auto numbers = std::views::iota(0, 100) | std::views::filter([](int x) { return x % 2 == 1; });
    for (auto const x : numbers | dlp::split_shared) static_cast<void>(x);
    for (auto const x : dlp::split_shared(0)) static_cast<void>(x);
  });
  BOOST_REQUIRE(lines.size() == (is_root() ? 4u : 0u));
  if (!is_root()) return;
  auto const examples = {"1000", "30", "50", "0"};
  for (auto at = std::size_t{0}; at != lines.size(); ++at) {
    auto const& line = lines[at];
    BOOST_TEST(has(line, std::string("\"examples\": ") + examples.begin()[at] + ","), line);
    BOOST_TEST(has(line, "\"workers\": " + std::to_string(dlp::size()) + ","), line);
    BOOST_TEST(has(line, "\"complete\": true"), line);
    if (dlp::size() > 1) BOOST_TEST(has(line, "\"used\": null"), line);
  }
}

BOOST_AUTO_TEST_CASE(who_leaves_a_shared_loop_or_fails_in_it_hangs_nobody) {
  auto const lines = reports_of([&] {
    for (auto const x : dlp::split_shared(100)) {
      if (x == 50) break;
    }
    auto const fails = [&] {
      for (auto const x : dlp::split_shared(100, {.on_error = dlp::collect{}})) {
        if (x == 50) throw std::runtime_error("no");
      }
    };
    BOOST_CHECK_THROW(fails(), std::exception);
    for (auto const x : dlp::split_shared(100)) {
      static_cast<void>(x);
      if (is_root()) break;
    }
    dlp::barrier();
    for (auto const x : dlp::split_shared(100)) static_cast<void>(x);
  });
  if (!is_root()) return;
  BOOST_REQUIRE(!lines.empty());
  BOOST_TEST(has(lines.back(), "\"complete\": true"), lines.back());
  BOOST_TEST(has(lines.back(), "\"examples\": 100,"), lines.back());
}

BOOST_AUTO_TEST_CASE(a_shared_loop_finds_a_rank_that_comes_late) {
  if (dlp::size() == 1) return;
  dlp::barrier();
  auto const lines = reports_of([] {
    if (int(dlp::rank()) == 1) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    for (auto const x : dlp::split_shared(60, {.schedule = dlp::fixed{1}})) {
      static_cast<void>(x);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  if (is_root()) BOOST_TEST(has(lines.at(0), "\"cause\": \"late_rank\""), lines.at(0));
}

BOOST_AUTO_TEST_CASE(where_not_all_ranks_report_on_a_shared_loop_they_disagree) {
  if (dlp::size() == 1) return;
  auto const loop = [] {
    for (auto const x : dlp::split_shared(10, {.report = is_root()})) static_cast<void>(x);
  };
  if (is_root()) ::setenv("DLP_REPORT", "1", 1);
  BOOST_CHECK_THROW(loop(), dlp::disagreement);
  ::unsetenv("DLP_REPORT");
}

BOOST_AUTO_TEST_SUITE_END()
