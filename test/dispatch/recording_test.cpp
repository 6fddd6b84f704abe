// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/recording.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/managed_loop.hpp>

#include "memory_recorder.hpp"

BOOST_AUTO_TEST_SUITE(recording_test)

using namespace dlp::detail;
using dlp::index_range;
using dlp::index_t;
using dlp_test::kept_rows;
using dlp_test::memory_recorder;

namespace {

auto terms_of(bool timed, bool results = true) -> loop_terms {
  return {.name = "map",
          .result = results ? "int" : "",
          .size = 6,
          .journal = "run.db",
          .timed = timed};
}

/// Runs a map alone; the indices that it visits.
auto map_alone(kept_rows& rows, index_t until = 100, std::vector<index_t> order = {})
    -> std::vector<index_t> {
  auto visited = std::vector<index_t>();
  auto loop = managed_loop(nullptr, terms_of(true), {}, {}, std::move(order),
                           std::make_unique<memory_recorder>(rows));
  while (loop.next_stored()) continue;
  while (loop.next()) {
    if (loop.index() == until) break;
    visited.push_back(loop.index());
    auto packed = dlp::bytes();
    append(packed, loop.index());
    if (!loop.keep_alone(packed)) continue;
    BOOST_TEST(rows.done.contains(loop.index()));
  }
  return visited;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_keeps_is_closed_at_the_end_of_the_loop_before_anything_is_thrown) {
  auto rows = kept_rows();
  auto const open = [&](dlp::deadline until) {
    auto terms = terms_of(false, false);
    terms.until = until;
    return managed_loop(nullptr, std::move(terms), {}, {}, {},
                        std::make_unique<memory_recorder>(rows));
  };
  auto whole = open({});
  while (whole.next()) BOOST_TEST(rows.open == 1);
  BOOST_TEST(rows.open == 0);
  BOOST_TEST(rows.done.size() == 6u);
  rows.done.clear();
  auto cut = open(std::chrono::steady_clock::now());
  BOOST_CHECK_THROW(while (cut.next()) continue, dlp::stopped);
  BOOST_TEST(rows.open == 0);
}

// contract: J1
BOOST_AUTO_TEST_CASE(one_rank_alone_keeps_each_result_and_goes_on_where_it_was) {
  auto rows = kept_rows();
  BOOST_TEST((map_alone(rows, 3) == std::vector<index_t>{0, 1, 2}));
  BOOST_TEST((map_alone(rows) == std::vector<index_t>{3, 4, 5}));
  BOOST_TEST(map_alone(rows).empty());
  BOOST_TEST(rows.done.size() == 6u);
  BOOST_TEST(rows.done.at(4).value.size() == sizeof(index_t));
}

// contract: J1 S8
BOOST_AUTO_TEST_CASE(so_it_is_where_the_loop_goes_by_cost) {
  auto rows = kept_rows();
  BOOST_TEST((map_alone(rows, 1, {5, 0, 3, 1, 2, 4}) == std::vector<index_t>{5, 0, 3}));
  BOOST_TEST((map_alone(rows, 100, {4, 3, 2, 1, 0, 5}) == std::vector<index_t>{4, 2, 1}));
}

// contract: J1
BOOST_AUTO_TEST_CASE(an_example_of_a_bare_loop_counts_when_the_next_is_asked_for_or_it_is_left) {
  auto rows = kept_rows();
  auto const open = [&] {
    return managed_loop(nullptr, terms_of(false, false), {}, {}, {},
                        std::make_unique<memory_recorder>(rows));
  };
  {
    auto loop = open();
    while (loop.next()) {
      BOOST_TEST(!rows.done.contains(loop.index()));
      BOOST_TEST(rows.done.size() == loop.index());
      if (loop.index() == 2) break;
    }
  }
  BOOST_TEST(rows.done.size() == 3u);
  try {
    auto loop = open();
    while (loop.next()) {
      if (loop.index() == 4) throw 1;
    }
  } catch (int) {
  }
  BOOST_TEST(rows.done.size() == 4u);
  auto loop = open();
  auto visited = std::vector<index_t>();
  while (loop.next()) visited.push_back(loop.index());
  BOOST_TEST((visited == std::vector<index_t>{4, 5}));
  BOOST_TEST(rows.done.size() == 6u);
  BOOST_TEST(rows.twice.empty());
}

// contract: J1
BOOST_AUTO_TEST_CASE(one_rank_alone_waits_while_it_is_refused_and_ends_where_it_is_in_vain) {
  auto rows = kept_rows();
  rows.at_try = [](int n) {
    if (n == 2) throw store_refuses("dlp: busy");
  };
  BOOST_TEST((map_alone(rows) == std::vector<index_t>{0, 1, 2, 3, 4, 5}));
  BOOST_TEST(rows.done.size() == 6u);

  rows = {};
  rows.at_try = [](int n) {
    if (n == 3) throw std::runtime_error("it is gone");
  };
  BOOST_CHECK_EXCEPTION(map_alone(rows), dlp::task_error, [](auto const& error) {
    return std::string(error.what()).find("it is gone") != std::string::npos;
  });
  BOOST_TEST(rows.done.size() == 2u);
}

BOOST_AUTO_TEST_CASE(it_gives_up_after_its_patience_and_drops_what_comes) {
  auto rows = kept_rows();
  rows.at_try = [](int) { throw store_refuses("dlp: full"); };
  auto recorder = memory_recorder(rows);
  auto kept = recording(recorder, std::chrono::milliseconds(300));
  kept.came(done_example{.index = 1});
  BOOST_TEST(!kept.keep());
  BOOST_TEST(kept.refuses());
  BOOST_CHECK_THROW(kept.keep_now(), store_refuses);
  BOOST_TEST(kept.given_up());
  BOOST_TEST(!kept.refuses());
  kept.came(done_example{.index = 2});
  BOOST_TEST(kept.keep());
  BOOST_TEST(rows.done.empty());
}

BOOST_AUTO_TEST_CASE(positions_of_what_is_done_in_the_order_of_the_costs) {
  auto rows = kept_rows();
  for (auto const index : {0, 1, 2, 5}) rows.done[static_cast<index_t>(index)] = {};
  auto recorder = memory_recorder(rows);
  auto const kept = recording(recorder);
  BOOST_TEST((kept.done({}) == std::vector<index_range>{{0, 3}, {5, 6}}));
  auto const order = std::vector<index_t>{5, 3, 0, 2, 4, 1};
  BOOST_TEST((kept.done(order) == std::vector<index_range>{{0, 1}, {2, 4}, {5, 6}}));
}

BOOST_AUTO_TEST_SUITE_END()
