// SPDX-License-Identifier: BSL-1.0
//
// Loops with a feeder on the simulated wire. A seed tells which tree there is to walk, which bodies
// throw and which ranks die; and the tree itself says what is to be done.
#include <dlp/dispatch/growing_loop.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdint>
#include <dlp/core/error.hpp>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>

#include "every.hpp"
#include "loopback.hpp"

BOOST_AUTO_TEST_SUITE(simulated_growing_loop_test)

using namespace dlp_test;

namespace {

constexpr auto most_children = index_t{3};

/// A number that stands for an item, and looks like chance.
auto number_of(item_path const& path) -> std::uint64_t {
  auto number = std::uint64_t{0};
  for (auto const one : path) number = (number + one + 1) * 0x9e3779b97f4a7c15U;
  return number >> 32U;
}

/// Its path in words, and of many sizes, several messages' worth among them.
auto data_of(item_path const& path) -> dlp::bytes {
  constexpr std::size_t padding[] = {0, 0, 8, 400, 40'000};
  auto data = dlp::bytes();
  for (auto const c : to_string(path)) data.push_back(static_cast<std::byte>(c));
  data.resize(data.size() + padding[number_of(path) % 5]);
  return data;
}

/// What the seed leaves open.
struct story {
  explicit story(std::uint64_t seed) : chance(seed) {
    ranks = 2 + chance.below(5);
    options = {.seed = seed,
               .delayed = chance.one_of<double>({0, 0.1, 0.6}),
               .rendezvous = chance.chance(0.5),
               .shared = chance.one_of<nodes>({nodes::one, nodes::one_for_each, nodes::some})};
    terms = {.name = "tree",
             .result = "bytes",
             .size = chance.one_of<index_t>({0, 1, 2, 7, 20}),
             .schedule = chance.one_of(every<dlp::schedule>({dlp::fixed{3}})),
             .root = chance.chance(0.7) ? 0 : chance.below(ranks)};
    order = chance.chance(0.5) ? item_order::depth_first : item_order::breadth_first;
    depth = 1 + static_cast<std::size_t>(chance.below(4));
    slowness = chance.one_of<int>({0, 1, 1, 30});
  }

  [[nodiscard]] auto children_of(item_path const& path) const -> index_t {
    return path.size() == depth ? 0 : number_of(path) % (most_children + 1);
  }

  /// All that there is to be done, where those of `without` make nothing.
  [[nodiscard]] auto items(std::set<item_path> const& without = {}) const -> std::set<item_path> {
    auto all = std::set<item_path>();
    auto next = std::vector<item_path>();
    for (auto seed = index_t{0}; seed != *terms.size; ++seed) next.push_back({seed});
    while (!next.empty()) {
      auto const path = next.back();
      next.pop_back();
      all.insert(path);
      for (auto child = index_t{0}; !without.contains(path) && child != children_of(path);
           ++child) {
        next.push_back(path);
        next.back().push_back(child);
      }
    }
    return all;
  }

  /// Some items, none of which comes from another of them.
  [[nodiscard]] auto some(double share) -> std::set<item_path> {
    auto found = std::set<item_path>();
    for (auto const& path : items()) {
      auto const is_below = [&](item_path const& one) {
        return one.size() < path.size() && std::equal(one.begin(), one.end(), path.begin());
      };
      if (chance.chance(share) && std::ranges::none_of(found, is_below)) found.insert(path);
    }
    return found;
  }

  dice chance;
  int ranks;
  network_options options;
  loop_terms terms;
  item_order order;
  std::size_t depth;
  int slowness;
  bool hands_over = false;          // some children by add_now
  int stops_at = -1;                // at the so-many-th item
  std::optional<int> root_takes;    // so many results, and leaves
  std::set<item_path> throws = {};  // whose bodies do, once they have added
  bool throws_once = false;
  std::map<int, int> dies_at = {};  // by rank: at its so-many-th item
  std::optional<item_path> poison;  // who does this one dies
};

struct played {
  std::map<item_path, int> runs;
  std::map<item_path, int> results;
  std::vector<std::string> wrong;
  std::vector<std::vector<dlp::failure>> failures;  // of ranks that threw a task_error
  int through = 0;                                  // ranks that did not
  std::size_t most_waiting = 0;
  index_t most_at_once = 1;  // items in a chunk
};

class player {
 public:
  player(context& talk, story const& told, played& seen, std::stop_source& stop)
      : talk_(talk), told_(told), seen_(seen), stop_(stop) {}

  void play() {
    auto const is_root = talk_.rank() == told_.terms.root;
    try {
      auto loop = growing_loop(&talk_, told_.terms, told_.order,
                               is_root ? stop_.get_token() : std::stop_token(), {},
                               [this](auto const& item, auto& made) { visit(item, made); });
      BOOST_TEST(loop.is_root() == is_root);
      if (is_root) collect(loop);
      ++seen_.through;
    } catch (dlp::task_error const& thrown) {
      seen_.failures.push_back(thrown.failures());
    }
    BOOST_TEST(!talk_.in_body());
  }

 private:
  void collect(growing_loop& loop) {
    for (auto taken = 0; told_.root_takes != taken; ++taken) {
      auto const result = loop.next_result();
      if (!result) break;
      ++seen_.results[result->path];
      if (result->packed != data_of(result->path)) wrong(result->path, "has another's result");
    }
    seen_.most_waiting = loop.most_waiting();
  }

  void visit(given_item const& item, made_of_item& made) {
    auto const& path = item.path;
    if (item.is_seed != (path.size() == 1)) wrong(path, "is no seed, or is one");
    if (!item.is_seed && !std::ranges::equal(item.data, data_of(path)))
      wrong(path, "has another's data");
    ++seen_.runs[path];
    for (auto number = index_t{0}; number != told_.children_of(path); ++number) {
      auto child = path;
      child.push_back(number);
      auto one = added_item{made.children++, data_of(child)};
      if (told_.hands_over && number_of(child) % 2 == 0)
        item.add_now(std::move(one));
      else
        made.added.push_back(std::move(one));
    }
    compute_for(told_.slowness * std::chrono::microseconds(number_of(path) % 400));
    if (static_cast<int>(seen_.runs.size()) == told_.stops_at) stop_.request_stop();
    auto const due = told_.dies_at.find(talk_.rank());
    if ((due != told_.dies_at.end() && ++done_ == due->second) || path == told_.poison) die();
    auto const is_first = seen_.runs[path] == 1;
    if (told_.throws.contains(path) && (is_first || !told_.throws_once))
      throw std::domain_error(to_string(path));
    made.result = data_of(path);
  }

  void wrong(item_path const& path, std::string const& what) {
    seen_.wrong.push_back("item " + to_string(path) + " " + what);
  }

  context& talk_;
  story const& told_;
  played& seen_;
  std::stop_source& stop_;
  int done_ = 0;
};

auto play(story const& told) -> played {
  auto seen = played();
  auto stop = std::stop_source();
  auto const report = run_ranks_well(told.ranks, told.options,
                                     [&](context& talk) { player(talk, told, seen, stop).play(); });
  for (auto const& one : report.sent[static_cast<std::size_t>(told.terms.root)])
    if (one.what == word::work) seen.most_at_once = std::max(seen.most_at_once, one.range.size());
  for (auto const& sentence : seen.wrong) BOOST_ERROR(sentence);
  auto const all = told.items();
  for (auto const& [path, times] : seen.results)
    BOOST_TEST((times == 1 && all.contains(path)), to_string(path) << " " << times << " times");
  for (auto const& [path, times] : seen.runs)
    BOOST_TEST(((times == 1 || told.terms.survive || told.throws_once) && all.contains(path)),
               to_string(path) << " " << times << " times");
  return seen;
}

auto keys_of(std::map<item_path, int> const& all) -> std::set<item_path> {
  auto keys = std::set<item_path>();
  for (auto const& [path, times] : all) keys.insert(path);
  return keys;
}

auto without(std::set<item_path> all, std::set<item_path> const& some) -> std::set<item_path> {
  for (auto const& one : some) all.erase(one);
  return all;
}

/// Every rank that lives knows the same: what has failed, which by its text is an item.
auto failed_items(played const& seen) -> std::set<std::string> {
  auto items = std::set<std::string>();
  for (auto const& failures : seen.failures) BOOST_TEST((failures == seen.failures.front()));
  if (seen.failures.empty()) return items;
  for (auto const& one : seen.failures.front()) items.insert(one.text);
  BOOST_TEST(items.size() == seen.failures.front().size());
  return items;
}

auto in_words(std::set<item_path> const& paths) -> std::set<std::string> {
  auto words = std::set<std::string>();
  for (auto const& path : paths) words.insert(to_string(path));
  return words;
}

}  // namespace

// contract: T2
BOOST_AUTO_TEST_CASE(each_item_is_done_once_and_then_it_ends_under_any_delivery_order) {
  auto done = std::size_t{0};
  for_each_seed(600, [&](std::uint64_t seed) {
    auto told = story(seed);
    told.hands_over = told.chance.chance(0.3);
    auto const seen = play(told);
    BOOST_TEST((keys_of(seen.runs) == told.items()));
    BOOST_TEST((keys_of(seen.results) == told.items()));
    BOOST_TEST(seen.through == told.ranks);
    auto const of_each_worker = most_children * (told.depth - 1 + seen.most_at_once);
    if (told.order == item_order::depth_first && !told.hands_over)
      BOOST_TEST(seen.most_waiting <= static_cast<std::size_t>(told.ranks - 1) * of_each_worker);
    done += seen.runs.size();
  });
  BOOST_TEST(done > 9'000);
  BOOST_TEST_MESSAGE(done << " items were done");
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_ends_it_with_what_is_under_way) {
  auto cut_short = 0;
  for_each_seed(300, [&](std::uint64_t seed) {
    auto told = story(seed);
    told.hands_over = told.chance.chance(0.3);
    told.stops_at = 1 + told.chance.below(20);
    auto const seen = play(told);
    BOOST_TEST(seen.through == told.ranks);
    BOOST_TEST((keys_of(seen.results) == keys_of(seen.runs)));
    cut_short += seen.runs.size() < told.items().size() ? 1 : 0;
  });
  BOOST_TEST(cut_short > 60);
}

// contract: M2
BOOST_AUTO_TEST_CASE(a_root_that_leaves_ends_it_for_all) {
  for_each_seed(300, [](std::uint64_t seed) {
    auto told = story(seed);
    told.root_takes = told.chance.below(20);
    auto const seen = play(told);
    BOOST_TEST(seen.through == told.ranks);
    BOOST_TEST(seen.results.size() <= static_cast<std::size_t>(*told.root_takes));
  });
}

// contract: T2 E1 E2
BOOST_AUTO_TEST_CASE(bodies_that_throw_have_added_nothing_and_all_ranks_hear_of_each) {
  auto failed = std::size_t{0};
  for_each_seed(500, [&](std::uint64_t seed) {
    auto told = story(seed);
    told.throws = told.some(told.chance.one_of<double>({0.02, 0.2}));
    auto const does_the_rest = told.chance.chance(0.6);
    if (does_the_rest) told.terms.on_error = dlp::collect{};
    auto const seen = play(told);
    auto const items = failed_items(seen);
    BOOST_TEST((seen.through == 0 || told.throws.empty()));
    BOOST_TEST(seen.through + static_cast<int>(seen.failures.size()) == told.ranks);
    auto const left = told.items(told.throws);
    if (does_the_rest) {
      BOOST_TEST((items == in_words(told.throws)));
      BOOST_TEST((keys_of(seen.runs) == left));
      BOOST_TEST((keys_of(seen.results) == without(left, told.throws)));
    } else {
      BOOST_TEST(std::ranges::includes(in_words(told.throws), items));
      BOOST_TEST(std::ranges::includes(left, keys_of(seen.runs)));
    }
    failed += items.size();
  });
  BOOST_TEST(failed > 400);
}

// contract: T2 E2
BOOST_AUTO_TEST_CASE(what_is_tried_again_adds_once) {
  auto again = std::size_t{0};
  for_each_seed(300, [&](std::uint64_t seed) {
    auto told = story(seed);
    told.throws = told.some(0.2);
    told.throws_once = true;
    told.terms.on_error = dlp::retry{1};
    auto const seen = play(told);
    BOOST_TEST(seen.through == told.ranks);
    BOOST_TEST((keys_of(seen.results) == told.items()));
    for (auto const& one : told.throws) BOOST_TEST(seen.runs.at(one) == 2);
    again += told.throws.size();
  });
  BOOST_TEST(again > 400);
}

// contract: T2 E9
BOOST_AUTO_TEST_CASE(what_lost_ranks_had_is_done_by_others_and_adds_once) {
  auto again = std::ptrdiff_t{0};
  for_each_seed(500, [&](std::uint64_t seed) {
    auto told = story(seed);
    told.terms.survive = dlp::survive{.deaths = 10};
    auto const faithful = (told.terms.root + 1) % told.ranks;
    for (auto rank = 0; rank != told.ranks; ++rank) {
      if (rank != told.terms.root && rank != faithful && told.chance.chance(0.7))
        told.dies_at[rank] = 1 + told.chance.below(6);
    }
    auto const seen = play(told);
    BOOST_TEST(seen.failures.empty());
    BOOST_TEST((keys_of(seen.results) == told.items()));
    again += std::ranges::count_if(seen.runs, [](auto const& one) { return one.second > 1; });
  });
  BOOST_TEST(again > 100);
}

// contract: T2 E9
BOOST_AUTO_TEST_CASE(an_item_that_kills_its_ranks_fails_alone) {
  auto found = 0;
  for_each_seed(500, [&](std::uint64_t seed) {
    auto told = story(seed);
    auto const some = told.some(0.3);
    if (told.ranks < 4 || some.empty()) return;
    told.terms.survive = dlp::survive{.deaths = 2};
    told.terms.on_error = dlp::collect{};
    told.poison = *some.begin();
    auto const seen = play(told);
    BOOST_TEST((keys_of(seen.results) == without(told.items({*told.poison}), {*told.poison})));
    BOOST_TEST(seen.runs.at(*told.poison) == 2);
    failed_items(seen);
    for (auto const& failures : seen.failures) {
      BOOST_TEST(failures.size() == 1u);
      BOOST_TEST(failures[0].index == told.poison->front());
    }
    BOOST_TEST(seen.failures.size() + 2 == static_cast<std::size_t>(told.ranks));
    ++found;
  });
  BOOST_TEST(found > 100);
}

BOOST_AUTO_TEST_SUITE_END()
