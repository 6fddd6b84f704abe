// SPDX-License-Identifier: BSL-1.0
//
// The manager against workers that say their lines by hand.
#include <dispatch/managed/manager.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/pace/earlier_pace.hpp>
#include <dlp/core/error.hpp>
#include <functional>
#include <iterator>
#include <optional>
#include <source_location>
#include <string>
#include <tuple>
#include <vector>

#include "loopback.hpp"
#include "standard_error.hpp"

BOOST_AUTO_TEST_SUITE(manager_test)

using namespace dlp_test;
using namespace std::chrono_literals;
using dlp::index_range;

namespace {

/// A worker that is nothing but its messages.
class scripted_rank {
 public:
  explicit scripted_rank(call& here) : here_(here) { here_.say_hello(); }

  [[nodiscard]] auto rank() { return here_.talk().rank(); }
  [[nodiscard]] auto hear() -> message { return here_.receive(); }
  [[nodiscard]] auto hear(word expected) -> message {
    auto what = hear();
    BOOST_TEST((what.what == expected), "heard word " << int(what.what));
    return what;
  }
  /// The next chunk; empty at the end.
  [[nodiscard]] auto chunk() -> index_range {
    auto const what = hear();
    return what.what == word::work ? what.range : index_range();
  }
  void say(word what, index_range range = {}, dlp::bytes body = {}, std::uint32_t flags = 0) {
    here_.send(here_.root(), what, std::move(body), range, flags);
  }
  /// Reports on a chunk, as if its examples had taken so long.
  void report(index_range range, double seconds, dlp::bytes body = {}) {
    auto made = make_message(here_.number(), word::done, range);
    made.seconds = seconds;
    made.body = std::move(body);
    here_.talk().send(here_.root(), std::move(made));
    ++reports_;
  }
  /// Begins so many of the first chunk that it has not reported on; how many are begun now.
  auto begin(index_t most) -> index_t {
    auto* const stealable_chunks = here_.talk().stealable_chunks_of(rank(), here_.root());
    return stealable_chunks ? stealable_chunks[reports_ % 2].begin(most) : most;
  }
  /// Lets the others go on until something is so.
  void wait_until(std::function<bool()> const& is_so) {
    while (!is_so()) compute_for(10us);
  }
  /// What comes when the manager is given all the time to say something.
  [[nodiscard]] auto hear_all() -> std::vector<message> {
    auto heard = std::vector<message>();
    for (auto i = 0; i != 100; ++i) {
      compute_for(1ms);
      if (auto what = here_.try_receive()) heard.push_back(std::move(*what));
    }
    return heard;
  }
  /// Does all that there is to do.
  void finish() {
    for (auto what = hear(); what.what == word::work; what = hear()) {
      auto const [first, last] = what.range;
      report({first, what.flags & can_be_stolen ? first + begin(last - first) : last}, 0);
    }
  }

 private:
  call& here_;
  int reports_ = 0;
};

auto packed_result(index_t index, std::size_t size = 1) -> dlp::bytes {
  auto body = dlp::bytes();
  append(body, index);
  append(body, std::uint64_t{size});
  body.resize(body.size() + size);
  return body;
}

/// The root manages, the others are puppets.
auto run_puppets(int ranks, loop_terms const& terms, std::function<void(manager&)> const& root,
                 std::function<void(scripted_rank&)> const& worker, network_options options = {},
                 std::vector<index_t> const& order = {}, progress_options const& shown = {})
    -> run_report {
  return run_ranks_well(ranks, std::move(options), [&](context& talk) {
    auto here = call(talk, to_string(terms), terms.root);
    if (here.at_root()) {
      auto managing = manager(here, terms, order, {}, shown);
      root(managing);
    } else {
      auto working = scripted_rank(here);
      worker(working);
    }
  });
}

void serve(manager& managing) { BOOST_TEST(!managing.next_result()); }

}  // namespace

// contract: S8
BOOST_AUTO_TEST_CASE(chunks_are_handed_out_in_increasing_order_by_the_schedule) {
  auto chunks = std::vector<index_range>();
  run_puppets(2, {.name = "loop", .size = 10, .schedule = dlp::fixed{4}}, serve,
              [&](scripted_rank& one) {
                for (auto range = one.chunk(); !range.empty(); range = one.chunk()) {
                  chunks.push_back(range);
                  one.say(word::done, range);
                }
              });
  BOOST_TEST((chunks == std::vector<index_range>{{0, 4}, {4, 8}, {8, 10}}));
}

BOOST_AUTO_TEST_CASE(a_single_pass_range_is_handed_out_one_by_one) {
  auto const terms =
      loop_terms{.name = "loop", .size = 10, .schedule = dlp::fixed{4}, .single_pass = true};
  auto const report = run_puppets(2, terms, serve, [](scripted_rank& one) { one.finish(); });
  BOOST_TEST(report.count(0, word::work) == 10u);
}

namespace {

/// How many chunks the only worker of a loop has in its hands before its first, second, … report,
/// when each of its examples takes so long.
auto chunks_in_hand(loop_terms const& terms, nodes shared, double example_seconds)
    -> std::vector<std::size_t> {
  auto counts = std::vector<std::size_t>();
  run_puppets(2, terms, serve,
              [&](scripted_rank& one) {
                auto in_hand = std::deque<index_range>();
                while (true) {
                  for (auto const& what : one.hear_all()) {
                    if (what.what == word::end) return;
                    BOOST_TEST((what.flags == can_be_stolen) ==
                               (shared == nodes::one && !terms.single_pass));
                    in_hand.push_back(what.range);
                  }
                  counts.push_back(in_hand.size());
                  auto const given = in_hand.front();
                  in_hand.pop_front();
                  one.begin(given.size());
                  one.report(given, example_seconds * static_cast<double>(given.size()));
                }
              },
              {.shared = shared});
  return counts;
}

using counts = std::vector<std::size_t>;

}  // namespace

// contract: M1
BOOST_AUTO_TEST_CASE(a_worker_has_its_next_chunk_ahead_once_an_example_has_been_measured) {
  BOOST_TEST(
      (chunks_in_hand({.name = "loop", .size = 6}, nodes::one, 1e-3) == counts{1, 2, 2, 2, 2, 1}));
  auto const threes = loop_terms{.name = "loop", .size = 12, .schedule = dlp::fixed{3}};
  BOOST_TEST((chunks_in_hand(threes, nodes::one, 10) == counts{1, 2, 2, 1}));
}

BOOST_AUTO_TEST_CASE(in_a_single_pass_loop_no_chunk_comes_ahead) {
  auto const terms = loop_terms{.name = "loop", .size = 6, .single_pass = true};
  BOOST_TEST((chunks_in_hand(terms, nodes::one, 1e-3) == counts{1, 1, 1, 1, 1, 1}));
}

// What a worker on another node has cannot be taken back from it.
BOOST_AUTO_TEST_CASE(on_another_node_no_chunk_comes_ahead_but_where_its_round_trip_is_long) {
  auto const terms = loop_terms{.name = "loop", .size = 60};
  auto const long_examples = chunks_in_hand(terms, nodes::one_for_each, 1e3);
  BOOST_TEST(std::ranges::count(long_examples, 1u) == 60);

  auto const short_ones = chunks_in_hand(terms, nodes::one_for_each, 1e-9);
  auto const ahead = std::ranges::count(short_ones, 2u);
  BOOST_TEST((ahead > 50 && ahead < 58), ahead << " times ahead");  // now and then it is measured
  BOOST_TEST(short_ones.front() == 1u);
  BOOST_TEST(short_ones.back() == 1u);
}

namespace {

/// A loop over 30 examples, of which three workers have 10 each. One is through with its own, which
/// took so long; one has begun 9, and one has begun 2. What the first gets then, and how long after
/// its report.
struct moved {
  std::vector<index_range> ranges = {};
  std::chrono::nanoseconds after = {};
};

auto moved_from_others(std::uint64_t seed, double seconds) -> moved {
  auto what_moved = moved();
  auto begun = 0;
  auto first_rank = 0;
  auto const terms = loop_terms{.name = "loop", .size = 30, .schedule = dlp::fixed{10}};
  auto const has_enough = [&] { return what_moved.ranges.size() == 3; };
  auto const report =
      run_puppets(4, terms, serve,
                  [&](scripted_rank& one) {
                    auto const given = one.chunk();
                    if (given.first == 0) {
                      first_rank = one.rank();
                      one.wait_until([&] { return begun == 2; });
                      one.begin(10);
                      one.report(given, seconds);
                      while (!has_enough()) {
                        what_moved.ranges.push_back(one.chunk());
                        one.begin(10);
                        one.report(what_moved.ranges.back(), seconds);
                      }
                    } else {
                      one.begin(given.first == 10 ? 9 : 2);
                      ++begun;
                      one.wait_until(has_enough);
                      one.report({given.first, given.first + one.begin(10)}, seconds);
                    }
                    one.finish();
                  },
                  {.seed = seed, .delayed = 0, .shared = nodes::one});
  auto const sent_at = [&](int from, int to, word what, int skipped) {
    for (auto const& sent : report.sent[static_cast<std::size_t>(from)]) {
      if (sent.to == to && sent.what == what && skipped-- == 0) return sent.at;
    }
    return std::chrono::nanoseconds();
  };
  what_moved.after = sent_at(0, first_rank, word::work, 1) - sent_at(first_rank, 0, word::done, 0);
  return what_moved;
}

}  // namespace

BOOST_AUTO_TEST_CASE(who_has_nothing_gets_half_of_the_longest_rest_that_another_has_not_begun) {
  auto at_once = 0;
  for_each_seed(50, [&](std::uint64_t seed) {
    auto const [ranges, after] = moved_from_others(seed, 1);
    BOOST_TEST((ranges == std::vector<index_range>{{26, 30}, {24, 26}, {23, 24}}));
    at_once += after < 500us;
  });
  BOOST_TEST(at_once > 0);
}

BOOST_AUTO_TEST_CASE(what_is_less_work_than_its_messages_moves_only_to_who_has_nothing_for_long) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto const [ranges, after] = moved_from_others(seed, 10e-6);
    BOOST_TEST((ranges.front() == index_range{26, 30}));
    BOOST_TEST((after > 1ms));
  });
}

// Two workers have a chunk each. The second one is through at once, and is given a part of what the
// first has not begun; nothing is taken back once more because it had to wait before.
BOOST_AUTO_TEST_CASE(nothing_is_taken_back_for_who_has_something_by_now) {
  for_each_seed(5, [](std::uint64_t seed) {
    auto moved = index_range();
    auto left_to = index_t{0};
    run_puppets(3, {.name = "loop", .size = 200, .schedule = dlp::fixed{100}}, serve,
                [&](scripted_rank& one) {
                  auto given = one.chunk();
                  one.begin(given.first == 0 ? 1 : 100);
                  if (given.first == 0) {
                    compute_for(20ms);
                    left_to = given.last = one.begin(100);
                  } else {
                    one.report(given, 0);
                    moved = given = one.chunk();
                    one.begin(1);
                    compute_for(20ms);
                    given.last = given.first + one.begin(100);
                  }
                  one.report(given, 0);
                  one.finish();
                },
                {.seed = seed, .delayed = 0, .shared = nodes::one});
    BOOST_TEST(moved.last == 100U);
    BOOST_TEST(moved.first == left_to);
  });
}

// One worker has all that there is, and another one leaves, which had to wait; it may be that it
// was given a part just before.
BOOST_AUTO_TEST_CASE(nothing_is_taken_back_for_who_has_left) {
  auto left_in_time = 0;
  for_each_seed(5, [&](std::uint64_t seed) {
    auto has_begun = false;
    auto was_given = false;
    auto begun = index_t{0};
    run_puppets(3, {.name = "loop", .size = 100, .schedule = dlp::fixed{100}}, serve,
                [&](scripted_rank& one) {
                  if (one.rank() == 2) {
                    one.wait_until([&] { return has_begun; });
                    one.say(word::left);
                    was_given = std::ranges::count(one.hear_all(), word::work, &message::what) != 0;
                    return;
                  }
                  static_cast<void>(one.chunk());
                  one.begin(1);
                  has_begun = true;
                  compute_for(50ms);
                  begun = one.begin(100);
                  one.report({0, begun}, 0);
                  one.finish();
                },
                {.seed = seed, .delayed = 0, .shared = nodes::one});
    BOOST_TEST((was_given || begun == 100U));
    left_in_time += was_given ? 0 : 1;
  });
  BOOST_TEST(left_in_time > 0);
}

namespace {

/// A loop over 1000 examples whose results are taken in order: for each worker 64 of them, or two
/// chunks, are within reach behind the lowest that is not done.
auto in_order(index_t chunk) -> loop_terms {
  return {.name = "loop", .size = 1000, .schedule = dlp::fixed{chunk}, .in_order = true};
}

}  // namespace

// The first of two workers is late with its chunk, and the other one goes on as far as it may.
BOOST_AUTO_TEST_CASE(two_chunks_for_each_worker_are_within_reach) {
  for_each_seed(5, [](std::uint64_t seed) {
    auto is_late = true;
    auto reached = index_t{0};
    run_puppets(3, in_order(100), serve,
                [&](scripted_rank& one) {
                  auto given = one.chunk();
                  if (given.first == 0) {
                    compute_for(20ms);
                    is_late = false;
                  }
                  while (is_late) {
                    reached = given.last;
                    one.report(given, 0);
                    given = one.chunk();
                  }
                  one.report(given, 0);
                  one.finish();
                },
                {.seed = seed, .delayed = 0});
    BOOST_TEST(reached == 400U);
  });
}

// The first chunk is late. Another worker soon has nothing, and a third one sends results, one by
// one and without end: what the first has not begun is taken back for the second all the same.
BOOST_AUTO_TEST_CASE(who_has_nothing_for_long_gets_something_whatever_others_say_meanwhile) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto is_relieved = false;
    auto has_ended = false;
    run_puppets(4, in_order(10), serve,
                [&](scripted_rank& one) {
                  auto given = one.chunk();
                  if (given.first == 0) {
                    one.begin(2);
                    one.wait_until([&] { return is_relieved || has_ended; });
                    one.report({0, one.begin(10)}, 20e-6);
                  } else if (given.first == 10) {
                    one.begin(10);
                    for (auto i = 0; i != 1000 && !is_relieved; ++i) {
                      one.say(word::results);
                      compute_for(100us);
                    }
                    has_ended = true;
                    BOOST_TEST(is_relieved);
                    one.report(given, 100e-6);
                  } else {
                    while (given.first >= 10) {
                      one.begin(10);
                      one.report(given, 100e-6);
                      given = one.chunk();
                    }
                    is_relieved = true;
                    one.begin(10);
                    one.report(given, 100e-6);
                  }
                  one.finish();
                },
                {.seed = seed, .delayed = 0, .shared = nodes::one});
  });
}

// The first chunk is late, and the others come to have nothing, one after the other: the first of
// them waits no longer because others have come to wait as well.
BOOST_AUTO_TEST_CASE(who_has_nothing_for_long_gets_something_however_many_follow) {
  constexpr auto chunk = index_t{50};
  constexpr auto workers = 6;
  for_each_seed(5, [](std::uint64_t seed) {
    auto is_relieved = false;
    run_puppets(1 + workers, in_order(chunk), serve,
                [&](scripted_rank& one) {
                  auto given = one.chunk();
                  auto const place = given.first / chunk;
                  one.begin(chunk / (place == 0 ? 2 : 1));
                  if (place == 0) {
                    compute_for(10ms);
                    given.last = one.begin(chunk);
                  } else if (place != workers - 1) {
                    compute_for(place * 700us);
                    if (place == workers - 2) BOOST_TEST(is_relieved);
                  }
                  one.report(given, 0);
                  for (given = one.chunk(); !given.empty(); given = one.chunk()) {
                    if (given.first < chunk) is_relieved = true;
                    given.last = given.first + one.begin(given.size());
                    one.report(given, 0);
                  }
                },
                {.seed = seed, .delayed = 0, .shared = nodes::one});
  });
}

// The first chunk is late, and two workers come to have nothing, one after the other: the second
// one is the first to get something.
BOOST_AUTO_TEST_CASE(who_gets_nothing_keeps_its_place_among_those_who_wait) {
  for_each_seed(5, [](std::uint64_t seed) {
    auto waiting = 0;
    auto next_of_first = index_range();
    auto next_of_second = index_range();
    run_puppets(4, in_order(100), serve,
                [&](scripted_rank& one) {
                  auto const given = one.chunk();
                  if (given.first == 0) {
                    one.wait_until([&] { return waiting == 2; });
                    one.report(given, 0);
                  } else if (given.first == 100) {
                    one.wait_until([&] { return waiting == 1; });
                    one.report(given, 0);
                    BOOST_TEST(one.hear_all().empty());
                    waiting = 2;
                    next_of_second = one.chunk();
                    one.report(next_of_second, 0);
                  } else {
                    one.report(given, 0);
                    for (auto heard = one.hear_all(); !heard.empty(); heard = one.hear_all())
                      for (auto const& what : heard) one.report(what.range, 0);
                    waiting = 1;
                    next_of_first = one.chunk();
                    one.report(next_of_first, 0);
                  }
                  one.finish();
                },
                {.seed = seed, .delayed = 0});
    BOOST_TEST(next_of_second.first > 0U);
    BOOST_TEST(next_of_second.first < next_of_first.first);
  });
}

// A theft is quicker than a message: single examples would else go in circles.
BOOST_AUTO_TEST_CASE(of_a_chunk_that_its_rank_has_not_heard_of_one_example_stays) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto moved = std::vector<index_range>();
    run_puppets(3, {.name = "loop", .size = 7, .schedule = dlp::fixed{4}}, serve,
                [&](scripted_rank& one) {
                  auto const given = one.chunk();
                  if (given.first == 0) {
                    for (auto const& what : one.hear_all()) BOOST_TEST((what.what == word::end));
                    BOOST_TEST(one.begin(10) == 1u);
                    one.report({0, 1}, 1);
                  } else {
                    one.begin(10);
                    one.report(given, 1);
                    for (auto range = one.chunk(); !range.empty(); range = one.chunk()) {
                      moved.push_back(range);
                      one.begin(10);
                      one.report(range, 1);
                    }
                    return;
                  }
                  one.finish();
                },
                {.seed = seed, .delayed = 0, .shared = nodes::one});
    BOOST_TEST((moved == std::vector<index_range>{{2, 4}, {1, 2}}));
  });
}

BOOST_AUTO_TEST_CASE(the_chunk_that_came_ahead_is_taken_back_whole) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto has_one = 0;
    auto busy_has_both = false;
    auto moved = index_range();
    run_puppets(3, {.name = "loop", .size = 40, .schedule = dlp::fixed{10}}, serve,
                [&](scripted_rank& one) {
                  auto const given = one.chunk();
                  ++has_one;
                  one.wait_until([&] { return has_one == 2; });
                  if (given.first == 0) {
                    one.begin(10);
                    one.report(given, 1);
                    auto const second = one.chunk();
                    auto const ahead = one.chunk();
                    BOOST_TEST((second == index_range{20, 30}));
                    BOOST_TEST((ahead == index_range{30, 40}));
                    one.begin(1);
                    busy_has_both = true;
                    one.wait_until([&] { return !moved.empty(); });
                    one.report({20, 20 + one.begin(10)}, 1);
                    BOOST_TEST(one.begin(10) == 0u);
                    one.report({30, 30}, 0);
                  } else {
                    one.wait_until([&] { return busy_has_both; });
                    one.begin(10);
                    one.report(given, 1);
                    moved = one.chunk();
                    one.begin(10);
                    one.report(moved, 1);
                  }
                  one.finish();
                },
                {.seed = seed, .shared = nodes::one});
    BOOST_TEST((moved == index_range{30, 40}));
  });
}

BOOST_AUTO_TEST_CASE(from_another_node_nothing_is_taken_back) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto has_one = 0;
    auto others_heard = std::vector<message>();
    auto heard_all = false;
    run_puppets(3, {.name = "loop", .size = 20, .schedule = dlp::fixed{10}}, serve,
                [&](scripted_rank& one) {
                  auto const given = one.chunk();
                  ++has_one;
                  one.wait_until([&] { return has_one == 2; });
                  if (given.first == 0) {
                    one.report(given, 10);
                    others_heard = one.hear_all();
                    heard_all = true;
                  } else {
                    one.wait_until([&] { return heard_all; });
                    one.report(given, 10);
                  }
                  BOOST_TEST(one.chunk().empty());
                },
                {.seed = seed, .shared = nodes::one_for_each});
    BOOST_TEST(others_heard.empty());
  });
}

// contract: S8
BOOST_AUTO_TEST_CASE(by_cost_each_chunk_lists_its_indices_in_the_order_of_the_costs) {
  auto const order = std::vector<index_t>{5, 2, 8, 0, 9, 1, 7, 3, 6, 4};
  auto const terms =
      loop_terms{.name = "loop", .size = 10, .schedule = dlp::fixed{4}, .longest_first = true};
  auto visited = std::vector<index_t>();
  run_puppets(
      2, terms, serve,
      [&](scripted_rank& one) {
        auto position = index_t{0};
        for (auto what = one.hear(); what.what == word::work; what = one.hear()) {
          BOOST_TEST(what.range.first == position);
          position = what.range.last;
          std::ranges::copy(indices_in(what), std::back_inserter(visited));
          one.say(word::done, what.range);
        }
      },
      {}, order);
  BOOST_TEST(visited == order);
}

// contract: S7 S8
BOOST_AUTO_TEST_CASE(by_cost_what_is_given_back_is_what_was_not_visited) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto const order = std::vector<index_t>{5, 2, 8, 0, 9, 1, 7, 3};
    auto const terms =
        loop_terms{.name = "loop", .size = 8, .schedule = dlp::fixed{4}, .longest_first = true};
    auto visited = std::vector<index_t>();
    run_puppets(
        3, terms, serve,
        [&](scripted_rank& one) {
          for (auto what = one.hear(); what.what == word::work; what = one.hear()) {
            auto indices = indices_in(what);
            auto const leaves = indices.front() == 5;
            auto const most = leaves ? index_t{1} : indices.size();
            indices.resize(what.flags & can_be_stolen ? one.begin(most) : most);
            std::ranges::copy(indices, std::back_inserter(visited));
            auto const first = what.range.first;
            auto const done = index_range{first, first + indices.size()};
            if (leaves) {
              one.say(word::left, done);
              return;
            }
            one.report(done, 1);
          }
        },
        {.seed = seed, .shared = seed % 2 == 0 ? nodes::one : nodes::one_for_each}, order);
    std::ranges::sort(visited);
    BOOST_TEST((visited == std::vector<index_t>{0, 1, 2, 3, 5, 7, 8, 9}));
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(what_is_given_back_goes_to_who_waits_for_work) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto second_half = index_range();
    auto leaver = 0;
    run_puppets(3, {.name = "loop", .size = 8, .schedule = dlp::fixed{8}}, serve,
                [&](scripted_rank& one) {
                  auto const given = one.chunk();
                  if (given == index_range{0, 8}) {
                    leaver = one.rank();
                    one.say(word::left, {0, 3});
                  } else {
                    second_half = given;
                    one.say(word::done, given);
                    BOOST_TEST(one.chunk().empty());
                  }
                },
                {.seed = seed});
    BOOST_TEST(leaver != 0);
    BOOST_TEST((second_half == index_range{3, 8}));
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_rank_that_leaves_before_it_opens_its_chunk_gives_back_that_chunk_alone) {
  auto chunks = std::vector<index_range>();
  run_puppets(3, {.name = "loop", .size = 4}, serve, [&](scripted_rank& one) {
    if (one.rank() == 1) {
      one.wait_until([&] { return !chunks.empty(); });  // the other goes first
      one.say(word::left);
      return;
    }
    for (auto range = one.chunk(); !range.empty(); range = one.chunk()) {
      chunks.push_back(range);
      one.say(word::done, range);
    }
  });
  auto visited = std::vector<index_t>();
  for (auto const range : chunks) visited.push_back(range.first);
  std::ranges::sort(visited);
  BOOST_TEST((visited == std::vector<index_t>{0, 1, 2, 3}));
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_failure_halts_those_who_work_and_ends_the_loop_for_all) {
  auto const body_of = [](index_t index) {
    auto body = dlp::bytes();
    append(body, std::vector{dlp::failure{index, 1, "here", "bad", "luck"}});
    return body;
  };
  auto const report = run_puppets(
      3, {.name = "loop", .size = 100, .schedule = dlp::fixed{10}},
      [](manager& managing) {
        BOOST_CHECK_EXCEPTION(static_cast<void>(managing.next_result()), dlp::task_error,
                              [](auto const& thrown) {
                                auto const& all = thrown.failures();
                                return all.size() == 2 && all[0].index < all[1].index;
                              });
      },
      [&](scripted_rank& one) {
        auto const given = one.hear(word::work).range;
        if (one.rank() == 1) {
          one.say(word::failed, {}, body_of(given.first + 1));
          one.say(word::failed, {}, body_of(given.first));
        }
        static_cast<void>(one.hear(word::halt));
        one.say(word::done, {given.first, given.first + 2});
        auto const end = one.hear(word::end);
        auto body = byte_reader(end.body);
        BOOST_TEST(take_failures(body).size() == 2u);
      });
  BOOST_TEST(report.count(0, word::work) == 2u);
}

// contract: E1 E2
BOOST_AUTO_TEST_CASE(what_a_stop_keeps_from_being_tried_again_has_failed) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto failed_on = 0;
    auto told = 0;
    run_puppets(
        3, {.name = "loop", .size = 1, .on_error = dlp::retry{3}},
        [](manager& managing) {
          BOOST_CHECK_EXCEPTION(static_cast<void>(managing.next_result()), dlp::task_error,
                                [](auto const& thrown) { return thrown.failures().size() == 1; });
        },
        [&](scripted_rank& one) {
          for (auto what = one.hear(); what.what != word::end; what = one.hear()) {
            if (what.what != word::work) continue;
            if (failed_on == 0) {
              failed_on = one.rank();
              auto body = dlp::bytes();
              append(body, std::vector{dlp::failure{0, failed_on, "here", "bad", "luck"}});
              one.say(word::failed, {0, 1}, body);
              one.say(word::done, {0, 1});
            } else {
              one.say(word::done, {0, 0}, {}, asks_to_stop);  // it has not begun it
            }
          }
          ++told;
        },
        {.seed = seed});
    BOOST_TEST(failed_on != 0);
    BOOST_TEST(told == 2);
  });
}

// Of what there is to be tried again, what a worker may not have itself does not feed it: it still
// waits when there is something for it.
BOOST_AUTO_TEST_CASE(who_may_not_have_what_is_tried_again_gets_the_next) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto given = std::vector<std::tuple<index_t, index_t>>();
    auto begun = 0;
    auto const loop =
        loop_terms{.name = "loop", .size = 2, .schedule = dlp::fixed{1}, .on_error = dlp::retry{1}};
    run_puppets(3, loop, serve,
                [&](scripted_rank& one) {
                  auto const fails = one.chunk();
                  ++begun;
                  one.wait_until([&] { return begun == 2; });
                  compute_for(fails.first * 10ms);
                  auto body = dlp::bytes();
                  append(body,
                         std::vector{dlp::failure{fails.first, one.rank(), "here", "bad", "luck"}});
                  one.say(word::failed, fails, body);
                  one.report(fails, 0);
                  for (auto again = one.chunk(); !again.empty(); again = one.chunk()) {
                    given.emplace_back(fails.first, again.first);
                    one.report(again, 0);
                  }
                },
                {.seed = seed, .delayed = 0});
    std::ranges::sort(given);
    BOOST_TEST((given == std::vector<std::tuple<index_t, index_t>>{{0, 1}, {1, 0}}));
  });
}

// contract: M1
BOOST_AUTO_TEST_CASE(results_that_nobody_takes_hold_the_workers_up) {
  auto sent = 0;
  run_puppets(
      3, {.name = "loop", .result = "bytes", .size = 1'000},
      [&](manager& managing) {
        for (auto taken = 0; managing.next_result(); ++taken) {
          simulated_time += std::chrono::seconds(1);
          BOOST_TEST(sent - taken < 10);
        }
      },
      [&](scripted_rank& one) {
        for (auto range = one.chunk(); !range.empty(); range = one.chunk()) {
          ++sent;
          one.say(word::done, range, packed_result(range.first));
        }
      });
  BOOST_TEST(sent == 1'000);
}

BOOST_AUTO_TEST_CASE(what_a_pause_of_the_root_keeps_waiting_is_not_the_way_of_a_message) {
  auto largest = index_t{0};
  run_puppets(
      3, {.name = "loop", .result = "bytes", .size = 3'000, .schedule = dlp::adaptive{}},
      [&](manager& managing) {
        for (auto taken = 0; managing.next_result(); ++taken)
          if (taken < 40) compute_for(50ms);
      },
      [&](scripted_rank& one) {
        for (auto given = one.chunk(); !given.empty(); given = one.chunk()) {
          largest = std::max(largest, given.size());
          compute_for(given.size() * 1ms);
          one.report(given, 1e-3 * static_cast<double>(given.size()), packed_result(given.first));
        }
      },
      {.delayed = 0, .shared = nodes::one_for_each});
  BOOST_TEST(largest <= 16U);  // of examples of 1 ms, on ways of 1 to 3 ms
}

BOOST_AUTO_TEST_CASE(several_results_in_one_message_are_taken_one_by_one) {
  auto taken = std::vector<index_t>();
  run_puppets(
      2, {.name = "loop", .result = "bytes", .size = 4, .schedule = dlp::fixed{3}},
      [&](manager& managing) {
        while (auto const raw = managing.next_result()) {
          BOOST_TEST(raw->packed.size() == raw->index);
          taken.push_back(raw->index);
        }
      },
      [](scripted_rank& one) {
        one.say(word::done, one.chunk(), packed_result(0, 0));
        auto const given = one.chunk();
        BOOST_TEST((given == index_range{1, 4}));
        auto body = packed_result(1, 1);
        std::ranges::copy(packed_result(2, 2), std::back_inserter(body));
        one.say(word::results, {}, body);
        one.say(word::done, given, packed_result(3, 3));
        BOOST_TEST(one.chunk().empty());
      });
  BOOST_TEST((taken == std::vector<index_t>{0, 1, 2, 3}));
}

namespace {

/// The sizes of the chunks of a loop over 5,000 examples, whose results are of that size.
auto chunk_sizes(dlp::schedule const& schedule, std::size_t result_size) -> std::vector<index_t> {
  auto sizes = std::vector<index_t>();
  auto const terms =
      loop_terms{.name = "loop", .result = "bytes", .size = 5'000, .schedule = schedule};
  run_puppets(
      2, terms,
      [](manager& managing) {
        while (managing.next_result()) {
        }
      },
      [&](scripted_rank& one) {
        for (auto given = one.chunk(); !given.empty(); given = one.chunk()) {
          sizes.push_back(given.size());
          auto const all = given;
          for (; given.size() != 1; given.take_front(1)) {
            one.say(word::results, {}, packed_result(given.first, result_size));
          }
          one.report(all, 1e-6 * static_cast<double>(all.size()),
                     packed_result(given.first, result_size));
        }
      });
  return sizes;
}

}  // namespace

// contract: M1
BOOST_AUTO_TEST_CASE(a_chunk_has_at_most_128_kib_of_results_and_the_first_is_one_example) {
  for (auto const& schedule :
       {dlp::schedule(dlp::fixed{1'000}), dlp::schedule(dlp::guided{}), dlp::schedule()}) {
    for (auto const result_size : {std::size_t{1'000}, std::size_t{10'000}}) {
      auto const sizes = chunk_sizes(schedule, result_size);
      BOOST_TEST(sizes.front() == 1u);
      auto const largest = std::ranges::max(sizes);
      BOOST_TEST(largest * result_size <= std::size_t{128} << 10, to_string(schedule));
      BOOST_TEST(largest * result_size > std::size_t{64} << 10, to_string(schedule));
    }
    BOOST_TEST(std::ranges::max(chunk_sizes(schedule, 200'000)) == 1u);
  }
  auto const small = chunk_sizes(dlp::fixed{1'000}, 1);
  BOOST_TEST((small == std::vector<index_t>{1, 1'000, 1'000, 1'000, 1'000, 999}));
}

// contract: M2
BOOST_AUTO_TEST_CASE(a_manager_that_leaves_says_so_to_all_and_waits_for_none) {
  run_puppets(
      3, {.name = "loop", .size = 10}, [](manager& managing) { managing.leave({}); },
      [](scripted_rank& one) { BOOST_TEST(one.hear(word::end).body.empty()); });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_worker_may_ask_for_a_stop) {
  auto const report = run_puppets(2, {.name = "loop", .size = 10}, serve, [](scripted_rank& one) {
    one.say(word::done, one.chunk(), {}, asks_to_stop);
    BOOST_TEST(one.chunk().empty());
  });
  BOOST_TEST(report.count(0, word::work) == 1u);
}

// contract: E4
BOOST_AUTO_TEST_CASE(what_the_root_finds_where_it_looks_is_compared_with_what_workers_find) {
  for (auto const& [root_finds_none, reported, flags, agrees] :
       {std::tuple(true, index_t{0}, range_has_ended, true),
        std::tuple(true, index_t{1}, no_flag, false),
        std::tuple(false, index_t{0}, range_has_ended, false),
        std::tuple(false, index_t{1}, range_has_ended, true)}) {
    auto refused = 0;
    run_puppets(
        2, {.name = "loop", .size = {}, .schedule = dlp::fixed{2}},
        [&, none = root_finds_none](manager& managing) {
          managing.looked(none);
          try {
            serve(managing);
          } catch (dlp::disagreement const&) {
            ++refused;
          }
        },
        [&, last = reported, flag = flags](scripted_rank& one) {
          one.say(word::done, {one.chunk().first, last}, {}, flag);
          try {
            while (one.hear().what != word::end) {
            }
          } catch (dlp::disagreement const&) {
            ++refused;
          }
        });
    BOOST_TEST(refused == (agrees ? 0 : 2));
  }
}

// contract: S5
BOOST_AUTO_TEST_CASE(a_range_that_has_ended_is_handed_out_no_further) {
  auto const report = run_puppets(3, {.name = "loop", .size = {}}, serve, [](scripted_rank& one) {
    for (auto range = one.chunk(); !range.empty(); range = one.chunk()) {
      if (range.first < 5) {
        one.say(word::done, range);
      } else {
        one.say(word::done, {range.first, 5}, {}, range_has_ended);
      }
    }
  });
  auto beyond = 0;
  for (auto const& one : report.sent[0]) {
    if (one.what == word::work && one.range.first >= 5) ++beyond;
  }
  BOOST_TEST(beyond <= 3);  // what both had by then; and for one the way to its end
}

namespace {

/// Of a chunk, what is before the index 5.
auto before_5(index_range given) -> index_range {
  return {given.first, std::max(given.first, std::min<index_t>(given.last, 5))};
}

/// A loop over a range without a size, which has 5 examples for rank 1. Rank 2 does not say where
/// its own ends, until it is given the index 5 alone: then `answer(rank 2)` is called. How the loop
/// ends: "" or the text of the exception, for each rank that hears it.
auto answered(dlp::error_policy const& policy, std::uint64_t seed,
              std::function<void(scripted_rank&)> const& answer) -> std::vector<std::string> {
  auto texts = std::vector<std::string>();
  auto const note = [&](auto part) {
    try {
      part();
      texts.emplace_back();
    } catch (dlp::error const& thrown) {
      texts.emplace_back(thrown.what());
    }
  };
  auto const terms =
      loop_terms{.name = "loop", .size = {}, .schedule = dlp::fixed{10}, .on_error = policy};
  run_puppets(
      3, terms, [&](manager& managing) { note([&] { serve(managing); }); },
      [&](scripted_rank& one) {
        note([&] {
          for (auto what = one.hear(); what.what != word::end; what = one.hear()) {
            if (what.what != word::work) continue;
            auto const first = what.range.first;
            compute_for(10us);  // what the other says arrives meanwhile
            if (one.rank() == 1) {
              one.say(word::done, {first, 5}, {}, range_has_ended);
            } else if (what.range != index_range{5, 6}) {
              one.say(word::done, before_5(what.range));
            } else {
              BOOST_TEST(what.flags == no_flag);
              answer(one);
            }
          }
        });
      },
      {.seed = seed});
  return texts;
}

auto failure_at_5() -> dlp::bytes {
  auto body = dlp::bytes();
  append(body, std::vector{dlp::failure{5, 2, "here", "bad", "luck"}});
  return body;
}

}  // namespace

// contract: E4
BOOST_AUTO_TEST_CASE(who_has_not_come_to_its_end_is_sent_there_and_what_it_finds_is_compared) {
  struct expected {
    index_range range;
    std::uint32_t flags;
    char const* text;
  };
  auto const all = std::vector<expected>{
      {{5, 5}, range_has_ended, ""},
      {{5, 3}, range_has_ended, "rank 2 finds 3 examples, and other ranks found 5"},
      {{5, 6}, no_flag, "rank 2 finds at least 6 examples, and other ranks found 5"},
      {{5, 5}, asks_to_stop, ""}};
  for_each_seed(30, [&](std::uint64_t seed) {
    for (auto const& is : all) {
      auto times = 0;
      auto const texts = answered(dlp::stop{}, seed, [&](scripted_rank& one) {
        ++times;
        one.say(word::done, is.range, {}, is.flags);
      });
      BOOST_TEST(times == 1);
      BOOST_TEST(texts.size() == 3u);
      for (auto const& text : texts) {
        BOOST_TEST(text.find(is.text) != text.npos, text);
        BOOST_TEST(text.empty() == (*is.text == '\0'));
      }
    }
  });
}

// contract: E2 E4
BOOST_AUTO_TEST_CASE(what_throws_on_the_way_to_the_end_is_not_tried_again) {
  for_each_seed(30, [](std::uint64_t seed) {
    for (auto const& policy : {dlp::error_policy(dlp::retry{3}), dlp::error_policy(dlp::collect{}),
                               dlp::error_policy(dlp::stop{})}) {
      auto times = 0;
      auto const texts = answered(policy, seed, [&](scripted_rank& one) {
        ++times;
        one.say(word::failed, {5, 6}, failure_at_5());
        one.say(word::done, {5, 6});
      });
      BOOST_TEST(times == 1);
      BOOST_TEST(texts.size() == 3u);
      BOOST_TEST(std::ranges::count_if(texts, [](auto const& text) {
                   return text.find("bad: luck") != text.npos;
                 }) == 1);  // a worker reads it in what ends the loop
    }
  });
}

// contract: E4 S7
BOOST_AUTO_TEST_CASE(who_leaves_on_the_way_to_the_end_gives_nothing_back) {
  for_each_seed(30, [](std::uint64_t seed) {
    for (auto const visits : {false, true}) {
      auto times = 0;
      auto const leave = [&](scripted_rank& one) {
        ++times;
        one.say(word::left, visits ? index_range{5, 6} : index_range());
        throw dlp::error("left");
      };
      auto const texts = answered(dlp::stop{}, seed, leave);
      BOOST_TEST(times == 1);
      BOOST_TEST(std::ranges::count(texts, "left") == 1);
      auto const told = std::ranges::count_if(texts, [](auto const& text) {
        return text.find("rank 2 finds at least 6 examples") != text.npos;
      });
      BOOST_TEST(told == (visits ? 2 : 0));
      BOOST_TEST(std::ranges::count(texts, "") == (visits ? 0 : 2));
    }
  });
}

BOOST_AUTO_TEST_CASE(where_something_threw_nobody_is_sent_to_its_end) {
  for_each_seed(30, [](std::uint64_t seed) {
    auto const report = run_puppets(
        3, {.name = "loop", .size = {}, .schedule = dlp::fixed{10}, .on_error = dlp::collect{}},
        [](manager& managing) {
          BOOST_CHECK_THROW(static_cast<void>(managing.next_result()), dlp::task_error);
        },
        [](scripted_rank& one) {
          for (auto what = one.hear(); what.what != word::end; what = one.hear()) {
            auto const first = what.range.first;
            compute_for(10us);
            if (one.rank() == 2) {
              one.say(word::done, before_5(what.range));
              continue;
            }
            one.say(word::failed, {first, first + 1}, failure_at_5());
            one.say(word::done, {first, 5}, {}, range_has_ended);
          }
        },
        {.seed = seed});
    for (auto const& one : report.sent[0]) BOOST_TEST((one.range != index_range{5, 6}));
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_is_told_to_all_who_have_work_whoever_is_the_root) {
  for (auto const root : {0, 1, 2}) {
    auto const asks = root == 0 ? 1 : 0;  // the other may be rank 0
    auto const terms =
        loop_terms{.name = "loop", .size = 100, .schedule = dlp::fixed{10}, .root = root};
    for (auto const one_asks : {asks, 3 - root - asks}) {
      auto have_work = 0;
      run_puppets(3, terms, serve, [&](scripted_rank& one) {
        auto const given = one.hear(word::work).range;
        ++have_work;
        if (one.rank() == one_asks) {
          one.wait_until([&] { return have_work == 2; });
          one.say(word::done, {given.first, given.first + 1}, {}, asks_to_stop);
        } else {
          static_cast<void>(one.hear(word::halt));
          one.say(word::done, {given.first, given.first + 1});
        }
        static_cast<void>(one.hear(word::end));
      });
    }
  }
}

BOOST_AUTO_TEST_CASE(a_meter_is_shown_while_the_manager_waits) {
  auto const said = said_on_stderr([] {
    run_puppets(2, {.name = "loop", .size = 10, .schedule = dlp::fixed{1}}, serve,
                [](scripted_rank& one) {
                  auto const given = one.hear(word::work).range;
                  compute_for(1500ms);
                  one.report(given, 1.5);
                  one.finish();
                },
                {}, {}, {.progress = true, .label = "slow"});
  });
  BOOST_TEST(said.find("slow: [....................] 0/10, 0 %") != said.npos, said);
}

// contract: E2
BOOST_AUTO_TEST_CASE(a_meter_counts_what_is_tried_again_once) {
  auto const said = said_on_stderr([] {
    run_puppets(2,
                {.name = "loop", .size = 10, .schedule = dlp::fixed{1}, .on_error = dlp::retry{1}},
                serve,
                [](scripted_rank& one) {
                  auto const given = one.hear(word::work).range;
                  auto body = dlp::bytes();
                  append(body, std::vector{dlp::failure{given.first, 1, "here", "bad", "luck"}});
                  one.say(word::failed, given, body);
                  one.report(given, 0);
                  one.finish();
                },
                {}, {}, {.progress = true});
  });
  BOOST_TEST(said.find("] 10/10, 100 %") != said.npos, said);
}

BOOST_AUTO_TEST_CASE(a_pump_takes_in_no_more_than_a_message_for_each_rank) {
  auto rounds = 0;
  run_puppets(
      2, {.name = "map", .result = "int", .size = 1},
      [&](manager& managing) {
        compute_for(1s);
        while (managing.pump()) ++rounds;
        managing.leave({});
      },
      [](scripted_rank& one) {
        for (auto i = 0; i != 100; ++i) one.say(word::results);
        while (one.hear().what != word::end) continue;
      });
  BOOST_TEST(rounds >= 50);
}

namespace {

/// The chunks of a loop of 16 examples of so long, over which one worker goes, on this line.
auto chunks_of_16(std::source_location where, double example_seconds, nodes shared = nodes::one,
                  dlp::schedule rule = dlp::adaptive{}, bool in_order = false)
    -> std::vector<index_t> {
  auto sizes = std::vector<index_t>();
  run_puppets(2,
              {.name = "loop", .size = 16, .schedule = rule, .in_order = in_order, .where = where},
              serve,
              [&](scripted_rank& one) {
                for (auto range = one.chunk(); !range.empty(); range = one.chunk()) {
                  static_cast<void>(one.begin(range.size()));
                  sizes.push_back(range.size());
                  one.report(range, static_cast<double>(range.size()) * example_seconds);
                }
              },
              {.delayed = 0, .shared = shared});
  return sizes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_loop_goes_by_the_pace_of_the_one_that_was_run_on_the_same_line) {
  auto const here = std::source_location::current();
  BOOST_TEST(chunks_of_16(here, 1e-7).front() == 1u);  // nothing is known
  BOOST_TEST((chunks_of_16(here, 1e-7) == std::vector<index_t>{16}));
  auto const other = std::source_location::current();
  BOOST_TEST(chunks_of_16(other, 5e-6).front() == 1u);
  BOOST_TEST(chunks_of_16(other, 5e-6).front() == 8u);  // half of what there is
  BOOST_TEST(chunks_of_16(other, 1e-7, nodes::one, dlp::fixed{4}).front() == 4u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_taken_back_does_not_go_by_the_pace_of_before) {
  auto const here = std::source_location::current();
  BOOST_TEST(chunks_of_16(here, 1e-7, nodes::one_for_each).front() == 1u);
  BOOST_TEST(chunks_of_16(here, 1e-7, nodes::one_for_each).front() == 1u);
}

BOOST_AUTO_TEST_CASE(no_more_goes_at_once_than_is_known_to_be_short) {
  auto const here = std::source_location::current();
  auto few = dlp::detail::pace(false);
  few.add_examples(1, 1e-9);
  auto const chunks = [&](bool in_order) {
    dlp::detail::note_pace_at(here, false, few, 7);
    return chunks_of_16(here, 1e-9, nodes::one, dlp::adaptive{}, in_order);
  };
  BOOST_TEST((chunks(false) == std::vector<index_t>{7, 9}));
  BOOST_TEST(chunks(true)[1] == 5u);  // behind what is not done, and the root would keep it
}

namespace {

auto times_of(int rank, index_range visited) -> dlp::bytes {
  auto body = dlp::bytes();
  append(body, rank_times{.rank = rank,
                          .host = dlp::detail::host_name(),
                          .visits = {{.first = visited.first,
                                      .count = visited.size(),
                                      .begin = in_seconds(std::chrono::steady_clock::now()),
                                      .span = 1,
                                      .seconds = 1}}});
  return body;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_report_is_made_when_all_have_said_how_long_their_examples_took) {
  auto const text = dlp_test::said_on_stderr([] {
    run_puppets(3, {.name = "loop", .size = 4, .schedule = dlp::fixed{2}}, serve,
                [](scripted_rank& one) {
                  auto count = index_t{0};
                  for (auto what = one.hear(); what.what == word::work; what = one.hear()) {
                    BOOST_TEST((what.flags & notes_times) != 0u);
                    count += what.range.size();
                    one.say(word::done, what.range);
                  }
                  if (count == 0) return;
                  compute_for(50ms);
                  one.say(word::times, {}, times_of(one.rank(), {0, count}));
                },
                {}, {}, {.report = true});
  });
  BOOST_TEST(text.find("dlp: report: loop over 4 examples") != std::string::npos, text);
  BOOST_TEST(text.find("4 examples on 2 workers") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_the_times_of_a_worker_that_left_and_has_none) {
  auto const text = dlp_test::said_on_stderr([] {
    run_puppets(3, {.name = "loop", .size = 4, .schedule = dlp::fixed{1}}, serve,
                [](scripted_rank& one) {
                  if (one.rank() == 1)
                    return one.say(word::left);  // before it has heard of its chunk
                  one.finish();
                  one.say(word::times, {}, times_of(2, {0, 4}));
                },
                {}, {}, {.report = true});
  });
  BOOST_TEST(text.find("4 examples on 2 workers") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(where_there_is_no_report_no_message_asks_for_times) {
  run_puppets(2, {.name = "loop", .size = 4}, serve, [](scripted_rank& one) {
    for (auto what = one.hear(); what.what == word::work; what = one.hear()) {
      BOOST_TEST((what.flags & notes_times) == 0u);
      one.say(word::done, what.range);
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
