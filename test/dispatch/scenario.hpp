// SPDX-License-Identifier: BSL-1.0
//
// A managed loop as a scenario that a seed tells: what the loop is about, who leaves it where, who
// throws, who stops it. Every rank plays its part, and `check` says whether all went as promised.
#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/managed_loop.hpp>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "every.hpp"
#include "exactly_once.hpp"
#include "loopback.hpp"

namespace dlp_test {

/// What the body of the loop does at an index, apart from its work.
enum class act { leave, fail, stop_here, stop_root };

struct scenario {
  int ranks = 2;
  index_t size = 0;
  loop_terms terms;
  std::vector<index_t> order = {};  ///< of a loop by cost
  int slowness = 1;                 ///< an example takes so many times 0 to 0.4 ms
  bool wrapped = false;             ///< the loop calls the body (`work`), and not the body the loop
  std::map<index_t, act> acts = {};
  std::map<int, act> at_once = {};  ///< the same, by rank, before the first example
  int faithful = -1;                ///< this rank does not leave
  bool with_tokens = false;         ///< every rank has a stop token
  std::optional<std::size_t> root_quits_after = {};  ///< so many results
  bool root_throws = false;                          ///< and not: leaves
  int odd = -1;                                      ///< this rank has `odd_terms`, or cannot begin
  std::optional<loop_terms> odd_terms = {};

  [[nodiscard]] auto root() const { return terms.root; }
  [[nodiscard]] auto has_results() const { return !terms.result.empty(); }
};

/// How a rank came out of the loop.
enum class way_out { none, end, left, own_exception, task_error, disagreement, another_error };

struct outcome {
  way_out how = way_out::none;
  std::string text = {};
  std::vector<dlp::failure> failures = {};
};

/// What happened, on all ranks: they take turns, so that none is in another's way.
struct record {
  std::vector<outcome> ranks;
  std::vector<index_t> visited;
  std::map<int, std::vector<index_t>> visited_by;  // by rank, the same
  std::vector<index_t> results;
  std::vector<dlp::failure> failed;  // what bodies threw
  std::set<int> stopped;             // ranks whose token was stopped
  bool root_quit = false;
  std::vector<std::string> wrong;  // what a rank saw itself
};

struct body_error : std::runtime_error {
  using runtime_error::runtime_error;
};

/// The result for an index: of many sizes, none and several messages' worth among them.
inline auto result_of(index_t index) -> dlp::bytes {
  constexpr std::size_t sizes[] = {0, 1, 8, 100, 5'000, 40'000};
  return dlp::bytes(sizes[index * 7 % 6], static_cast<std::byte>(index));
}

/// One rank in a scenario.
class player {
 public:
  player(context& talk, scenario const& told, std::vector<std::stop_source>& stops, record& seen)
      : talk_(talk), told_(told), stops_(stops), seen_(seen) {}

  void play() {
    auto& mine = seen_.ranks[static_cast<std::size_t>(talk_.rank())];
    try {
      mine.how = play_part();
    } catch (body_error const& thrown) {
      mine = {way_out::own_exception, thrown.what()};
    } catch (dlp::task_error const& thrown) {
      mine = {way_out::task_error, thrown.what(), thrown.failures()};
    } catch (dlp::disagreement const& thrown) {
      mine = {way_out::disagreement, thrown.what()};
    } catch (std::exception const& thrown) {
      mine = {way_out::another_error, thrown.what()};
    }
    if (talk_.in_body()) seen_.wrong.push_back("a rank is in a body for ever");
  }

 private:
  auto play_part() -> way_out {
    auto const is_odd = talk_.rank() == told_.odd;
    auto const terms = is_odd && told_.odd_terms ? *told_.odd_terms : told_.terms;
    if (is_odd && !told_.odd_terms) refuse_to_begin();
    auto const stop = told_.with_tokens ? stops_[static_cast<std::size_t>(talk_.rank())].get_token()
                                        : std::stop_token();
    auto const hands_out = talk_.rank() == terms.root;
    auto loop = managed_loop(&talk_, terms, stop, {}, hands_out ? told_.order : no_order);
    if (loop.manages()) return collect(loop);
    if (told_.wrapped) {
      loop.work([&](index_t index, dlp::bytes& packed) -> std::optional<index_t> {
        if (index >= told_.size) return told_.size;
        visit(index);
        packed = result_of(index);
        return std::nullopt;
      });
      return way_out::end;
    }
    if (auto const found = told_.at_once.find(talk_.rank()); found != told_.at_once.end()) {
      if (found->second == act::leave) return way_out::left;
      fail(dlp::failure::no_index);
    }
    while (loop.next()) {
      if (loop.index() >= told_.size) {
        loop.range_ends_at(told_.size);
      } else if (visit(loop.index()) == way_out::left) {
        return way_out::left;
      }
    }
    return way_out::end;
  }

  inline static std::vector<index_t> const no_order = {};

  /// As a range does that throws when it is asked for its size.
  [[noreturn]] void refuse_to_begin() {
    auto terms = told_.terms;
    terms.size.reset();
    try {
      throw body_error("no beginning");
    } catch (...) {
      managed_loop::cannot_begin(&talk_, terms);
      throw;
    }
  }

  auto collect(managed_loop& loop) -> way_out {
    if (!told_.has_results()) {
      static_cast<void>(loop.next());
      return way_out::end;
    }
    for (auto taken = std::size_t{0};; ++taken) {
      if (told_.root_quits_after == taken) {
        seen_.root_quit = true;
        if (told_.root_throws) throw body_error("the root has enough");
        return way_out::left;
      }
      auto const raw = loop.next_result();
      if (!raw) return way_out::end;
      seen_.results.push_back(raw->index);
      if (!std::ranges::equal(raw->packed, result_of(raw->index))) {
        seen_.wrong.push_back("the result of " + std::to_string(raw->index) + " is another's");
      }
    }
  }

  auto visit(index_t index) -> way_out {
    auto const rank = talk_.rank();
    if (!talk_.in_body()) seen_.wrong.push_back("a body that is not known to be one");
    if (told_.with_tokens && seen_.stopped.contains(rank)) {
      seen_.wrong.push_back("rank " + std::to_string(rank) + " was stopped, and goes on");
    }
    seen_.visited.push_back(index);
    seen_.visited_by[rank].push_back(index);
    compute_for(told_.slowness * std::chrono::microseconds(index * 37 % 400));
    auto const found = told_.acts.find(index);
    if (found == told_.acts.end()) return way_out::none;
    switch (found->second) {
      case act::leave:
        return rank == told_.faithful ? way_out::none : way_out::left;
      case act::stop_here:
        stop(rank);
        return way_out::none;
      case act::stop_root:
        stop(told_.root());
        return way_out::none;
      case act::fail:
        break;
    }
    fail(index);
  }

  [[noreturn]] void fail(index_t index) {
    auto const rank = talk_.rank();
    auto const text = "at " + std::to_string(index);
    seen_.failed.push_back(
        told_.wrapped ? dlp::failure{index, rank, host_name(), "dlp_test::body_error", text}
                      : unseen_failure(index, rank));
    throw body_error(text);
  }

  void stop(int rank) {
    stops_[static_cast<std::size_t>(rank)].request_stop();
    seen_.stopped.insert(rank);
  }

  context& talk_;
  scenario const& told_;
  std::vector<std::stop_source>& stops_;
  record& seen_;
};

inline auto by_index_and_rank(dlp::failure const& one) { return std::pair(one.index, one.rank); }

inline void check_sameness(record const& seen, std::vector<int> const& ranks) {
  auto texts = std::set<std::string>();
  for (auto const rank : ranks) texts.insert(seen.ranks[static_cast<std::size_t>(rank)].text);
  BOOST_TEST(texts.size() == 1u,
             "not the same text on all: " << *texts.begin() << " / " << *texts.rbegin());
}

/// Everything that was promised of the scenario, checked against what happened.
inline void check(scenario const& told, record const& seen) {
  for (auto const& sentence : seen.wrong) BOOST_ERROR(sentence);
  auto const is = [&](int rank, way_out how) {
    auto const& one = seen.ranks[static_cast<std::size_t>(rank)];
    BOOST_TEST((one.how == how), "rank " << rank << " came out in way " << int(one.how) << " ("
                                         << one.text << "), not " << int(how));
  };
  auto others = std::vector<int>();  // those who only do what the loop tells them to
  for (auto rank = 0; rank != told.ranks; ++rank) {
    auto const how = seen.ranks[static_cast<std::size_t>(rank)].how;
    if (how != way_out::left && how != way_out::own_exception) others.push_back(rank);
  }
  auto const all_have = [&](way_out how) {
    for (auto const rank : others) is(rank, how);
  };
  auto const all_have_failures = [&](std::vector<dlp::failure> const& expected) {
    all_have(way_out::task_error);
    check_sameness(seen, others);
    for (auto const rank : others) {
      auto failures = seen.ranks[static_cast<std::size_t>(rank)].failures;
      BOOST_TEST(std::ranges::is_sorted(failures, {}, &dlp::failure::index));
      std::ranges::sort(failures, {}, by_index_and_rank);
      BOOST_TEST((failures == expected),
                 "rank " << rank << " has other failures than those that happened");
    }
  };
  BOOST_TEST(at_most_once(seen.visited, told.size) == "");
  BOOST_TEST(at_most_once(seen.results, told.size) == "");
  if (told.terms.single_pass && told.at_once.empty()) {
    for (auto const& [rank, visited] : seen.visited_by) {
      BOOST_TEST(std::ranges::is_sorted(visited), "rank " << rank << " would have to walk back");
    }
  }

  if (told.odd_terms) {
    all_have(way_out::disagreement);
    BOOST_TEST(others.size() == static_cast<std::size_t>(told.ranks));
    auto const& odd = to_string(*told.odd_terms);
    for (auto const& one : seen.ranks)
      BOOST_TEST(one.text.find(odd) != std::string::npos, one.text);
    // With two roots two ranks may find out, each with words of its own.
    auto const about_the_root = told.odd_terms->root != told.root();
    if (!about_the_root || (told.odd != 0 && told.odd != told.root())) check_sameness(seen, others);
    return;
  }
  if (told.odd != -1) {
    is(told.odd, way_out::own_exception);
    all_have_failures(
        {{dlp::failure::no_index, told.odd, host_name(), "dlp_test::body_error", "no beginning"}});
    return;
  }
  if (seen.root_quit) {
    is(told.root(), told.root_throws ? way_out::own_exception : way_out::left);
    BOOST_TEST(others.size() + 1 == static_cast<std::size_t>(told.ranks));
    if (told.root_throws) {
      all_have_failures({unseen_failure(dlp::failure::no_index, told.root())});
    } else {
      all_have(way_out::end);
    }
    return;
  }
  if (!seen.failed.empty()) {
    auto expected = seen.failed;
    std::ranges::sort(expected, {}, by_index_and_rank);
    all_have_failures(expected);
    for (auto const& one : expected) {
      is(one.rank, told.wrapped ? way_out::task_error : way_out::own_exception);
    }
    return;
  }
  all_have(way_out::end);
  auto const someone_stayed = others.size() > 1;  // others than the root
  if (!seen.stopped.empty() || !someone_stayed) return;
  BOOST_TEST(exactly_once(seen.visited, told.size) == "");
  if (told.has_results()) BOOST_TEST(exactly_once(seen.results, told.size) == "");
}

/// Plays stories one after another on the same ranks, and checks each.
inline auto play(std::vector<scenario> const& stories, network_options options) -> run_report {
  auto const ranks = stories.front().ranks;
  auto seen = std::vector<record>(stories.size());
  auto stops = std::vector<std::vector<std::stop_source>>(stories.size());
  for (auto i = std::size_t{0}; i != stories.size(); ++i) {
    seen[i].ranks.resize(static_cast<std::size_t>(ranks));
    stops[i].resize(static_cast<std::size_t>(ranks));
  }
  auto report = run_ranks_well(ranks, std::move(options), [&](context& talk) {
    for (auto i = std::size_t{0}; i != stories.size(); ++i) {
      player(talk, stories[i], stops[i], seen[i]).play();
    }
  });
  if (report.deadlocked) return report;  // the rest would only repeat it
  for (auto i = std::size_t{0}; i != stories.size(); ++i) {
    BOOST_TEST_CONTEXT("loop " << i << ": " << to_string(stories[i].terms)) {
      check(stories[i], seen[i]);
    }
  }
  return report;
}

/// What the manager says of the chunks of one loop, checked against the promises: in order, or in
/// the order of the costs; and only indices travel.
inline void check_chunks(scenario const& told, run_report const& report) {
  auto const& sent = report.sent[static_cast<std::size_t>(told.root())];
  auto fresh = index_t{0};
  for (auto const& one : sent) {
    if (one.what != word::work) continue;
    BOOST_TEST(one.bytes == 48 + 8 * one.indices.size());
    BOOST_TEST(one.range.first <= fresh, "some were passed over");
    if (one.range.first != fresh) {
      BOOST_TEST(one.range.last <= fresh, "some that came back travel with others");
    } else {
      fresh = one.range.last;
    }
    if (told.order.empty()) {
      BOOST_TEST(one.indices.empty());
    } else {
      auto const due = std::span(told.order).subspan(one.range.first, one.range.size());
      BOOST_TEST(std::ranges::equal(one.indices, due));
    }
  }
}

/// Of the chunks that the manager of a loop sent, how many went to a worker that still had one.
inline auto chunks_ahead(run_report const& report, int root) -> int {
  auto ahead = 0;
  for (auto rank = 0; rank != static_cast<int>(report.sent.size()); ++rank) {
    auto handed = std::vector<std::chrono::nanoseconds>();
    auto done = std::vector<std::chrono::nanoseconds>();
    for (auto const& one : report.sent[static_cast<std::size_t>(root)]) {
      if (one.what == word::work && one.to == rank) handed.push_back(one.at);
    }
    for (auto const& one : report.sent[static_cast<std::size_t>(rank)]) {
      if (one.what == word::done) done.push_back(one.at);
    }
    for (auto i = std::size_t{1}; i < handed.size(); ++i) {
      if (i > done.size() || handed[i] < done[i - 1]) ++ahead;
    }
  }
  return ahead;
}

/// How many of the chunks were handed out a second time, though nobody left: taken back.
inline auto chunks_taken_back(run_report const& report, int root) -> int {
  auto fresh = index_t{0};
  auto again = 0;
  for (auto const& one : report.sent[static_cast<std::size_t>(root)]) {
    if (one.what != word::work) continue;
    if (one.range.first < fresh) ++again;
    fresh = std::max(fresh, one.range.last);
  }
  return again;
}

/// Draws stories of one kind each.
class story_teller {
 public:
  explicit story_teller(std::uint64_t seed) : dice_(seed), seed_(seed) {}

  [[nodiscard]] auto options() -> network_options {
    return {.seed = seed_,
            .delayed = dice_.one_of<double>({0, 0.1, 0.6}),
            .rendezvous = dice_.chance(0.5),
            .shared = dice_.one_of<nodes>({nodes::one, nodes::one_for_each, nodes::some})};
  }
  [[nodiscard]] auto ranks() -> int { return 2 + dice_.below(5); }

  /// Everyone does as the loop says.
  auto complete(int ranks) -> scenario {
    auto told =
        scenario{.ranks = ranks, .size = dice_.one_of<index_t>({0, 1, 2, 7, 40, 120}), .terms = {}};
    told.slowness = dice_.one_of<int>({0, 1, 1, 20});
    told.terms = {.name = "split_managed",
                  .size = told.size,
                  .schedule = dice_.one_of(every<dlp::schedule>({dlp::fixed{3}})),
                  .root = dice_.chance(0.7) ? 0 : dice_.below(ranks),
                  .single_pass = dice_.chance(0.2)};
    if (dice_.chance(0.4)) told.terms.size.reset();
    if (told.terms.size && !told.terms.single_pass && dice_.chance(0.4)) go_by_cost(told);
    told.wrapped = dice_.chance(0.5);
    told.with_tokens = dice_.chance(0.2);
    if (told.wrapped && dice_.chance(0.6)) told.terms.result = "bytes";
    return told;
  }

  /// The same scenario over so many examples.
  auto of_size(index_t size, scenario told) -> scenario {
    told.size = size;
    if (told.terms.size) told.terms.size = size;
    if (std::exchange(told.terms.longest_first, false)) go_by_cost(told);
    return told;
  }

  /// Some leave by `break`; one worker stays, or none has to.
  auto leaving(int ranks, bool one_stays) -> scenario {
    auto told = bare(ranks);
    scatter(told, act::leave);
    scatter_at_once(told, act::leave);
    if (one_stays) {
      told.faithful = some_worker(told);
      told.at_once.erase(told.faithful);
    }
    return told;
  }

  /// All leave, each at its first example.
  auto left_by_all(int ranks) -> scenario {
    auto told = bare(ranks);
    for (auto i = index_t{0}; i != told.size; ++i) told.acts[i] = act::leave;
    return told;
  }

  auto failing(int ranks) -> scenario {
    auto told = complete(ranks);
    if (!told.wrapped) {
      scatter(told, act::leave);
      scatter_at_once(told, dice_.chance(0.5) ? act::leave : act::fail);
    }
    scatter(told, act::fail);
    return told;
  }

  auto stopped(int ranks) -> scenario {
    auto told = complete(ranks);
    told.with_tokens = true;
    scatter(told, dice_.chance(0.5) ? act::stop_here : act::stop_root);
    return told;
  }

  auto quit_by_root(int ranks) -> scenario {
    auto told = complete(ranks);
    told.wrapped = true;
    told.terms.result = "bytes";
    told.root_quits_after = dice_.below(told.size + 2);
    told.root_throws = dice_.chance(0.5);
    return told;
  }

  auto not_begun(int ranks) -> scenario {
    auto told = complete(ranks);
    told.odd = dice_.chance(0.3) ? told.root() : dice_.below(ranks);
    return told;
  }

  auto disagreed(int ranks) -> scenario {
    auto told = complete(ranks);
    told.odd = dice_.below(ranks);
    told.odd_terms = told.terms;
    auto& odd = *told.odd_terms;
    switch (dice_.below(5)) {
      case 0:
        odd.size = told.terms.size ? std::optional(*told.terms.size + 1) : 7;
        break;
      case 1:
        odd.schedule = dlp::fixed{2};
        break;
      case 2:
        odd.name = "for_each";
        break;
      case 3:
        odd.longest_first = !odd.longest_first;
        break;
      default:
        odd.root = (odd.root + 1 + dice_.below(ranks - 1)) % ranks;
    }
    return told;
  }

  auto any(int ranks) -> scenario {
    switch (dice_.below(9)) {
      case 0:
        return leaving(ranks, true);
      case 1:
        return leaving(ranks, false);
      case 2:
        return left_by_all(ranks);
      case 3:
        return failing(ranks);
      case 4:
        return stopped(ranks);
      case 5:
        return quit_by_root(ranks);
      case 6:
        return not_begun(ranks);
      case 7:
        return disagreed(ranks);
      default:
        return complete(ranks);
    }
  }

 private:
  auto bare(int ranks) -> scenario {
    auto told = complete(ranks);
    told.wrapped = false;
    told.terms.result.clear();
    return told;
  }

  void go_by_cost(scenario& told) {
    told.terms.longest_first = true;
    told.order.clear();
    for (auto index = index_t{0}; index != told.size; ++index) told.order.push_back(index);
    for (auto i = told.order.size(); i > 1; --i) {
      std::swap(told.order[i - 1], told.order[dice_.below(i)]);
    }
  }

  auto some_worker(scenario const& told) -> int {
    return (told.root() + 1 + dice_.below(told.ranks - 1)) % told.ranks;
  }

  void scatter(scenario& told, act what) {
    auto const probability = dice_.one_of<double>({0.03, 0.2, 0.6});
    for (auto i = index_t{0}; i != told.size; ++i) {
      if (dice_.chance(probability)) told.acts[i] = what;
    }
  }

  void scatter_at_once(scenario& told, act what) {
    for (auto rank = 0; rank != told.ranks; ++rank) {
      if (dice_.chance(0.15)) told.at_once[rank] = what;
    }
  }

  dice dice_;
  std::uint64_t seed_;
};

}  // namespace dlp_test
