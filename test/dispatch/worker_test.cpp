// SPDX-License-Identifier: BSL-1.0
//
// The worker against a manager that says its lines by hand.
#include <dispatch/managed/worker.hpp>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <dlp/core/error.hpp>
#include <functional>
#include <stop_token>
#include <vector>

#include "loopback.hpp"

BOOST_AUTO_TEST_SUITE(worker_test)

using namespace dlp_test;
using namespace std::chrono_literals;
using dlp::index_range;

namespace {

/// A manager that is nothing but its messages, with one worker.
class scripted_rank {
 public:
  explicit scripted_rank(call& here) : here_(here) { static_cast<void>(hear(word::hello)); }

  [[nodiscard]] auto hear() -> message { return here_.receive(); }
  [[nodiscard]] auto hear(word expected) -> message {
    auto what = hear();
    BOOST_TEST((what.what == expected), "heard word " << int(what.what));
    return what;
  }
  void say(word what, index_range range = {}, dlp::bytes body = {}, std::uint32_t flags = 0) {
    here_.send(1, what, std::move(body), range, flags);
  }
  /// Hands out a chunk of which it can take back what has not been begun.
  auto hand_out(index_range range) -> stealable_chunk& {
    auto& on = here_.talk().stealable_chunks_of(1, 0)[handed_++ % 2];
    on.lay(range.size());
    say(word::work, range, {}, can_be_stolen);
    return on;
  }

 private:
  call& here_;
  int handed_ = 0;
};

/// Rank 0 is a scripted_rank, rank 1 the worker.
auto run_scripted_rank(std::function<void(scripted_rank&)> const& root,
                       std::function<void(worker&)> const& work, std::stop_token const& stop = {})
    -> run_report {
  return run_ranks_well(2, {.shared = nodes::one}, [&](context& talk) {
    auto here = call(talk, "a loop", 0);
    if (talk.rank() == 0) {
      auto managing = scripted_rank(here);
      root(managing);
    } else {
      auto working = worker(here, stop);
      work(working);
    }
  });
}

/// Visits all that the worker is given, each index in so long.
auto visit_all(worker& working, std::chrono::nanoseconds each = 1ms) -> std::vector<index_t> {
  auto visited = std::vector<index_t>();
  for (auto given = working.next(); !given.empty(); given = working.next()) {
    for (; !given.empty(); given.take_front(1)) {
      visited.push_back(given.first);
      compute_for(each);
    }
  }
  return visited;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_chunk_is_reported_when_all_of_it_is_done) {
  auto const report = run_scripted_rank(
      [](scripted_rank& root) {
        root.say(word::work, {3, 7});
        auto const done = root.hear(word::done);
        BOOST_TEST((done.range == index_range{3, 7}));
        BOOST_TEST(done.seconds >= 0.004);
        root.say(word::end);
      },
      [](worker& working) {
        BOOST_TEST((visit_all(working) == std::vector<index_t>{3, 4, 5, 6}));
      });
  BOOST_TEST(report.count(1, word::done) == 1u);
  BOOST_TEST(report.sent[1].back().bytes == 48u);
}

BOOST_AUTO_TEST_CASE(where_the_root_asks_it_says_after_the_end_when_each_example_ran_and_how_long) {
  auto times = rank_times();
  run_scripted_rank(
      [&](scripted_rank& root) {
        root.say(word::work, {3, 7}, {}, notes_times);
        root.say(word::work, {9, 10}, {}, notes_times);
        static_cast<void>(root.hear(word::done));
        static_cast<void>(root.hear(word::done));
        root.say(word::end, {}, {}, notes_times);
        auto const what = root.hear(word::times);
        auto body = byte_reader(what.body);
        times = take_rank_times(body);
      },
      [](worker& working) {
        BOOST_TEST((visit_all(working) == std::vector<index_t>{3, 4, 5, 6, 9}));
      });
  BOOST_TEST(times.rank == 1);
  BOOST_REQUIRE(times.visits.size() == 5u);
  BOOST_TEST(times.visits[3].first == 6u);
  BOOST_TEST(times.visits[4].first == 9u);
  for (auto const& one : times.visits) {
    BOOST_TEST(one.count == 1u);
    BOOST_TEST(one.seconds >= 1e-3);
    BOOST_TEST(one.begin >= times.arrived);
    BOOST_TEST(one.end() <= times.left);
  }
}

BOOST_AUTO_TEST_CASE(where_it_is_not_asked_or_the_root_leaves_it_says_nothing_of_that) {
  for (auto const asks : {no_flag, notes_times}) {
    auto const report = run_scripted_rank(
        [&](scripted_rank& root) {
          root.say(word::work, {0, 2}, {}, asks);
          static_cast<void>(root.hear(word::done));
          root.say(word::end);
        },
        [](worker& working) { static_cast<void>(visit_all(working)); });
    BOOST_TEST(report.count(1, word::times) == 0u);
  }
}

BOOST_AUTO_TEST_CASE(who_leaves_says_beforehand_whether_it_has_noted_anything) {
  run_scripted_rank(
      [](scripted_rank& root) {
        root.say(word::work, {0, 5}, {}, notes_times);
        auto const left = root.hear(word::left);
        BOOST_TEST((left.flags & notes_times) != 0u);
        auto const what = root.hear(word::times);
        auto body = byte_reader(what.body);
        auto const times = take_rank_times(body);
        BOOST_REQUIRE(times.visits.size() == 1u);
        BOOST_TEST(times.visits[0].seconds >= 1e-3);
      },
      [](worker& working) {
        static_cast<void>(working.next());
        compute_for(1ms);
        working.leave(1, {});
      });
  run_scripted_rank(
      [](scripted_rank& root) {
        auto const left = root.hear(word::left);
        BOOST_TEST((left.flags & notes_times) == 0u);
      },
      [](worker& working) { working.leave(0, {}); });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_worker_that_is_halted_begins_no_other_example) {
  run_scripted_rank(
      [](scripted_rank& root) {
        root.say(word::work, {0, 1'000});
        root.say(word::work, {1'000, 2'000});
        root.say(word::halt);
        auto const first = root.hear(word::done);
        BOOST_TEST(first.range.last < 1'000u);
        auto const second = root.hear(word::done);
        BOOST_TEST(second.range.empty());
        root.say(word::end);
      },
      [](worker& working) { BOOST_TEST(visit_all(working).size() < 1'000u); });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_token_is_passed_on_with_the_report) {
  auto stop = std::stop_source();
  run_scripted_rank(
      [](scripted_rank& root) {
        root.say(word::work, {0, 10});
        auto const done = root.hear(word::done);
        BOOST_TEST((done.range == index_range{0, 1}));
        BOOST_TEST(done.flags == asks_to_stop);
        root.say(word::end);
      },
      [&](worker& working) {
        BOOST_TEST((working.next() == index_range{0, 1}));
        stop.request_stop();
        BOOST_TEST(working.next().empty());
      },
      stop.get_token());
}

// contract: M2
BOOST_AUTO_TEST_CASE(an_end_amid_a_chunk_is_the_end) {
  run_scripted_rank(
      [](scripted_rank& root) {
        root.say(word::work, {0, 1'000'000});
        root.say(word::end);
      },
      [](worker& working) { BOOST_TEST(visit_all(working).size() < 1'000u); });
}

// contract: E1
BOOST_AUTO_TEST_CASE(an_end_with_failures_is_a_task_error) {
  auto const why = std::vector{dlp::failure{7, 3, "there", "bad", "luck"}};
  run_scripted_rank(
      [&](scripted_rank& root) {
        auto body = dlp::bytes();
        append(body, why);
        root.say(word::end, {}, body);
      },
      [&](worker& working) {
        BOOST_CHECK_EXCEPTION(static_cast<void>(working.next()), dlp::task_error,
                              [&](auto const& thrown) { return thrown.failures() == why; });
      });
}

// contract: S5
BOOST_AUTO_TEST_CASE(the_end_of_a_range_is_reported_as_such) {
  run_scripted_rank(
      [](scripted_rank& root) {
        root.say(word::work, {4, 8});
        root.say(word::work, {8, 12});
        auto const done = root.hear(word::done);
        BOOST_TEST((done.range == index_range{4, 5}));
        BOOST_TEST(done.flags == range_has_ended);
        BOOST_TEST(root.hear(word::done).flags == no_flag);  // nothing was visited of the other
        root.say(word::end);
      },
      [](worker& working) {
        BOOST_TEST(working.next().first == 4u);
        working.range_ends_at(5);
        BOOST_TEST(working.next().empty());
      });
}

namespace {

/// The messages with results for 100 examples, each in so long and with a result of that size.
auto messages_with_results(std::chrono::nanoseconds each, std::size_t size) -> std::size_t {
  auto const report = run_scripted_rank(
      [](scripted_rank& root) {
        root.say(word::work, {0, 100});
        while (root.hear().what != word::done) {
        }
        root.say(word::end);
      },
      [&](worker& working) {
        for (auto given = working.next(); !given.empty(); given = working.next()) {
          for (; !given.empty(); given.take_front(1)) {
            simulated_time += each;
            working.deliver(given.first, dlp::bytes(size));
          }
        }
      });
  return report.count(1, word::results);
}

}  // namespace

BOOST_AUTO_TEST_CASE(small_results_travel_together_and_others_at_once) {
  BOOST_TEST(messages_with_results(0us, 1) < 3u);          // most with the report
  BOOST_TEST(messages_with_results(0us, 40'000) == 100u);  // each fills a message
  BOOST_TEST(messages_with_results(20ms, 1) == 100u);      // each has waited for long
  auto const some = messages_with_results(1ms, 1);
  BOOST_TEST((some > 4u && some < 20u), some);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_worker_that_leaves_says_how_far_it_came) {
  run_scripted_rank(
      [](scripted_rank& root) {
        root.say(word::work, {10, 20});
        BOOST_TEST((root.hear(word::left).range == index_range{10, 13}));
      },
      [](worker& working) {
        while (working.next().last < 13) {
        }
        working.leave(13, {});
      });
}

BOOST_AUTO_TEST_CASE(what_is_taken_back_is_not_visited) {
  run_scripted_rank(
      [](scripted_rank& root) {
        auto& on = root.hand_out({100, 200});
        while (on.rest() > 95) compute_for(100us);
        auto const taken = on.take_back(10);
        auto const done = root.hear(word::done).range;
        BOOST_TEST((done == index_range{100, 100 + taken.first}));
        root.say(word::end);
      },
      [](worker& working) {
        auto const visited = visit_all(working);
        BOOST_TEST(visited.size() > 10u);
        BOOST_TEST(visited.size() < 20u);
        BOOST_TEST(visited.back() == 99 + visited.size());
      });
}

BOOST_AUTO_TEST_CASE(a_chunk_that_is_taken_back_whole_is_reported_as_empty) {
  run_scripted_rank(
      [](scripted_rank& root) {
        auto& first = root.hand_out({0, 10});
        auto& second = root.hand_out({10, 20});
        while (first.rest() > 5) compute_for(100us);
        BOOST_TEST((second.take_back(0) == index_range{0, 10}));
        BOOST_TEST((root.hear(word::done).range == index_range{0, 10}));
        root.hand_out({20, 25});  // on the stealable_chunk of the first
        BOOST_TEST((root.hear(word::done).range == index_range{10, 10}));
        BOOST_TEST((root.hear(word::done).range == index_range{20, 25}));
        root.say(word::end);
      },
      [](worker& working) {
        BOOST_TEST((visit_all(working) ==
                    std::vector<index_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22, 23, 24}));
      });
}

// Else the second would wait behind the first for so long, and nobody could take it back.
BOOST_AUTO_TEST_CASE(of_long_examples_one_is_begun_at_a_time) {
  run_scripted_rank(
      [](scripted_rank& root) {
        for (auto chunk = index_t{0}; chunk != 10; ++chunk) {
          root.hand_out({4 * chunk, 4 * chunk + 4});
          static_cast<void>(root.hear(word::done));
        }
        root.say(word::end);
      },
      [](worker& working) {
        for (auto given = working.next(); !given.empty(); given = working.next()) {
          if (given.first >= 4) BOOST_TEST(given.size() == 1u);
          compute_for(1s);
        }
      });
}

// contract: P2
BOOST_AUTO_TEST_CASE(of_short_examples_many_are_begun_at_a_time) {
  run_scripted_rank(
      [](scripted_rank& root) {
        root.hand_out({0, 1'000'000});
        static_cast<void>(root.hear(word::done));
        root.say(word::end);
      },
      [](worker& working) {
        auto times = 0;
        for (auto given = working.next(); !given.empty(); given = working.next()) {
          compute_for(10ns * given.size());
          ++times;
        }
        BOOST_TEST(times < 1'000);
      });
}

// contract: S8
BOOST_AUTO_TEST_CASE(a_chunk_that_lists_its_indices_is_given_by_position) {
  auto const order = std::vector<index_t>{7, 3, 9, 0, 5, 1};
  run_scripted_rank(
      [&](scripted_rank& root) {
        for (auto const chunk : {index_range{0, 4}, index_range{4, 6}}) {
          auto body = dlp::bytes();
          for (auto at = chunk.first; at != chunk.last; ++at) append(body, order[at]);
          root.say(word::work, chunk, body);
        }
        BOOST_TEST((root.hear(word::done).range == index_range{0, 4}));
        BOOST_TEST((root.hear(word::done).range == index_range{4, 6}));
        root.say(word::end);
      },
      [&](worker& working) {
        auto visited = std::vector<index_t>();
        for (auto given = working.next(); !given.empty(); given = working.next()) {
          auto const* const indices = working.indices();
          for (auto at = index_t{0}; at != given.size(); ++at) {
            BOOST_TEST(given.first + at == visited.size());
            visited.push_back(indices[at]);
          }
        }
        BOOST_TEST(visited == order);
      });
}

// contract: E2
BOOST_AUTO_TEST_CASE(where_a_failure_ends_the_loop_nothing_behind_it_counts_as_visited) {
  run_scripted_rank(
      [](scripted_rank& root) {
        auto& on = root.hand_out({0, 1'000});
        static_cast<void>(root.hear(word::failed));
        auto const done = root.hear(word::done).range;
        BOOST_TEST(1'000 - on.rest() > done.last);  // more were begun than visited
        root.say(word::end);
      },
      [](worker& working) {
        auto given = working.next();
        while (given.size() < 2) given = working.next();
        BOOST_TEST(!working.fail({given.first, 1, "here", "bad", "luck"}, given.first));
        BOOST_TEST(working.next().empty());
      });
}

BOOST_AUTO_TEST_SUITE_END()
