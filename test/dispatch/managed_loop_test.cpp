// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/managed_loop.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <comm/call/call.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dlp/core/error.hpp>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <dispatch/progress/observer.hpp>

#include "scenario.hpp"

BOOST_AUTO_TEST_SUITE(managed_loop_test)

using namespace dlp_test;
using namespace std::chrono_literals;
using dlp::index_range;

namespace {

/// One loop for each of so many seeds.
template <class Tell>
void play_each(std::uint64_t seeds, Tell tell) {
  for_each_seed(seeds, [&](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto const told = tell(teller, teller.ranks());
    play({told}, teller.options());
  });
}

}  // namespace

// contract: S1 S3 S5 S8 S9 M1
BOOST_AUTO_TEST_CASE(every_index_is_visited_once_under_any_delivery_order) {
  for_each_seed(2'000, [](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto const told = teller.complete(teller.ranks());
    check_chunks(told, play({told}, teller.options()));
  });
}

// contract: S1 S3 S8 M1
BOOST_AUTO_TEST_CASE(so_it_is_where_ranks_look_ahead_and_where_chunks_are_taken_back) {
  auto ahead = 0;
  auto taken_back = 0;
  for_each_seed(200, [&](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto told = teller.of_size(120, teller.complete(3 + static_cast<int>(seed % 4)));
    told.terms.size = told.size;
    told.terms.single_pass = told.with_tokens = false;
    told.slowness = 20;
    auto options = teller.options();
    options.shared = seed % 2 == 0 ? nodes::one : nodes::some;
    auto const report = play({told}, options);
    check_chunks(told, report);
    ahead += chunks_ahead(report, told.root()) != 0;
    taken_back += chunks_taken_back(report, told.root()) != 0;
  });
  BOOST_TEST(ahead > 150);
  BOOST_TEST(taken_back > 50);
  BOOST_TEST_MESSAGE(ahead << " loops with look-ahead, " << taken_back << " with take-backs");
}

// contract: M1
BOOST_AUTO_TEST_CASE(what_waits_behind_a_long_example_is_done_by_others_before_it_ends) {
  for_each_seed(100, [](std::uint64_t seed) {
    constexpr auto size = index_t{60};
    constexpr auto long_one = index_t{40};
    auto const schedule =
        dice(seed).one_of<dlp::schedule>({dlp::fixed{1}, dlp::fixed{4}, dlp::adaptive{}});
    auto visited = std::vector<index_t>();
    auto visited_meanwhile = std::size_t{0};
    auto const ranks = 3 + static_cast<int>(seed % 4);
    auto const report =
        run_ranks_well(ranks, {.seed = seed, .shared = nodes::one}, [&](auto& talk) {
          auto loop = managed_loop(
              &talk, {.name = "split_managed", .size = size, .schedule = schedule}, {}, {});
          while (loop.next()) {
            visited.push_back(loop.index());
            auto const before = visited.size();
            compute_for(loop.index() == long_one ? 1s : 10ms);
            if (loop.index() == long_one) visited_meanwhile = visited.size() - before;
          }
        });
    BOOST_TEST(exactly_once(visited, size) == "");
    BOOST_TEST(chunks_ahead(report, 0) > 0);
    auto const rest =
        std::ranges::find(visited, long_one) + 1 + static_cast<std::ptrdiff_t>(visited_meanwhile);
    BOOST_TEST((rest == visited.end()), visited.end() - rest << " waited behind the long one");
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(what_a_rank_that_leaves_had_not_begun_goes_to_others) {
  play_each(300, [](auto& teller, int ranks) { return teller.leaving(ranks, true); });
}

// contract: S7
BOOST_AUTO_TEST_CASE(nothing_hangs_when_all_leave) {
  play_each(100, [](auto& teller, int ranks) { return teller.leaving(ranks, false); });
  play_each(100, [](auto& teller, int ranks) { return teller.left_by_all(ranks); });
}

// contract: E1
BOOST_AUTO_TEST_CASE(every_rank_gets_the_same_failures_of_bodies_that_throw) {
  play_each(300, [](auto& teller, int ranks) { return teller.failing(ranks); });
}

// contract: E2
BOOST_AUTO_TEST_CASE(what_fails_is_tried_again_once_on_each_of_the_other_ranks) {
  for_each_seed(200, [](std::uint64_t seed) {
    auto const ranks = 3 + static_cast<int>(seed % 4);
    auto const workers = static_cast<std::size_t>(ranks - 1);
    auto const schedule =
        dice(seed).one_of<dlp::schedule>({dlp::fixed{1}, dlp::fixed{4}, dlp::adaptive{}});
    auto const terms = loop_terms{.name = "map",
                                  .result = "bytes",
                                  .size = 40,
                                  .schedule = schedule,
                                  .on_error = dlp::retry{workers - 1}};
    auto tried_on = std::map<index_t, std::vector<int>>();
    auto failed_for_good = std::set<index_t>();
    auto results = std::vector<index_t>();
    auto const shared = seed % 2 == 0 ? nodes::one : nodes::some;
    run_ranks_well(ranks, {.seed = seed, .shared = shared}, [&](context& talk) {
      try {
        auto loop = managed_loop(&talk, terms, {}, {});
        if (loop.manages()) {
          while (auto const raw = loop.next_result()) results.push_back(raw->index);
        } else {
          loop.work([&](index_t index, dlp::bytes&) -> std::optional<index_t> {
            compute_for(index % 7 == 0 ? 20ms : 1ms);
            if (index % 5 == 0) {
              tried_on[index].push_back(talk.rank());
              throw std::runtime_error("not here");
            }
            return std::nullopt;
          });
        }
      } catch (dlp::task_error const& thrown) {
        for (auto const& one : thrown.failures()) failed_for_good.insert(one.index);
      }
    });
    BOOST_TEST(results.size() == 32u);
    BOOST_TEST(failed_for_good.size() == 8u);
    BOOST_TEST(tried_on.size() == 8u);
    for (auto const& [index, where] : tried_on) {
      BOOST_TEST(where.size() == workers);
      BOOST_TEST(std::set(where.begin(), where.end()).size() == workers, "index " << index);
    }
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_token_on_any_rank_ends_the_loop_for_all) {
  play_each(200, [](auto& teller, int ranks) { return teller.stopped(ranks); });
}

// contract: M2 E1
BOOST_AUTO_TEST_CASE(a_root_that_leaves_ends_the_loop_for_all) {
  play_each(200, [](auto& teller, int ranks) { return teller.quit_by_root(ranks); });
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_rank_that_cannot_begin_keeps_nobody_waiting) {
  play_each(200, [](auto& teller, int ranks) { return teller.not_begun(ranks); });
}

// contract: E4
BOOST_AUTO_TEST_CASE(one_rank_with_other_terms_is_a_disagreement_on_all) {
  play_each(300, [](auto& teller, int ranks) { return teller.disagreed(ranks); });
}

// contract: E4
BOOST_AUTO_TEST_CASE(two_ranks_that_each_take_themselves_for_the_root_find_out) {
  for_each_seed(200, [](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto told = teller.complete(teller.ranks());
    told.terms.root = 0;
    told.odd = told.ranks - 1;
    told.odd_terms = told.terms;
    told.odd_terms->root = told.odd;
    play({told}, teller.options());
  });
}

namespace {

/// A loop over ranges without a size, each of which ends where `size_on` says.
struct loop_to_ends {
  std::vector<index_t> visited = {};
  std::vector<std::string> texts = {};  // of the disagreements, one for each rank that throws one
  run_report report = {};

  loop_to_ends(std::uint64_t seed, int ranks, std::function<index_t(int)> const& size_on) {
    auto teller = story_teller(seed);
    auto chance = dice(seed);
    auto terms = loop_terms{.name = "split_managed", .size = {}};
    terms.schedule = chance.one_of<dlp::schedule>({dlp::fixed{1}, dlp::fixed{3}, dlp::adaptive{}});
    terms.single_pass = chance.chance(0.3);
    auto const wrapped = chance.chance(0.5);
    if (wrapped) terms.result = "bytes";
    report = run_ranks_well(ranks, teller.options(), [&](context& talk) {
      try {
        auto loop = managed_loop(&talk, terms, {}, {});
        walk(loop, size_on(talk.rank()), wrapped);
      } catch (dlp::disagreement const& thrown) {
        texts.emplace_back(thrown.what());
      }
    });
  }

  void walk(managed_loop& loop, index_t size, bool wrapped) {
    if (wrapped && loop.manages()) {
      while (loop.next_result()) {
      }
    } else if (wrapped) {
      loop.work([&](index_t index, dlp::bytes&) -> std::optional<index_t> {
        if (index >= size) return size;
        visited.push_back(index);
        return std::nullopt;
      });
    } else {
      while (loop.next()) {
        loop.index() >= size ? loop.range_ends_at(size) : visited.push_back(loop.index());
      }
    }
  }
};

}  // namespace

// Nobody sees the end of its own range before it gets there: so each worker goes there.
//
// contract: E4
BOOST_AUTO_TEST_CASE(a_worker_whose_range_ends_elsewhere_is_a_disagreement_on_all_each_time) {
  for_each_seed(2'000, [&](std::uint64_t seed) {
    auto const ranks = 3 + static_cast<int>(seed % 3);
    auto const odd = 1 + static_cast<int>(seed / 3) % (ranks - 1);
    auto const sizes = dice(seed).one_of<std::pair<index_t, index_t>>(
        {{5, 9}, {9, 5}, {1, 2}, {40, 41}, {41, 40}, {3, 90}, {90, 3}, {0, 4}, {4, 0}});
    auto const told = loop_to_ends(
        seed, ranks, [&](int rank) { return rank == odd ? sizes.first : sizes.second; });
    BOOST_TEST(told.texts.size() == static_cast<std::size_t>(ranks));
    for (auto const& text : told.texts) {
      BOOST_TEST(text == told.texts.front());
      BOOST_TEST(text.find(" finds ") != text.npos, text);
    }
  });
}

// The root does not walk its range.
//
// contract: E4 S5
BOOST_AUTO_TEST_CASE(ranges_of_the_workers_that_end_at_the_same_index_are_no_disagreement) {
  for_each_seed(1'000, [&](std::uint64_t seed) {
    auto const size = static_cast<index_t>(dice(seed).one_of<int>({0, 1, 3, 20, 90}));
    auto const ranks = 2 + static_cast<int>(seed % 4);
    auto const told =
        loop_to_ends(seed, ranks, [&](int rank) { return rank == 0 ? size + 7 : size; });
    BOOST_TEST(told.texts.empty());
    BOOST_TEST(exactly_once(told.visited, size) == "");
    auto probes = std::map<int, int>();
    for (auto const& one : told.report.sent[0]) {
      if (one.what == word::work && one.range == index_range{size, size + 1}) ++probes[one.to];
    }
    for (auto const& [rank, count] : probes) BOOST_TEST(count <= 2, "rank " << rank);
  });
}

// contract: E4
BOOST_AUTO_TEST_CASE(
    a_range_that_is_empty_for_the_root_alone_or_not_for_the_root_is_a_disagreement) {
  for_each_seed(200, [](std::uint64_t seed) {
    auto const for_root = seed % 2 == 0;
    auto const ranks = 2 + static_cast<int>(seed % 4);
    auto texts = std::vector<std::string>();
    run_ranks_well(ranks, {.seed = seed}, [&](context& talk) {
      auto const size = (talk.rank() == 0) == for_root ? index_t{0} : index_t{4};
      try {
        auto loop = managed_loop(&talk, {.name = "split_managed", .size = {}}, {}, {});
        loop.looked(size == 0);
        while (loop.next()) {
          if (loop.index() >= size) loop.range_ends_at(size);
        }
      } catch (dlp::disagreement const& thrown) {
        texts.emplace_back(thrown.what());
      }
    });
    BOOST_TEST(texts.size() == static_cast<std::size_t>(ranks));
    for (auto const& text : texts) {
      auto const none = std::string(for_root ? "rank 0, the root, finds no" : " finds no example,");
      BOOST_TEST(text.find(none) != text.npos, text);
      BOOST_TEST(text == texts.front());
    }
  });
}

namespace {

/// A loop over 40 examples in chunks of 3, in order, as the seed tells the rest.
auto chunks_of_three(story_teller& teller) -> scenario {
  auto told = teller.complete(teller.ranks());
  told.terms = {.name = "split_managed", .size = 40, .schedule = dlp::fixed{3}};
  told.size = 40;
  told.order.clear();
  return told;
}

}  // namespace

// contract: S3
BOOST_AUTO_TEST_CASE(from_the_manager_travels_one_small_message_for_each_chunk) {
  for_each_seed(100, [](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto const told = chunks_of_three(teller);
    auto options = teller.options();
    auto const report = play({told}, options);
    for (auto const& one : report.sent[0]) {
      BOOST_TEST((one.what == word::work || one.what == word::end));
      BOOST_TEST(one.bytes == 48u);
    }
    // What is taken back goes out a second time.
    auto const chunks = report.count(0, word::work);
    BOOST_TEST(chunks >= 14u);
    BOOST_TEST(chunks <= 14u + 3 * static_cast<std::size_t>(told.ranks - 1));
    if (options.shared == nodes::one_for_each) BOOST_TEST(chunks == 14u);
    BOOST_TEST(report.count(0, word::end) == static_cast<std::size_t>(told.ranks - 1));
  });
}

BOOST_AUTO_TEST_CASE(no_turn_of_a_worker_passes_over_anything) {
  run_ranks_well(2, {}, [](context& talk) {
    auto loop = managed_loop(&talk, {.name = "split_managed", .size = 3, .in_order = true}, {}, {});
    while (loop.next()) continue;
    BOOST_TEST(!loop.passes_over(0));
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(after_a_stop_no_index_is_handed_out) {
  for_each_seed(200, [](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto told = teller.stopped(teller.ranks());
    auto const report = play({told}, teller.options());
    auto const& sent = report.sent[static_cast<std::size_t>(told.root())];
    auto const halt = std::ranges::find(sent, word::halt, &sent_message::what);
    BOOST_TEST(std::ranges::count(halt, sent.end(), word::work, &sent_message::what) == 0);
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_of_a_long_loop_comes_soon) {
  for_each_seed(100, [](std::uint64_t seed) {
    auto teller = story_teller(seed);
    auto told = teller.of_size(2'000, teller.complete(teller.ranks()));
    told.terms.schedule = dlp::fixed{1};
    told.wrapped = told.with_tokens = true;
    told.terms.result = "bytes";
    auto const tenth = told.order.empty() ? index_t{10} : told.order[10];
    told.acts = {{tenth, seed % 2 == 0 ? act::stop_here : act::stop_root}};
    auto const report = play({told}, teller.options());
    BOOST_TEST(report.count(told.root(), word::work) < 500u);
  });
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_collective_call_inside_a_body_is_a_usage_error_and_the_loop_goes_on) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto const terms = loop_terms{.name = "map_unordered", .result = "bytes", .size = 7};
    auto refused = 0;
    auto results = std::vector<index_t>();
    auto const call_out = [&](context& talk) {
      BOOST_CHECK_EXCEPTION(call(talk, "gather", 0), dlp::usage_error, [](auto const& thrown) {
        return std::string(thrown.what()).find("gather inside the body") != std::string::npos;
      });
      ++refused;
    };
    run_ranks_well(3, {.seed = seed}, [&](context& talk) {
      auto loop = managed_loop(&talk, terms, {}, {});
      if (loop.manages()) {
        while (auto const raw = loop.next_result()) {
          call_out(talk);
          results.push_back(raw->index);
        }
      } else {
        loop.work([&](index_t, dlp::bytes&) -> std::optional<index_t> {
          call_out(talk);
          return std::nullopt;
        });
      }
      call(talk, "gather", 0);  // after the loop it is none
    });
    BOOST_TEST(exactly_once(results, 7) == "");
    BOOST_TEST(refused == 14);
  });
}

namespace {

/// Runs a loop alone, as one process does.
auto visited_alone(std::optional<index_t> said, index_t size, std::stop_source stop = {},
                   index_t stop_at = 1'000) -> std::vector<index_t> {
  auto terms = loop_terms{.name = "split_managed", .size = said};
  auto loop = managed_loop(nullptr, terms, stop.get_token(), {});
  BOOST_TEST(loop.alone());
  BOOST_TEST(!loop.manages());
  auto visited = std::vector<index_t>();
  while (loop.next()) {
    if (loop.index() == stop_at) stop.request_stop();
    if (loop.index() >= size) {
      loop.range_ends_at(size);
    } else {
      visited.push_back(loop.index());
    }
  }
  BOOST_TEST(!loop.next());
  return visited;
}

}  // namespace

// contract: S1 S7 S9
BOOST_AUTO_TEST_CASE(a_loop_alone_visits_all_in_order_until_it_is_stopped) {
  for (auto const size : {index_t{0}, index_t{1}, index_t{40}}) {
    auto const sized = visited_alone(size, size);
    BOOST_TEST(exactly_once(sized, size) == "");
    BOOST_TEST(std::ranges::is_sorted(sized));
    BOOST_TEST(visited_alone({}, size) == sized);
  }
  BOOST_TEST(visited_alone(40, 40, {}, 7).size() == 8u);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_loop_alone_can_be_left) {
  auto loop = managed_loop(nullptr, {.name = "split_managed", .size = 3}, {}, {});
  BOOST_TEST(loop.next());
  BOOST_TEST(loop.index() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
