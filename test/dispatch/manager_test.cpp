// SPDX-License-Identifier: BSL-1.0
//
// The manager against workers that say their lines by hand.
#include <dlp/dispatch/manager.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <dlp/core/error.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "loopback.hpp"

using namespace dlp_test;
using dlp::index_range;

namespace {

/// A worker that is nothing but its messages.
class puppet {
 public:
  explicit puppet(call& here) : here_(here) { here_.say_hello(); }

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
    here_.send(0, what, std::move(body), range, flags);
  }
  /// Gives the manager all the time to say something.
  void hear_nothing() {
    for (auto i = 0; i != 500; ++i) {
      say(word::results);
      BOOST_TEST(!here_.try_receive());
    }
  }
  /// Does all that there is to do.
  void finish() {
    for (auto range = chunk(); !range.empty(); range = chunk()) say(word::done, range);
  }

 private:
  call& here_;
};

auto packed_result(index_t index, std::size_t size = 1) -> dlp::bytes {
  auto body = dlp::bytes();
  append(body, index);
  append(body, std::uint64_t{size});
  body.resize(body.size() + size);
  return body;
}

/// Rank 0 manages, the others are puppets.
auto run_puppets(int ranks, loop_terms const& terms, std::function<void(manager&)> const& root,
                 std::function<void(puppet&)> const& worker, std::uint64_t seed = 0) -> run_report {
  return run_ranks_well(ranks, {.seed = seed}, [&](context& talk) {
    auto here = call(talk, to_string(terms), 0);
    if (talk.rank() == 0) {
      auto managing = manager(here, terms, {}, {});
      root(managing);
    } else {
      auto working = puppet(here);
      worker(working);
    }
  });
}

void serve(manager& managing) { BOOST_TEST(!managing.next_result()); }

}  // namespace

// contract: S8
BOOST_AUTO_TEST_CASE(chunks_are_handed_out_in_increasing_order_by_the_schedule) {
  auto chunks = std::vector<index_range>();
  run_puppets(2, {.name = "loop", .size = 10, .schedule = dlp::fixed{4}}, serve, [&](puppet& one) {
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
  auto const report = run_puppets(2, terms, serve, [](puppet& one) { one.finish(); });
  BOOST_TEST(report.count(0, word::work) == 10u);
}

// contract: M1
BOOST_AUTO_TEST_CASE(a_second_chunk_comes_ahead_while_there_is_plenty) {
  run_puppets(2, {.name = "loop", .size = 6, .look_ahead = true}, serve, [](puppet& one) {
    auto const first = one.chunk();
    auto const second = one.chunk();
    one.say(word::done, first);
    auto const third = one.chunk();
    one.say(word::done, second);
    auto const fourth = one.chunk();
    one.say(word::done, third);
    one.hear_nothing();  // two are left, and an idle rank could do them
    one.say(word::done, fourth);
    one.finish();
  });
  run_puppets(2, {.name = "loop", .size = 6}, serve, [](puppet& one) {
    auto const first = one.chunk();
    one.hear_nothing();
    one.say(word::done, first);
    one.finish();
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(what_is_given_back_goes_to_who_waits_for_work) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto second_half = index_range();
    auto leaver = 0;
    run_puppets(
        3, {.name = "loop", .size = 8, .schedule = dlp::fixed{8}}, serve,
        [&](puppet& one) {
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
        seed);
    BOOST_TEST(leaver != 0);
    BOOST_TEST((second_half == index_range{3, 8}));
  });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_rank_that_leaves_before_it_opens_its_chunk_gives_back_that_chunk_alone) {
  auto chunks = std::vector<index_range>();
  run_puppets(3, {.name = "loop", .size = 4}, serve, [&](puppet& one) {
    if (one.rank() == 1) {
      while (chunks.empty()) one.say(word::results);  // lets the other go first
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
      [&](puppet& one) {
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
      [&](puppet& one) {
        for (auto range = one.chunk(); !range.empty(); range = one.chunk()) {
          ++sent;
          one.say(word::done, range, packed_result(range.first));
        }
      });
  BOOST_TEST(sent == 1'000);
}

BOOST_AUTO_TEST_CASE(several_results_in_one_message_are_taken_one_by_one) {
  auto taken = std::vector<index_t>();
  run_puppets(
      2, {.name = "loop", .result = "bytes", .size = 3, .schedule = dlp::fixed{3}},
      [&](manager& managing) {
        while (auto const raw = managing.next_result()) {
          BOOST_TEST(raw->packed.size() == raw->index);
          taken.push_back(raw->index);
        }
      },
      [](puppet& one) {
        auto const given = one.chunk();
        auto body = packed_result(0, 0);
        append(body, index_t{1});
        append(body, std::uint64_t{1});
        body.resize(body.size() + 1);
        one.say(word::results, {}, body);
        one.say(word::done, given, packed_result(2, 2));
        BOOST_TEST(one.chunk().empty());
      });
  BOOST_TEST((taken == std::vector<index_t>{0, 1, 2}));
}

// contract: M2
BOOST_AUTO_TEST_CASE(a_manager_that_leaves_says_so_to_all_and_waits_for_none) {
  run_puppets(
      3, {.name = "loop", .size = 10}, [](manager& managing) { managing.leave({}); },
      [](puppet& one) { BOOST_TEST(one.hear(word::end).body.empty()); });
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_worker_may_ask_for_a_stop) {
  auto const report = run_puppets(2, {.name = "loop", .size = 10}, serve, [](puppet& one) {
    one.say(word::done, one.chunk(), {}, asks_to_stop);
    BOOST_TEST(one.chunk().empty());
  });
  BOOST_TEST(report.count(0, word::work) == 1u);
}

// contract: S5
BOOST_AUTO_TEST_CASE(a_range_that_has_ended_is_handed_out_no_further) {
  auto const report = run_puppets(3, {.name = "loop", .size = {}}, serve, [](puppet& one) {
    for (auto range = one.chunk(); !range.empty(); range = one.chunk()) {
      if (range.first < 5) {
        one.say(word::done, range);
      } else {
        one.say(word::done, {range.first, 5}, {}, range_has_ended);
      }
    }
  });
  BOOST_TEST(report.count(0, word::work) <= 7u);
}
