// SPDX-License-Identifier: BSL-1.0
//
// Loops whose ranks die and fall silent, on the simulated wire.
#include <dlp/dispatch/survive.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <comm/call/agreement.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/managed_loop.hpp>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <dispatch/progress/observer.hpp>

#include "every.hpp"
#include "exactly_once.hpp"
#include "loopback.hpp"

BOOST_AUTO_TEST_SUITE(survive_test)

using namespace dlp_test;
using namespace std::chrono_literals;

namespace {

/// What the seed leaves open of a loop.
struct scene {
  explicit scene(std::uint64_t seed) : chance(seed) {
    ranks = 3 + chance.below(5);
    size = static_cast<index_t>(30 + chance.below(60));
    options = {.seed = seed,
               .rendezvous = chance.chance(0.5),
               .shared = chance.one_of<nodes>({nodes::one, nodes::one_for_each, nodes::some})};
    terms = {.name = "map_unordered", .result = "bytes", .size = size};
    terms.schedule = chance.one_of(every<dlp::schedule>({dlp::fixed{7}}));
    terms.survive = dlp::survive{};
    if (chance.chance(0.3)) {
      for (auto left = size; left != 0; --left) order.push_back(left - 1);
      std::ranges::rotate(order, order.begin() + chance.below(static_cast<int>(size)));
    }
  }

  dice chance;
  int ranks = 0;
  index_t size = 0;
  network_options options;
  loop_terms terms;
  std::vector<index_t> order;
};

/// What came of it.
struct ending {
  std::vector<index_t> results;
  std::vector<index_t> run;
  std::vector<std::string> texts;  // of the task_errors, one for each living rank that threw
  std::vector<dlp::failure> failures;
  int through = 0;  // ranks
};

/// Runs the loop of a scene; `body(index, rank)` may die.
void run_loop(scene const& seen, context& talk, ending& end,
              std::function<void(index_t, int)> const& body) {
  try {
    auto const hands_out = talk.rank() == seen.terms.root;
    auto loop =
        managed_loop(&talk, seen.terms, {}, {}, hands_out ? seen.order : std::vector<index_t>());
    if (loop.manages()) {
      while (auto const raw = loop.next_result()) end.results.push_back(raw->index);
    } else {
      loop.work([&](index_t index, dlp::bytes& packed) -> std::optional<index_t> {
        end.run.push_back(index);
        compute_for(std::chrono::microseconds(200 + index * 37 % 400));
        body(index, talk.rank());
        packed.resize(index * 7 % 90);
        return std::nullopt;
      });
    }
  } catch (dlp::task_error const& thrown) {
    end.texts.emplace_back(thrown.what());
    end.failures = thrown.failures();
  }
  ++end.through;
}

auto play(scene const& seen, std::function<void(index_t, int)> const& body) -> ending {
  auto end = ending();
  run_ranks_well(seen.ranks, seen.options, [&](context& talk) { run_loop(seen, talk, end, body); });
  return end;
}

/// The results but for those of some indices, once each.
auto all_but(std::vector<index_t> results, index_t size, std::set<index_t> const& without)
    -> std::string {
  for (auto const index : without) {
    if (std::ranges::find(results, index) != results.end()) return "it has what failed";
    results.push_back(index);
  }
  return exactly_once(results, size);
}

}  // namespace

// contract: E9
BOOST_AUTO_TEST_CASE(each_result_comes_once_whoever_dies) {
  auto run_again = std::size_t{0};
  for_each_seed(300, [&](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.terms.survive->deaths = seen.ranks;  // some may die at the same example
    // All workers but one, each at its so-many-th example.
    auto dies_at = std::map<int, int>();
    for (auto rank = 2; rank != seen.ranks; ++rank) {
      if (seen.chance.chance(0.6)) dies_at[rank] = 1 + seen.chance.below(8);
    }
    auto const end = play(seen, [&](index_t, int rank) {
      if (auto const found = dies_at.find(rank); found != dies_at.end() && --found->second == 0) {
        die();
      }
    });
    auto const died =
        std::ranges::count_if(dies_at, [](auto const& one) { return one.second == 0; });
    BOOST_TEST(exactly_once(end.results, seen.size) == "");
    BOOST_TEST(end.texts.empty());
    BOOST_TEST(end.through == seen.ranks - died);
    run_again += end.run.size() - seen.size;
  });
  BOOST_TEST(run_again > 300u);
}

BOOST_AUTO_TEST_CASE(a_rank_that_dies_before_it_comes_or_on_its_way_in_is_not_waited_for) {
  for_each_seed(100, [](std::uint64_t seed) {
    auto const seen = scene(seed);
    auto end = ending();
    run_ranks_well(seen.ranks, seen.options, [&](context& talk) {
      if (talk.rank() == seen.ranks - 1) {
        if (seed % 2 == 0) call(talk, to_string(seen.terms), 0).say_hello();
        die();
      }
      run_loop(seen, talk, end, [](auto...) {});
    });
    BOOST_TEST(exactly_once(end.results, seen.size) == "");
    BOOST_TEST(end.through == seen.ranks - 1);
  });
}

BOOST_AUTO_TEST_CASE(who_died_in_one_loop_is_not_waited_for_in_the_next) {
  for_each_seed(100, [](std::uint64_t seed) {
    auto const seen = scene(seed);
    auto ends = std::vector<ending>(3);
    run_ranks_well(seen.ranks, seen.options, [&](context& talk) {
      for (auto& end : ends) {
        run_loop(seen, talk, end, [&](index_t, int rank) {
          if (rank == 1) die();
        });
        if (talk.rank() == 2 && &end == &ends[1]) die();  // between two loops
        if (seen.ranks == 3 && &end == &ends[1]) return;  // nobody is left
      }
    });
    for (auto const& end : ends) {
      if (seen.ranks > 3 || &end != &ends[2])
        BOOST_TEST(exactly_once(end.results, seen.size) == "");
    }
  });
}

BOOST_AUTO_TEST_CASE(an_example_that_kills_is_reported_by_name_and_all_else_is_done) {
  for_each_seed(200, [](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.ranks = 6;
    seen.terms.on_error = dlp::collect{};
    auto const poison = seed % seen.size;
    auto victims = 0;
    auto const end = play(seen, [&](index_t index, int) {
      if (index != poison) return;
      ++victims;
      die();
    });
    BOOST_TEST(victims == 3);
    BOOST_TEST(all_but(end.results, seen.size, {poison}) == "");
    BOOST_TEST(end.texts.size() == 3u);
    BOOST_REQUIRE(end.failures.size() == 1u);
    BOOST_TEST(end.failures[0].index == poison);
    BOOST_TEST(end.failures[0].text.starts_with("3 ranks were lost with it: rank "),
               end.failures[0].text);
  });
}

BOOST_AUTO_TEST_CASE(where_a_failure_is_to_stop_the_loop_an_example_that_kills_does) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.ranks += 1;
    seen.terms.survive->deaths = 1;
    auto victims = 0;
    auto const end = play(seen, [&](index_t index, int) {
      if (index != 3) return;
      ++victims;
      die();
    });
    BOOST_TEST(victims >= 1);
    BOOST_TEST(victims <= 2);  // the first may have had others in its hands
    BOOST_REQUIRE(end.failures.size() == 1u);
    BOOST_TEST(end.failures[0].index == 3u);
    BOOST_TEST(end.through == seen.ranks - victims);
    BOOST_TEST(end.texts.size() == static_cast<std::size_t>(end.through));
  });
}

BOOST_AUTO_TEST_CASE(a_loop_that_nobody_is_left_for_is_a_failure) {
  for_each_seed(100, [](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.terms.survive->deaths = 1000;
    auto const end = play(seen, [&](index_t index, int) {
      if (index % 5 == 0) die();
    });
    BOOST_TEST(end.through == 1);
    BOOST_REQUIRE(end.texts.size() == 1u);
    BOOST_TEST(end.texts[0].find("no rank is left to do the rest, ") != std::string::npos);
    auto const done = std::set(end.results.begin(), end.results.end());
    BOOST_TEST(done.size() == end.results.size());
    BOOST_TEST(end.texts[0].find(", " + std::to_string(seen.size - done.size()) + " examples") !=
                   std::string::npos,
               end.texts[0]);
  });
}

// contract: E9
BOOST_AUTO_TEST_CASE(a_rank_that_is_silent_for_too_long_is_done_without_and_then_taken_again) {
  auto late = 0;
  for_each_seed(200, [&](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.terms.survive->patience = 200ms;
    seen.terms.survive->deaths = 100;
    auto ends = std::vector<ending>(2);
    auto hangs = std::map<int, int>();
    for (auto rank = 1; rank != seen.ranks - 1; ++rank) hangs[rank] = 2 + seen.chance.below(5);
    auto const how_long = seen.chance.one_of<std::chrono::milliseconds>({300ms, 700ms, 1500ms});
    run_ranks_well(seen.ranks, seen.options, [&](context& talk) {
      for (auto& end : ends) {
        run_loop(seen, talk, end, [&](index_t, int rank) {
          auto const found = hangs.find(rank);
          if (found != hangs.end() && --found->second == 0) compute_for(how_long);
        });
      }
    });
    for (auto const& end : ends) {
      BOOST_TEST(exactly_once(end.results, seen.size) == "");
      BOOST_TEST(end.texts.empty());
      BOOST_TEST(end.through == seen.ranks);
      late += end.run.size() > seen.size;
    }
  });
  BOOST_TEST(late > 100);
}

BOOST_AUTO_TEST_CASE(a_root_that_is_slow_to_listen_takes_nobody_for_lost) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.terms.survive->patience = 300ms;
    auto end = ending();
    run_ranks_well(seen.ranks, seen.options, [&](context& talk) {
      auto const hands_out = talk.rank() == seen.terms.root;
      auto loop =
          managed_loop(&talk, seen.terms, {}, {}, hands_out ? seen.order : std::vector<index_t>());
      if (loop.manages()) {
        while (auto const raw = loop.next_result()) {
          end.results.push_back(raw->index);
          if (end.results.size() % 10 == 0) compute_for(2s);
        }
      } else {
        loop.work([&](index_t index, dlp::bytes&) -> std::optional<index_t> {
          end.run.push_back(index);
          compute_for(1ms);
          return std::nullopt;
        });
      }
    });
    BOOST_TEST(exactly_once(end.results, seen.size) == "");
    BOOST_TEST(end.run.size() == seen.size);
  });
}

BOOST_AUTO_TEST_CASE(a_loop_without_results_visits_all_at_least_once) {
  for_each_seed(100, [](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.terms.name = "split_managed";
    seen.terms.result.clear();
    auto visited = std::set<index_t>();
    auto through = 0;
    run_ranks_well(seen.ranks, seen.options, [&](context& talk) {
      {
        auto const hands_out = talk.rank() == seen.terms.root;
        auto loop = managed_loop(&talk, seen.terms, {}, {},
                                 hands_out ? seen.order : std::vector<index_t>());
        auto count = 0;
        while (loop.next()) {
          compute_for(300us);
          if (talk.rank() > 1 && ++count == talk.rank()) die();
          visited.insert(loop.index());
        }
      }
      ++through;
    });
    BOOST_TEST(visited.size() == seen.size);
    BOOST_TEST(through >= 2);
  });
}

BOOST_AUTO_TEST_CASE(an_agreement_that_survives_waits_for_the_living_alone) {
  for_each_seed(100, [](std::uint64_t seed) {
    auto const ranks = 3 + static_cast<int>(seed % 4);
    auto agreed = 0;
    run_ranks_well(ranks, {.seed = seed}, [&](context& talk) {
      if (talk.rank() == 2) {
        compute_for(std::chrono::microseconds(seed * 13));
        die();
      }
      auto here = call(talk, "barrier", 0, {}, on_loss::go_on);
      auto const sum = agree(here, 5, {}, [](auto numbers) {
        return verdict{std::accumulate(numbers.begin(), numbers.end(), index_t{0}), {}};
      });
      agreed += sum.number == static_cast<index_t>(5 * (ranks - 1));
    });
    BOOST_TEST(agreed == ranks - 1);
  });
}

BOOST_AUTO_TEST_CASE(the_rule_in_words_and_what_makes_no_sense) {
  BOOST_TEST(to_string(dlp::survive{.patience = 500ms, .deaths = 2}) ==
             "survive{.patience = 0.5 s, .deaths = 2}");
  require_sense({});
  BOOST_CHECK_THROW(require_sense({.deaths = 0}), dlp::usage_error);
  BOOST_CHECK_THROW(require_sense({.patience = -1s}), dlp::usage_error);
}

// contract: E4 E9
BOOST_AUTO_TEST_CASE(who_dies_on_the_way_to_the_end_of_its_range_is_not_waited_for) {
  for_each_seed(200, [](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.terms.size.reset();
    seen.order.clear();
    auto results = std::vector<index_t>();
    auto through = 0;
    auto died = false;
    run_ranks_well(seen.ranks, seen.options, [&](context& talk) {
      auto loop = managed_loop(&talk, seen.terms, {}, {});
      if (loop.manages()) {
        while (auto const raw = loop.next_result()) results.push_back(raw->index);
      } else {
        loop.work([&](index_t index, dlp::bytes&) -> std::optional<index_t> {
          compute_for(std::chrono::microseconds(index * 37 % 400));
          if (index < seen.size) return std::nullopt;
          if (talk.rank() == 1 && index == seen.size) {
            died = true;
            die();
          }
          return seen.size;
        });
      }
      ++through;
    });
    BOOST_TEST(through == seen.ranks - (died ? 1 : 0));
    BOOST_TEST(exactly_once(results, seen.size) == "");
  });
}

BOOST_AUTO_TEST_CASE(who_gets_on_with_a_long_chunk_is_not_silent) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto seen = scene(seed);
    seen.ranks = 2;
    seen.order.clear();
    seen.options.shared = nodes::one;  // there the manager sees how far a worker is
    seen.terms = {.name = "for_each", .size = 100, .schedule = dlp::fixed{100}};
    seen.terms.survive = dlp::survive{.patience = 200ms};
    auto const end = play(seen, [](index_t, int) { compute_for(10ms); });
    BOOST_TEST(end.texts.empty());
    BOOST_TEST(exactly_once(end.run, 100) == "");
  });
}

BOOST_AUTO_TEST_SUITE_END()
