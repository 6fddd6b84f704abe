// SPDX-License-Identifier: BSL-1.0
//
// The ledger against a naive account of the same loop, which knows of each item where it is.
#include <dispatch/ledger/ledger.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(ledger_test)

using namespace dlp::detail;
using dlp::failure;
using dlp::index_range;
using dlp::index_t;

namespace {

auto failure_at(index_t item, int rank = 0) -> failure {
  return {.index = item, .rank = rank, .host = "node", .type = {}, .text = {}};
}

/// A loop whose holders do what the choices say. For each item it knows how often it was visited,
/// and checks after each step that the ledger's counts are right.
class world {
 public:
  world(index_t size, int holders, dlp::error_policy const& policy = dlp::collect(),
        std::vector<index_range> const& done = {})
      : book(size, policy, holders, 2, done), visited(size), holders_(holders) {
    for (auto const range : done) visit(range);
  }

  static constexpr auto kinds = 8;

  /// One step of a kind by a holder; `n` is how many, where that is asked. Whether it was possible.
  auto step(int kind, int who, index_t n) -> bool {
    auto const& has = book.with(who);
    if (!book.is_present(who)) {
      if (kind != 7) return false;
      book.returns(who);
      return true;
    }
    switch (kind) {
      case 0:
        if (book.stopped()) return false;
        return !book.take(who, n).empty();
      case 1:
        if (book.stopped() || !has.empty()) return false;
        return book.take_again(who).has_value();
      case 2: {  // it is through with its first chunk, or with a part of that
        if (has.empty()) return false;
        auto const range = has.front().range;
        auto const to = std::min(range.last, range.first + n);
        visit({range.first, to});
        book.done(who, {range.first, to});
        return true;
      }
      case 3: {  // what it has not begun of its last chunk is taken back
        if (has.empty() || has.back().is != ledger::kind::fresh) return false;
        auto const range = has.back().range;
        book.recall(who, has.size() - 1, std::min(range.last, range.first + n));
        return true;
      }
      case 4: {  // it leaves, at an item or before it has begun
        auto const range = has.empty() ? index_range() : has.front().range;
        auto const to = std::min(range.last, range.first + n);
        visit({range.first, to});
        book.leaves(who, {range.first, to});
        return true;
      }
      case 5: {  // it is lost, in the n-th item of its first chunk; the first has been settled
        auto begun_below = std::vector<index_t>();
        for (auto const& [range, is] : has) begun_below.push_back(range.first);
        if (!has.empty()) {
          auto const range = has.front().range;
          begun_below.front() = std::min(range.last, range.first + n);
          if (n > 1 && range.size() > 1) {
            book.settled(who, range.first);
            visit({range.first, range.first + 1});
          }
        }
        if (auto const failed = book.lost({who, "node"}, begun_below)) {
          given_up[failed->index] = true;
          static_cast<void>(book.spoiled(*failed));
        }
        return true;
      }
      case 6: {  // the body throws at the first item of its chunk, and the worker goes on
        if (has.empty()) return false;
        auto const at = has.front().range.first;
        if (has.front().range.empty()) return false;
        visit({at, at + 1});
        if (book.failed(failure_at(at, who), at) == after_failure::again) {
          --visited[at];
        } else {
          given_up[at] = true;
        }
        visit({at + 1, has.front().range.last});
        book.done(who, has.front().range);
        return true;
      }
      default:
        return false;
    }
  }

  /// Everybody comes back, and does what there is to do.
  void finish() {
    for (auto who = 0; who != holders_; ++who) {
      if (!book.is_present(who)) book.returns(who);
    }
    for (auto busy = true; busy;) {
      busy = false;
      for (auto who = 0; who != holders_; ++who) {
        while (step(2, who, ~index_t{0} / 2)) busy = true;
        if (step(0, who, 1) || step(1, who, 1)) busy = true;
      }
    }
  }

  /// What is wrong, in a sentence, once all is done.
  [[nodiscard]] auto fault(bool losses) const -> std::string {
    if (!book.over()) return "it is not over";
    for (auto item = std::size_t{0}; item != visited.size(); ++item) {
      auto const is_given_up = given_up.contains(item);
      if (visited[item] == 0 && !is_given_up) return "nobody visits " + std::to_string(item);
      if (visited[item] > 1 && !losses) return "visited twice: " + std::to_string(item);
    }
    return "";
  }

  ledger book;
  std::vector<int> visited;  // with success, or for the last time
  std::map<index_t, bool> given_up;

 private:
  void visit(index_range range) {
    for (auto item = range.first; item < range.last; ++item) ++visited[item];
  }
  int holders_;
};

}  // namespace

// contract: S1 S7
// In so many steps, after which everybody does the rest.
BOOST_AUTO_TEST_CASE(every_way_that_a_small_loop_can_go_visits_each_item_once) {
  constexpr auto items = index_t{3};
  constexpr auto holders = 2;
  constexpr auto depth = 5;
  struct choice {
    int kind;
    int who;
    index_t n;
  };
  auto choices = std::vector<choice>();
  for (auto const kind : {0, 1, 2, 3, 4, 7}) {
    for (auto who = 0; who != holders; ++who) {
      for (auto const n : {index_t{1}, index_t{2}}) {
        if (n == 1 || kind == 0 || kind == 2) choices.push_back({kind, who, n});
      }
    }
  }
  auto ways = 0;
  auto wrong = std::string();
  auto so_far = std::vector<choice>();
  auto const play = [&] {
    auto one = world(items, holders);
    for (auto const& [kind, who, n] : so_far) {
      if (!one.step(kind, who, n)) return false;
    }
    ++ways;
    one.finish();
    if (wrong.empty()) wrong = one.fault(false);
    return true;
  };
  auto const go_on = [&](auto const& self) -> void {
    for (auto const& next : choices) {
      so_far.push_back(next);
      if (play() && so_far.size() < depth) self(self);
      so_far.pop_back();
    }
  };
  go_on(go_on);
  BOOST_TEST(wrong == "");
  BOOST_TEST(ways > 2'000);
}

namespace {

/// What is wrong with a loop of up to 4 holders after 60 steps that the seed chooses.
auto fault_after(std::uint64_t seed, bool losses, bool failures) -> std::string {
  auto random = std::mt19937_64(seed);
  auto const below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  auto const holders = 1 + below(4);
  auto one = world(static_cast<index_t>(below(30)), holders,
                   failures ? dlp::error_policy(dlp::retry{2}) : dlp::collect());
  for (auto step = 0; step != 60; ++step) {
    auto const kind = below(world::kinds);
    if ((kind == 5 && !losses) || (kind == 6 && !failures)) continue;
    one.step(kind, below(holders), 1 + random() % 6);
  }
  one.finish();
  return one.fault(losses);
}

}  // namespace

// contract: S1 S7 E2
BOOST_AUTO_TEST_CASE(whatever_becomes_of_the_holders_each_item_is_visited_once) {
  for (auto seed = std::uint64_t{0}; seed != 2'000; ++seed) {
    BOOST_REQUIRE_MESSAGE(fault_after(seed, false, seed % 2 == 0) == "", "seed " << seed);
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(what_lost_holders_had_is_visited_or_given_up) {
  for (auto seed = std::uint64_t{0}; seed != 2'000; ++seed) {
    BOOST_REQUIRE_MESSAGE(fault_after(seed, true, seed % 2 == 0) == "", "seed " << seed);
  }
}

BOOST_AUTO_TEST_CASE(what_is_done_before_it_begins_is_not_visited) {
  auto one = world(10, 2, dlp::collect(), {{0, 2}, {4, 5}, {9, 10}});
  BOOST_TEST(one.book.remaining() == 6u);
  BOOST_TEST(one.book.visits() == 4u);
  BOOST_TEST((one.book.take(0, 5) == index_range{2, 4}));
  one.finish();
  BOOST_TEST(one.fault(false) == "");
  auto all = world(4, 1, dlp::collect(), {{0, 4}});
  BOOST_TEST(all.book.over());
}

// contract: S5
BOOST_AUTO_TEST_CASE(what_is_not_chosen_does_not_count) {
  auto const done = std::vector<index_range>{{0, 2}, {4, 9}};
  auto const book = ledger(10, dlp::stop{}, 1, 1, done, 4);
  BOOST_TEST((book.total() == dlp::index_t{6}));
  BOOST_TEST(book.visits() == 3U);
  BOOST_TEST(book.remaining() == 3U);
}

BOOST_AUTO_TEST_CASE(work_can_be_added_while_it_is_done) {
  auto book = ledger(2, dlp::collect());
  BOOST_TEST((book.take(0, 5) == index_range{0, 2}));
  BOOST_TEST(!book.over());
  BOOST_TEST((book.add(3) == index_range{2, 5}));
  book.done(0, {0, 2});
  BOOST_TEST(!book.over());
  BOOST_TEST((book.take(0, 5) == index_range{2, 5}));
  book.done(0, {2, 5});
  BOOST_TEST(book.over());
  BOOST_TEST((book.size() == index_t{5}));
  BOOST_TEST((book.add(1) == index_range{5, 6}));
  BOOST_TEST(!book.over());
  BOOST_TEST(book.contradiction() == "");
}

// contract: S5
BOOST_AUTO_TEST_CASE(each_holder_of_a_range_without_size_finds_its_end_or_that_it_goes_on) {
  auto book = ledger(std::nullopt, dlp::stop(), 3);
  BOOST_TEST(!book.take_probe(0).has_value());
  static_cast<void>(book.take(0, 2));
  static_cast<void>(book.take(1, 4));
  static_cast<void>(book.take(2, 1));
  book.done(0, {0, 2});
  book.done(1, {2, 5}, true);  // it has 5
  BOOST_TEST((book.size() == index_t{5}));
  BOOST_TEST(!book.take_probe(1).has_value());
  BOOST_TEST(!book.take_probe(2).has_value());  // it has something to do
  auto const probe = book.take_probe(0);
  BOOST_REQUIRE(probe.has_value());
  BOOST_TEST((probe->range == index_range{5, 6}));
  BOOST_TEST(!book.over());
  book.done(0, {5, 5}, true);
  BOOST_TEST(!book.take_probe(0).has_value());
  BOOST_TEST(book.contradiction() == "");
  book.done(2, {6, 6}, true);
  BOOST_TEST(book.contradiction() == "rank 2 finds 6 examples, and other ranks found 5");
}

// contract: S5 E4
BOOST_AUTO_TEST_CASE(who_finds_an_item_where_others_end_contradicts_unless_something_failed) {
  for (auto const fails : {false, true}) {
    auto book = ledger(std::nullopt, dlp::collect(), 2);
    static_cast<void>(book.take(0, 4));
    static_cast<void>(book.take(1, 4));
    book.done(0, {0, 3}, true);
    book.done(1, {4, 5});
    if (fails) static_cast<void>(book.failed(failure_at(4), 4));
    auto const text = "rank 1 finds at least 5 examples, and other ranks found 3";
    BOOST_TEST(book.contradiction() == (fails ? "" : text));
    BOOST_TEST(book.over());
  }
}

// contract: S5
BOOST_AUTO_TEST_CASE(an_end_before_a_chunk_is_no_visit) {
  auto book = ledger(std::nullopt, dlp::collect(), 2);
  static_cast<void>(book.take(0, 1));
  static_cast<void>(book.take(1, 1));
  static_cast<void>(book.take(1, 1));
  book.done(0, {0, 1});
  book.done(1, {1, 1}, true);
  book.done(1, {2, 1}, true);  // its chunk begins behind the end
  BOOST_TEST(book.visits() == 1u);
  BOOST_TEST(book.contradiction() == "");
}

// contract: S5 E4 E13
BOOST_AUTO_TEST_CASE(what_is_left_out_says_nothing_of_where_a_range_ends) {
  auto book = ledger(std::nullopt, dlp::skip(), 2);
  static_cast<void>(book.take(0, 4));
  static_cast<void>(book.failed(failure_at(0), 0));
  book.done(0, {0, 3}, true);
  BOOST_TEST(book.take_probe(1).has_value());
  book.done(1, {3, 4});  // it has one there
  BOOST_TEST(book.contradiction() == "rank 1 finds at least 4 examples, and other ranks found 3");
}

// contract: S5
BOOST_AUTO_TEST_CASE(what_lies_behind_an_end_is_not_given_to_who_found_another) {
  auto book = ledger(std::nullopt, dlp::collect(), 2);
  static_cast<void>(book.take(0, 8));
  static_cast<void>(book.broken(failure_at(failure::no_index)));
  book.done(0, {0, 7}, true);
  static_cast<void>(book.take(1, 8));
  BOOST_TEST(book.with(1).empty());
  book.returns(1);
  BOOST_TEST(book.over());
}

// contract: E2
BOOST_AUTO_TEST_CASE(each_policy_says_what_follows_a_failure) {
  auto const after_one = [](dlp::error_policy const& policy) {
    auto book = ledger(4, policy, 2);
    static_cast<void>(book.take(0, 4));
    return book.failed(failure_at(1), 1);
  };
  BOOST_TEST((after_one(dlp::stop()) == after_failure::stop));
  BOOST_TEST((after_one(dlp::collect()) == after_failure::go_on));
  BOOST_TEST((after_one(dlp::retry{1}) == after_failure::again));
  BOOST_TEST((after_one(dlp::retry{0}) == after_failure::go_on));
  BOOST_TEST((after_one(dlp::skip()) == after_failure::go_on));
}

// contract: E2 E13
BOOST_AUTO_TEST_CASE(what_no_body_has_thrown_is_neither_tried_again_nor_left_out) {
  auto again = ledger(4, dlp::retry{3}, 2);
  BOOST_TEST((again.broken(failure_at(1)) == after_failure::go_on));
  BOOST_TEST((again.failed(failure_at(failure::no_index), {}) == after_failure::go_on));
  BOOST_TEST(again.outcome().failures.size() == 2u);
  auto skipping = ledger(4, dlp::skip(), 2);
  static_cast<void>(skipping.broken(failure_at(1)));
  static_cast<void>(skipping.failed(failure_at(2), 2));
  static_cast<void>(skipping.spoiled(failure_at(3)));
  BOOST_TEST(skipping.outcome().failures.size() == 1u);
  BOOST_TEST(skipping.outcome().left_out.size() == 2u);
}

// contract: E2
BOOST_AUTO_TEST_CASE(what_is_not_tried_again_after_all_counts_as_failed) {
  auto book = ledger(2, dlp::retry{1}, 2);
  static_cast<void>(book.take(0, 2));
  static_cast<void>(book.failed(failure_at(0, 0), 0));
  book.done(0, {0, 2});
  BOOST_TEST(book.left_over() == 1u);
  BOOST_TEST(!book.over());
  BOOST_TEST(book.stop());
  BOOST_TEST(!book.stop());
  BOOST_TEST(book.over());
  book.end({.has_work = true, .of = 2});
  BOOST_TEST(book.outcome().failures.size() == 1u);
  BOOST_TEST(book.outcome().interrupted == "");
}

BOOST_AUTO_TEST_CASE(what_a_signal_has_cut_short_is_as_if_it_had_not_been_begun) {
  for (auto const* by : {"SIGTERM", ""}) {
    auto book = ledger(2, dlp::stop(), 2);
    static_cast<void>(book.take(0, 2));
    book.cut_short(failure_at(0, 0), 0);
    book.done(0, {0, 2});
    static_cast<void>(book.stop());
    BOOST_TEST(book.left_over() == 1u);
    book.end({.by = by, .has_work = book.has_work(), .of = 2});
    BOOST_TEST(book.outcome().interrupted.empty() == (*by == '\0'));
    BOOST_TEST(book.outcome().failures.size() == (*by == '\0' ? 1u : 0u));
  }
}

BOOST_AUTO_TEST_CASE(what_a_signal_has_cut_short_is_no_failure_beside_one_and_no_visit) {
  for (auto const fails : {false, true}) {
    auto book = ledger(9, dlp::collect(), 2);
    static_cast<void>(book.take(0, 3));
    if (fails) static_cast<void>(book.failed(failure_at(0, 0), 0));
    book.cut_short(failure_at(2, 0), 2);
    book.done(0, {0, 3});
    static_cast<void>(book.stop());
    book.end({.by = "SIGTERM", .has_work = book.has_work(), .of = 9});
    BOOST_TEST(book.outcome().failures.size() == (fails ? 1u : 0u));
    if (!fails)
      BOOST_TEST(book.outcome().interrupted == dlp::detail::interrupted_after("SIGTERM", 2, 9));
  }
}

BOOST_AUTO_TEST_CASE(a_loop_that_returns_what_is_done_forgets_what_it_has_not_tried_again) {
  auto book = ledger(3, dlp::retry{1}, 2);
  static_cast<void>(book.take(0, 3));
  for (auto times = 0; times != 2; ++times) static_cast<void>(book.failed(failure_at(1), 1));
  static_cast<void>(book.failed(failure_at(0), 0));
  book.done(0, {0, 3});
  book.stop();
  book.end({.has_work = book.has_work(), .of = 3, .returns = true});
  BOOST_TEST(book.outcome().failures.size() == 1u);  // the one that failed for good
  BOOST_TEST(book.outcome().failures[0].index == 1u);
}

namespace {

/// What becomes of a loop over 4 items that is stopped with two left: one has failed, of another it
/// depends on the policy whether it is tried again.
auto after_a_stop(dlp::error_policy const& policy, bool is_kept, bool breaks = false)
    -> loop_outcome {
  auto book = ledger(4, policy);
  static_cast<void>(book.take(0, 2));
  static_cast<void>(book.failed(failure_at(1), 1));
  book.done(0, {0, 2});
  book.stop();
  book.end({.by = "SIGTERM", .is_kept = is_kept, .has_work = book.has_work(), .of = 4});
  if (breaks) static_cast<void>(book.broken(failure_at(failure::no_index)));
  return book.outcome();
}

}  // namespace

// contract: E2 S7
BOOST_AUTO_TEST_CASE(a_loop_that_is_interrupted_leaves_to_the_next_run_what_will_run_again) {
  auto const kept = after_a_stop(dlp::collect(), true);
  BOOST_TEST(kept.interrupted == "SIGTERM, after 2 of 4 examples");
  BOOST_TEST(kept.failures.size() == 1u);
  auto const again = after_a_stop(dlp::retry{1}, false);  // as if it had not been begun
  BOOST_TEST(again.interrupted == "SIGTERM, after 2 of 4 examples");
  BOOST_TEST(again.failures.empty());
}

// contract: E2 S7
BOOST_AUTO_TEST_CASE(failures_that_nobody_will_see_again_stand_before_an_interruption) {
  BOOST_TEST(after_a_stop(dlp::collect(), false).interrupted == "");
  BOOST_TEST(after_a_stop(dlp::stop(), true).interrupted == "");
  auto const broken = after_a_stop(dlp::retry{1}, true, true);
  BOOST_TEST(broken.interrupted == "");
  BOOST_TEST(broken.failures.size() == 1u);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_loop_that_is_stopped_when_all_is_done_was_not_interrupted) {
  auto book = ledger(1, dlp::collect());
  static_cast<void>(book.take(0, 1));
  book.done(0, {0, 1});
  book.stop();
  book.end({.by = "SIGTERM", .has_work = book.has_work(), .of = 1});
  BOOST_TEST(book.outcome().interrupted == "");
}

// contract: S7
BOOST_AUTO_TEST_CASE(an_item_with_which_enough_holders_were_lost_is_not_given_again) {
  auto book = ledger(1, dlp::collect(), 3, 2);
  static_cast<void>(book.take(0, 1));
  auto const begun = std::vector<index_t>{1};
  BOOST_TEST(!book.lost({0, "node"}, begun).has_value());
  auto const again = book.take_again(1);
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST((again->is == ledger::kind::suspect));
  auto const failed = book.lost({1, "node"}, begun);
  BOOST_REQUIRE(failed.has_value());
  BOOST_TEST(failed->index == 0u);
  BOOST_TEST(book.present() == 1);
  BOOST_TEST(book.busy() == 0);
}

// contract: S7
BOOST_AUTO_TEST_CASE(an_item_that_was_lost_and_not_begun_again_is_given_to_the_next) {
  auto book = ledger(1, dlp::collect(), 3, 2);
  static_cast<void>(book.take(0, 1));
  BOOST_TEST(!book.has_again());
  static_cast<void>(book.lost({0, "node"}, std::vector<index_t>{1}));
  BOOST_TEST(book.has_again());
  BOOST_TEST(book.take_again(1).has_value());
  BOOST_TEST(!book.has_again());
  book.leaves(1);  // before it has begun
  BOOST_TEST(!book.over());
  auto const again = book.take_again(2);
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST((again->is == ledger::kind::suspect));
}

BOOST_AUTO_TEST_CASE(the_lowest_that_is_open_is_with_somebody_or_to_be_given_again) {
  auto book = ledger(100, dlp::retry{1}, 3, 2);
  BOOST_TEST(!book.lowest_open());
  static_cast<void>(book.take(1, 10));
  static_cast<void>(book.take(2, 10));
  BOOST_TEST(*book.lowest_open() == 0u);
  book.done(1, {0, 10});
  BOOST_TEST(*book.lowest_open() == 10u);
  static_cast<void>(book.failed(failure_at(10, 2), 10));
  book.done(2, {10, 20});
  BOOST_TEST(*book.lowest_open() == 10u);  // waits for another try
  BOOST_TEST(book.has_again());
  static_cast<void>(book.take_again(1));
  book.done(1, {10, 11});
  BOOST_TEST(!book.lowest_open());
  static_cast<void>(book.take(1, 5));
  static_cast<void>(book.lost({1, "node"}, std::vector<index_t>{25}));
  BOOST_TEST(*book.lowest_open() == 20u);  // was lost with who had it
}

BOOST_AUTO_TEST_SUITE_END()
