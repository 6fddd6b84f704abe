// SPDX-License-Identifier: BSL-1.0
//
// Loops of split_shared that end before their time, on one node and on several.
#include <dlp.hpp>

#include <chrono>
#include <cstdlib>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/leaving.hpp"
#include "../support/nodes_main.hpp"
#include "../support/shared_count.hpp"
#include "../support/visits.hpp"

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

namespace {

using namespace std::chrono_literals;
using namespace dlp_test;

auto several_nodes() -> bool { return std::getenv("DLP_RANKS_PER_NODE") != nullptr; }

/// After whatever happened: further loops and a gather on the same communicator are right.
void all_goes_on(clock_type::time_point begun) {
  for (auto round = 0; round != 3; ++round) {
    visit_all(dlp::split_shared({.schedule = dlp::guided{}}));
  }
  visit_all(dlp::split_managed);
  end_well(begun);
}

}  // namespace

// contract: S7
BOOST_AUTO_TEST_CASE(break_on_one_rank_leaves_the_rest_to_the_others) {
  for (auto const leaver : {0, world.size() - 1}) {
    for (auto const& schedule : schedules) {
      auto const begun = clock_type::now();
      auto const leaves = world.rank() == leaver;
      auto const own = walk(dlp::split_shared({.schedule = schedule}), leaves);
      if (world.size() > 1) BOOST_TEST(exactly_once(own, 200), to_string(schedule));
      BOOST_TEST((!leaves || own.size() <= 1));
      all_goes_on(begun);
    }
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(break_on_all_ranks_but_one_leaves_the_rest_to_that_one) {
  for (auto const stays : {0, world.size() - 1}) {
    for (auto const& schedule : schedules) {
      auto const begun = clock_type::now();
      auto const leaves = world.rank() != stays;
      auto const own = walk(dlp::split_shared({.schedule = schedule}), leaves, 100us);
      BOOST_TEST(exactly_once(own, 200), to_string(schedule));
      all_goes_on(begun);
    }
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(break_on_all_ranks_is_no_error) {
  for (auto const& schedule : schedules) {
    auto const begun = clock_type::now();
    auto const own = walk(dlp::split_shared({.schedule = schedule}), true);
    BOOST_TEST(own.size() <= 1);
    BOOST_TEST(at_most_once(own, 200));
    all_goes_on(begun);
  }
}

// contract: S7 S10
BOOST_AUTO_TEST_CASE(a_rank_that_leaves_is_loops_ahead_of_the_others) {
  for (auto const ahead : {0, world.size() - 1}) {
    auto const begun = clock_type::now();
    auto own = std::vector<int>();
    for (auto loop = 0; loop != 30; ++loop) {
      for (auto x : std::views::iota(20 * loop, 20 * (loop + 1)) | dlp::split_shared) {
        own.push_back(x);
        if (world.rank() == ahead) break;
        std::this_thread::sleep_for(200us);
      }
    }
    if (world.size() > 1) BOOST_TEST(exactly_once(own, 600));
    all_goes_on(begun);
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_rank_that_leaves_before_others_come_waits_for_nobody) {
  if (world.size() == 1) return;
  for (auto const late : {0, world.size() - 1}) {
    auto const begun = clock_type::now();
    auto left = dlp_test::shared_count();
    // Of several nodes each gets its first indices from the root: where that is late, they wait.
    auto const all_can_leave = late != 0 || !several_nodes();
    if (world.rank() == late) {
      if (all_can_leave)
        BOOST_TEST(left.comes_to(world.size() - 1));
      else
        std::this_thread::sleep_for(300ms);
    }
    auto const own = walk(dlp::split_shared, world.rank() != late);
    left.add_one();
    BOOST_TEST(exactly_once(own, 200));
    all_goes_on(begun);
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(return_out_of_a_loop_leaves_it_on_that_rank) {
  auto const begun = clock_type::now();
  return_on_one_rank(dlp::split_shared);
  all_goes_on(begun);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_throw_in_the_body_is_its_own_there_and_a_task_error_elsewhere) {
  for (auto const by_cost : {false, true}) {
    for (auto const& schedule : schedules) {
      for (auto const culprit : {0, 77, 199}) {
        auto const begun = clock_type::now();
        auto options = dlp::managed_options{.schedule = schedule};
        if (by_cost) options.cost = [](dlp::index_t index) { return double(index % 7); };
        throw_at(culprit, dlp::split_shared(options));
        all_goes_on(begun);
      }
    }
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(every_rank_gets_the_same_list_of_all_failures) {
  auto const begun = clock_type::now();
  auto failed = -1;
  auto text = std::string();
  try {
    for (auto x :
         std::views::iota(0, 10 * world.size()) | dlp::split_shared({.schedule = dlp::fixed{}})) {
      std::this_thread::sleep_for(20ms);
      if (world.rank() % 2 == 1) {
        failed = x;
        throw std::runtime_error("mine");
      }
    }
  } catch (dlp::task_error const& thrown) {
    text = thrown.what();
  } catch (std::runtime_error const&) {
  }
  // The failures of all, as they were, and as each of the others was told.
  for (auto rank = 0; rank != world.size(); ++rank) {
    auto const index = dlp::broadcast(int(failed), {.root = rank});
    auto const said = "index " + std::to_string(index) + " on rank " + std::to_string(rank);
    auto const told = failed != -1 || index == -1 || text.find(said) != text.npos;
    BOOST_TEST(told, "\"" << text << "\" does not say " << said);
  }
  auto const of_root = dlp::broadcast(std::string(text));
  BOOST_TEST((failed != -1 || text == of_root));
  all_goes_on(begun);
}

// contract: E1
BOOST_AUTO_TEST_CASE(throws_on_all_ranks_at_once_end_the_loop_for_all) {
  auto const begun = clock_type::now();
  throw_wherever_a_body_begins(dlp::split_shared);
  all_goes_on(begun);
}

// contract: E1 E2
BOOST_AUTO_TEST_CASE(with_collect_the_others_do_the_rest_and_then_throw) {
  if (world.size() < 3) return;
  for (auto const& schedule : schedules) {
    auto const begun = clock_type::now();
    auto own = std::vector<int>();
    auto const what = outcome([&] {
      for (auto x :
           numbers | dlp::split_shared({.schedule = schedule, .on_error = dlp::collect{}})) {
        own.push_back(x);
        std::this_thread::sleep_for(50us);
        if (x == 20 || (world.size() > 3 && x == 40)) throw std::runtime_error("mine");
      }
    });
    auto const mine = what == "mine";
    BOOST_TEST(exactly_once(own, 200), to_string(schedule));
    BOOST_TEST((mine || what.starts_with("task_error 20")));
    BOOST_TEST(how_many(mine) == (world.size() > 3 ? 2 : 1));
    all_goes_on(begun);
  }
}

// contract: E2
BOOST_AUTO_TEST_CASE(with_retry_another_rank_tries_again_until_it_counts_as_failed) {
  if (world.size() == 1) return;
  for (auto const times : {dlp::index_t{1}, dlp::index_t{2}}) {
    for (auto const& schedule : schedules) {
      auto const begun = clock_type::now();
      auto own = std::vector<int>();
      auto const what = outcome([&] {
        for (auto x :
             numbers | dlp::split_shared({.schedule = schedule, .on_error = dlp::retry{times}})) {
          std::this_thread::sleep_for(20us);
          if (x == 20 && world.rank() == 0) throw std::runtime_error("mine");
          own.push_back(x);
        }
      });
      BOOST_TEST((what.empty() || (what == "mine" && world.rank() == 0)), what);
      BOOST_TEST(exactly_once(own, 200), to_string(schedule));
      all_goes_on(begun);
    }
  }
  if (several_nodes()) return;
  for (auto const& schedule : schedules) {
    auto const begun = clock_type::now();
    auto const what = outcome([&] {
      for (auto x :
           numbers | dlp::split_shared({.schedule = schedule, .on_error = dlp::retry{1}})) {
        std::this_thread::sleep_for(20us);
        if (x == 20) throw std::runtime_error("mine");
      }
    });
    BOOST_TEST(how_many(what == "mine") == 2, to_string(schedule));
    BOOST_TEST(how_many(what == "task_error 20") == world.size() - 2);
    all_goes_on(begun);
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_break_in_a_loop_that_runs_during_unwinding_is_a_break) {
  auto const begun = clock_type::now();
  break_during_unwinding(dlp::split_shared);
  all_goes_on(begun);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_range_that_throws_on_one_rank_is_a_task_error_on_the_others) {
  for (auto const culprit : {0, world.size() - 1}) {
    auto const is_culprit = world.rank() == culprit;
    for (auto const spot : {weak_spot::increment, weak_spot::begin, weak_spot::size}) {
      for (auto const by_cost : {false, true}) {
        auto const begun = clock_type::now();
        auto const range = brittle_range(is_culprit ? spot : weak_spot::none);
        auto options = dlp::managed_options{.schedule = dlp::fixed{25}};
        if (by_cost) options.cost = [](dlp::index_t) { return 1.0; };
        auto said = std::string();
        auto const what = outcome([&] {
          try {
            for (auto x : range | dlp::split_shared(options)) {
              static_cast<void>(x);
              std::this_thread::sleep_for(200us);
            }
          } catch (dlp::task_error const& thrown) {
            said = thrown.what();
            throw;
          }
        });
        if (spot == weak_spot::increment) {  // it may have been given nothing, or only the first
          BOOST_TEST((what == "the range" || what.empty() || what.starts_with("task_error")), what);
        } else {
          BOOST_TEST(what.starts_with(is_culprit ? "the range" : "task_error"), what);
          // Of a range that has no size the library sees the exception, and not only that it
          // passes.
          auto const text = spot == weak_spot::size && !is_culprit ? "the range" : "";
          BOOST_TEST(said.find(text) != said.npos, said);
        }
        all_goes_on(begun);
      }
    }
  }
}

// contract: E1 E4
BOOST_AUTO_TEST_CASE(a_collective_call_in_a_body_is_an_error_and_not_a_hang) {
  auto const begun = clock_type::now();
  meet_in_the_body(dlp::split_shared);
  all_goes_on(begun);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_communicator_can_be_freed_while_others_are_still_in_its_last_loop) {
  auto const begun = clock_type::now();
  auto own = std::vector<int>();
  {
    auto const same = world.split(0);
    for (auto x : numbers | dlp::split_shared({.comm = same})) {
      own.push_back(x);
      if (world.rank() == 0) break;
      std::this_thread::sleep_for(1ms);
    }
  }
  if (world.size() > 1) BOOST_TEST(exactly_once(own, 200));
  all_goes_on(begun);
}

// What is on its way to the server of the loop then is the server's, and no leftover.
// contract: S7 S10
BOOST_AUTO_TEST_CASE(a_communicator_can_be_freed_by_all_who_have_left_its_last_loop) {
  auto const begun = clock_type::now();
  for (auto round = 0; round != 20; ++round) {
    auto const same = world.split(0);
    auto visited = 0;
    for (auto x : numbers | dlp::split_shared({.schedule = dlp::fixed{1}, .comm = same})) {
      static_cast<void>(x);
      if (++visited > world.rank() * (round % 5)) break;
    }
  }
  all_goes_on(begun);
}

// Started each by itself: they end the job.
BOOST_AUTO_TEST_SUITE(ends, *boost::unit_test::disabled())

namespace {
/// What the ranks of several nodes agree on in their first loop, they have agreed on.
void loop_once() {
  for (auto x : numbers | dlp::split_shared) static_cast<void>(x);
}
}  // namespace

// contract: E7
BOOST_AUTO_TEST_CASE(one_rank_ends_before_the_loop) {
  auto const env = dlp::environment();
  loop_once();
  if (world.rank() == 1) return;
  for (auto x : numbers | dlp::split_shared) static_cast<void>(x);
  std::this_thread::sleep_for(20s);
}

// contract: E7
BOOST_AUTO_TEST_CASE(one_rank_ends_before_a_loop_that_all_others_have_left) {
  auto const env = dlp::environment();
  loop_once();
  if (world.rank() == 1) {
    std::this_thread::sleep_for(200ms);
    return;
  }
  for (auto x : numbers | dlp::split_shared) {
    static_cast<void>(x);
    break;
  }
  dlp::barrier();
}

// contract: E7
BOOST_AUTO_TEST_CASE(the_root_ends_before_the_loop) {
  auto const env = dlp::environment();
  loop_once();
  if (world.rank() == 0) return;
  for (auto x : numbers | dlp::split_shared) static_cast<void>(x);
}

// contract: E3
BOOST_AUTO_TEST_CASE(nobody_catches_what_a_body_throws) {
  auto const throw_it = [] {
    auto const env = dlp::environment();
    for (auto x : numbers | dlp::split_shared) {
      if (x == 30) throw std::runtime_error("thirty is too much");
    }
  };
  std::thread(throw_it).join();
}

BOOST_AUTO_TEST_SUITE_END()
