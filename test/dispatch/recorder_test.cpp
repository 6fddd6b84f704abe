// SPDX-License-Identifier: BSL-1.0
//
// Loops that are recorded, on the simulated wire.
#include <dlp/dispatch/recorder.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/managed_loop.hpp>

#include "memory_recorder.hpp"
#include "scenario.hpp"

BOOST_AUTO_TEST_SUITE(recorder_test)

using namespace dlp_test;
using namespace std::chrono_literals;

namespace {

enum class kind { results, none, bare };

/// A loop that is run again and again, until all is done.
struct recorded_loop {
  index_t size = 60;
  kind is = kind::results;
  dlp::schedule schedule = dlp::adaptive{};
  dlp::error_policy on_error = {};
  bool by_cost = false;
  int root = 0;

  kept_rows rows = {};
  std::multiset<index_t> visited = {};  // of all runs
  std::vector<index_t> given = {};      // to the root, in the run that was the last
  std::vector<std::string> wrong = {};
  std::map<index_t, int> fails = {};      // how often each is to fail
  std::optional<std::size_t> quits = {};  // the root, after so many results
  std::vector<std::string> texts = {};    // what ranks threw in the last run

  [[nodiscard]] auto terms() const -> loop_terms {
    auto const result = std::string(is == kind::results ? "bytes" : "");
    return {.name = "map",
            .result = result,
            .size = size,
            .schedule = schedule,
            .on_error = on_error,
            .root = root,
            .longest_first = by_cost,
            .journal = "run.db",
            .timed = is != kind::bare};
  }

  [[nodiscard]] auto order() const -> std::vector<index_t> {
    auto all = std::vector<index_t>();
    if (!by_cost) return all;
    for (auto i = size; i-- != 0;) all.push_back(i * 11 % size);
    return all;
  }

  void visit(index_t index) {
    if (rows.done.contains(index)) wrong.push_back("visited again: " + std::to_string(index));
    compute_for(std::chrono::microseconds(index * 37 % 400));
    if (auto const found = fails.find(index); found != fails.end() && found->second-- > 0) {
      throw body_error("at " + std::to_string(index));
    }
    visited.insert(index);
  }

  void take(raw_result const& raw) {
    given.push_back(raw.index);
    if (!rows.done.contains(raw.index)) wrong.push_back("given before it was kept");
    if (!std::ranges::equal(raw.packed, result_of(raw.index))) wrong.push_back("another result");
  }

  void play_root(managed_loop& loop) {
    if (is == kind::results) {
      while (auto const raw = loop.next_stored()) take(*raw);
      while (auto const raw = loop.next_result()) {
        take(*raw);
        if (quits && given.size() >= *quits) throw body_error("killed");
      }
    } else {
      static_cast<void>(loop.next());
    }
    if (rows.open != 0) wrong.push_back("open behind the end");
  }

  void play_worker(managed_loop& loop) {
    if (is == kind::bare) {
      while (loop.next()) visit(loop.index());
      return;
    }
    loop.work([&](index_t index, dlp::bytes& packed) -> std::optional<index_t> {
      visit(index);
      if (is == kind::results) packed = result_of(index);
      return std::nullopt;
    });
  }

  void run(int ranks, network_options options) {
    given.clear();
    texts.clear();
    run_ranks_well(ranks, std::move(options), [&](context& talk) {
      auto const at_root = talk.rank() == root;
      try {
        auto loop = managed_loop(&talk, terms(), {}, {}, at_root ? order() : std::vector<index_t>(),
                                 at_root ? std::make_unique<memory_recorder>(rows) : nullptr);
        at_root ? play_root(loop) : play_worker(loop);
      } catch (std::exception const& error) {
        texts.push_back(error.what());
      }
    });
  }

  void check_whole() {
    for (auto const& sentence : wrong) BOOST_ERROR(sentence);
    BOOST_TEST(rows.done.size() == size);
    BOOST_TEST(rows.twice.empty());
    for (auto const& [index, row] : rows.done) {
      if (is == kind::results) BOOST_TEST((row.value == result_of(index)));
    }
    if (is == kind::results) BOOST_TEST(exactly_once(given, size) == "");
  }
};

auto any_loop(dice& d) -> recorded_loop {
  auto loop = recorded_loop();
  loop.size = d.one_of<index_t>({1, 7, 60});
  loop.is = d.one_of<kind>({kind::results, kind::results, kind::none, kind::bare});
  loop.schedule = d.one_of(every<dlp::schedule>({dlp::fixed{3}}));
  loop.by_cost = d.chance(0.3);
  return loop;
}

auto any_network(std::uint64_t seed, dice& d) -> network_options {
  return {.seed = seed,
          .delayed = d.one_of<double>({0, 0.1, 0.6}),
          .rendezvous = d.chance(0.5),
          .shared = d.one_of<nodes>({nodes::one, nodes::one_for_each, nodes::some})};
}

}  // namespace

// contract: J1
BOOST_AUTO_TEST_CASE(what_is_given_to_the_root_is_kept_before_and_is_not_computed_again) {
  for_each_seed(300, [](std::uint64_t seed) {
    auto d = dice(seed);
    auto loop = any_loop(d);
    for (auto runs = 0; loop.rows.done.size() != loop.size && runs != 200; ++runs) {
      auto const ranks = 2 + d.below(4);
      loop.root = d.below(ranks);
      auto const kept = loop.rows.done.size();
      // The root dies: what it was not given yet is lost, unless it is kept.
      if (loop.is == kind::results && d.chance(0.7)) {
        loop.quits = kept + 1 + d.below(std::uint64_t{5});
      } else {
        loop.quits.reset();
      }
      loop.run(ranks, any_network(seed + static_cast<std::uint64_t>(runs), d));
      BOOST_TEST(loop.rows.done.size() > kept);
    }
    loop.quits.reset();
    loop.root = 0;
    loop.run(3, any_network(seed, d));  // all is there: nothing is visited
    loop.check_whole();
  });
}

// contract: J1
BOOST_AUTO_TEST_CASE(all_that_has_come_is_kept_at_once) {
  auto loop = recorded_loop{.size = 2'000, .schedule = dlp::fixed{1}};
  loop.run(7, {.seed = 5});
  loop.check_whole();
  BOOST_TEST(*std::ranges::max_element(loop.rows.batches) > 1u);
  BOOST_TEST(loop.rows.batches.size() < 2'000u);
}

// contract: J1
BOOST_AUTO_TEST_CASE(attempts_are_counted_and_those_that_fail_for_good_are_told) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto loop = recorded_loop{.size = 20, .on_error = dlp::retry{2}};
    loop.fails = {{3, 1}, {5, 100}, {7, 2}};
    loop.run(4, {.seed = seed});
    for (auto const& sentence : loop.wrong) BOOST_ERROR(sentence);
    BOOST_TEST(loop.rows.done.size() == 19u);
    BOOST_TEST(loop.rows.done.at(3).attempts == 2);
    BOOST_TEST(loop.rows.done.at(7).attempts == 3);
    BOOST_TEST(loop.rows.done.at(4).attempts == 1);
    BOOST_TEST((loop.rows.failed == std::map<index_t, int>{{5, 3}}));
  });
}

// contract: J1
BOOST_AUTO_TEST_CASE(while_it_refuses_nothing_is_begun_or_given_and_nothing_is_lost) {
  for_each_seed(100, [](std::uint64_t seed) {
    auto d = dice(seed);
    auto loop = any_loop(d);
    auto visited_before = std::size_t{0};
    auto const ranks = 2 + d.below(4);
    loop.rows.at_try = [&](int n) {
      if (n < 4 || n > 20) return;
      if (n == 6) visited_before = loop.visited.size();
      // What was with the workers is done by now.
      if (n == 20) BOOST_TEST(loop.visited.size() == visited_before);
      throw store_refuses("dlp: the disk is full");
    };
    loop.size = 200;
    auto options = any_network(seed, d);
    options.wakes_after = 20ms;
    loop.run(ranks, options);
    loop.check_whole();
    BOOST_TEST(loop.texts.empty());
  });
}

// contract: J1
BOOST_AUTO_TEST_CASE(one_that_refuses_for_too_long_ends_the_loop_whatever_the_policy_says) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto d = dice(seed);
    auto loop = any_loop(d);
    loop.size = 600;
    loop.schedule = dlp::fixed{3};
    loop.on_error = dlp::collect{};
    loop.rows.at_try = [&](int n) {
      if (n > 2) throw store_refuses("dlp: the disk is full");
    };
    auto const began = simulated_time;
    auto options = any_network(seed, d);
    options.wakes_after = 100ms;
    loop.run(3, options);
    BOOST_TEST((simulated_time - began > 59s));
    BOOST_TEST((simulated_time - began < 120s));
    BOOST_TEST(loop.texts.size() == 3u);
    for (auto const& text : loop.texts)
      BOOST_TEST(text.find("the disk is full") != std::string::npos, text);
    for (auto const& sentence : loop.wrong) BOOST_ERROR(sentence);
    BOOST_TEST(loop.visited.size() < 600u);
  });
}

// contract: J1
BOOST_AUTO_TEST_CASE(one_that_fails_in_another_way_ends_the_loop_at_once) {
  auto loop = recorded_loop();
  loop.rows.at_try = [&](int n) {
    if (n == 3) throw std::logic_error("not a database");
  };
  auto const began = simulated_time;
  loop.run(3, {.seed = 1});
  BOOST_TEST((simulated_time - began < 10s));
  BOOST_TEST(loop.texts.size() == 3u);
  for (auto const& text : loop.texts)
    BOOST_TEST(text.find("not a database") != std::string::npos, text);
  for (auto const& sentence : loop.wrong) BOOST_ERROR(sentence);
}

BOOST_AUTO_TEST_SUITE_END()
