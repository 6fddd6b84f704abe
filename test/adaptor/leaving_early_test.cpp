// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/leaving.hpp"
#include "../support/visits.hpp"

namespace {

using namespace dlp_test;

auto is_worker() -> bool { return world.size() == 1 || world.rank() != 0; }
auto last_rank() -> bool { return world.rank() == world.size() - 1; }

/// After whatever happened: a second loop, a map and a gather on the same communicator are right.
void all_goes_on(clock_type::time_point begun) {
  visit_all(dlp::split_managed({.schedule = dlp::guided{}}));
  auto sum = 0;
  for (auto r : dlp::map_unordered([](int x) { return x; }, numbers)) sum += r;
  BOOST_TEST(sum == (world.rank() == 0 ? 19900 : 0));
  end_well(begun);
}

}  // namespace

// contract: S7
BOOST_AUTO_TEST_CASE(break_on_one_worker_leaves_the_rest_to_the_others) {
  for (auto const& schedule : schedules) {
    auto const begun = clock_type::now();
    auto const own = walk(dlp::split_managed({.schedule = schedule}), last_rank());
    if (world.size() > 2) BOOST_TEST(exactly_once(own, 200), to_string(schedule));
    BOOST_TEST(at_most_once(own, 200));
    all_goes_on(begun);
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(break_on_all_workers_is_no_error) {
  for (auto const& schedule : schedules) {
    auto const begun = clock_type::now();
    auto const own = walk(dlp::split_managed({.schedule = schedule}), true);
    BOOST_TEST(own.size() == (is_worker() ? 1u : 0u));
    BOOST_TEST(at_most_once(own, 200));
    all_goes_on(begun);
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(return_out_of_a_loop_leaves_it_on_that_rank) {
  auto const begun = clock_type::now();
  return_on_one_rank(dlp::split_managed);
  all_goes_on(begun);
}

// contract: M2
BOOST_AUTO_TEST_CASE(break_on_the_root_of_a_map_ends_it_for_all) {
  for (auto const& schedule : schedules) {
    auto const begun = clock_type::now();
    for (auto r : dlp::map_unordered([](int x) { return x; }, numbers, {.schedule = schedule})) {
      static_cast<void>(r);
      break;
    }
    all_goes_on(begun);
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_throw_in_a_bare_body_is_its_own_there_and_a_task_error_elsewhere) {
  for (auto const& schedule : schedules) {
    for (auto const culprit : {0, 77, 199}) {
      auto const begun = clock_type::now();
      throw_at(culprit, dlp::split_managed({.schedule = schedule}));
      all_goes_on(begun);
    }
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(throws_on_all_workers_at_once_end_the_loop_for_all) {
  auto const begun = clock_type::now();
  throw_wherever_a_body_begins(dlp::split_managed);
  all_goes_on(begun);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_break_in_a_loop_that_runs_during_unwinding_is_a_break) {
  auto const begun = clock_type::now();
  break_during_unwinding(dlp::split_managed);
  all_goes_on(begun);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_throw_in_f_or_in_op_is_the_same_task_error_everywhere) {
  auto const f = [](int x) { return x == 50 ? throw std::runtime_error("fifty") : x; };
  auto const calls = std::vector<std::function<void()>>{
      [&] { dlp::for_each(numbers, f); },
      [&] { static_cast<void>(dlp::map(f, numbers)); },
      [&] { static_cast<void>(dlp::map_reduce(f, numbers, 0, std::plus<>())); },
      [&] {
        for (auto r : dlp::map_unordered(f, numbers)) static_cast<void>(r);
      },
  };
  for (auto const& call : calls) {
    auto const begun = clock_type::now();
    BOOST_TEST(outcome(call) == "task_error 50");
    all_goes_on(begun);
  }
}

// contract: M2 E1
BOOST_AUTO_TEST_CASE(a_throw_on_the_root_between_two_results_ends_the_map_for_all) {
  auto const begun = clock_type::now();
  auto const what = outcome([] {
    for (auto r : dlp::map_unordered([](int x) { return x; }, numbers)) {
      static_cast<void>(r);
      throw std::runtime_error("the root's");
    }
  });
  BOOST_TEST(how_many(what == "the root's") == 1);
  BOOST_TEST(how_many(what.starts_with("task_error")) == world.size() - 1);
  all_goes_on(begun);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_range_that_throws_on_one_rank_is_like_a_body_that_throws) {
  auto const culprit = last_rank();
  for (auto const spot : {weak_spot::increment, weak_spot::begin, weak_spot::size}) {
    auto const begun = clock_type::now();
    auto const range = brittle_range(culprit ? spot : weak_spot::none);
    auto const bare = outcome([&] {
      for (auto x : range | dlp::split_managed({.schedule = dlp::fixed{25}})) {
        static_cast<void>(x);
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      }
    });
    // It may have been given nothing, and increment nothing.
    auto const touched = culprit && spot != weak_spot::increment;
    BOOST_TEST(
        (bare == "the range" || (!touched && (bare.empty() || bare.starts_with("task_error")))));
    auto const wrapped = outcome([&] {
      dlp::for_each(range,
                    [](int) { std::this_thread::sleep_for(std::chrono::microseconds(200)); });
    });
    BOOST_TEST((wrapped.empty() || wrapped == "the range" || wrapped.starts_with("task_error")));
    all_goes_on(begun);
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_range_that_throws_on_the_root_leaves_nobody_waiting) {
  if (world.size() == 1) return;
  auto const begun = clock_type::now();
  auto const range = brittle_range(world.rank() == 0 ? weak_spot::size : weak_spot::none);
  auto const what = outcome([&] {
    for (auto x : range | dlp::split_managed) static_cast<void>(x);
  });
  BOOST_TEST((world.rank() == 0 ? what == "the range" : what.starts_with("task_error")));
  all_goes_on(begun);
}

// contract: E1 E4
BOOST_AUTO_TEST_CASE(a_collective_call_in_a_body_is_an_error_on_one_rank_too) {
  auto const alone = world.split(world.rank());
  auto const other = world.split(world.rank());
  auto const adds = std::plus<>();
  auto const calls = std::vector<std::function<void()>>{
      [&] { dlp::barrier({.comm = alone}); },
      [&] { static_cast<void>(dlp::gather(1, {.comm = alone})); },
      [&] { static_cast<void>(dlp::all_reduce(1, adds, {.comm = alone})); },
      [&] { static_cast<void>(dlp::call_on_root([] { return 1; }, {.comm = alone})); }};
  for (auto const& call : calls) {
    auto const f = [&](int x) { return call(), x; };
    auto const loops = std::vector<std::function<void()>>{
        [&] {
          for (auto x : dlp::split_managed(3, {.comm = alone})) f(x);
        },
        [&] {
          for (auto x : dlp::split_shared(3, {.comm = alone})) f(x);
        },
        [&] {
          for (auto x : dlp::split_managed(3, {.comm = alone})) {
            for (auto y : dlp::split_shared(2, {.comm = alone})) static_cast<void>(y);
            static_cast<void>(dlp::map([](int y) { return y; }, 2, {.comm = alone}));
            f(x);
          }
        },
        [&] {
          for (auto x : dlp::map_unordered([](int y) { return y; }, 3, {.comm = alone})) f(x);
        },
        [&] { static_cast<void>(dlp::map(f, 3, {.comm = alone})); },
        [&] { static_cast<void>(dlp::map_reduce(f, 3, 0, adds, {.comm = alone})); },
        [&] { dlp::for_each(3, f, {.on_error = dlp::collect{}, .comm = alone}); }};
    for (auto const& loop : loops) {
      auto told = std::string();
      try {
        loop();
      } catch (dlp::usage_error const& thrown) {
        told = thrown.what();
      } catch (dlp::task_error const& thrown) {
        told = thrown.what();
      }
      BOOST_TEST(told.find("inside the body of a loop") != told.npos, told);
      call();  // after it, all is well
    }
    // In another communicator's it is none, nor after a loop that was left or has come to its end.
    for (auto x : dlp::split_managed(3, {.comm = other})) f(x);
    for (auto x : dlp::split_shared(3, {.comm = alone})) {
      if (x == 1) break;
    }
    call();
    auto view = dlp::split_managed(2, {.comm = alone});
    auto at = view.begin();
    while (at != view.end()) ++at;
    call();
  }
}

// contract: E1 E4
BOOST_AUTO_TEST_CASE(a_collective_call_in_a_body_is_an_error_and_not_a_hang) {
  auto const begun = clock_type::now();
  meet_in_the_body(dlp::split_managed);
  all_goes_on(begun);
}
