// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include <chrono>
#include <functional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/visits.hpp"

namespace {

using clock_type = std::chrono::steady_clock;

auto const world = boost::mpi::communicator();
auto const numbers = std::views::iota(0, 200);

auto is_worker() -> bool { return world.size() == 1 || world.rank() != 0; }
auto last_rank() -> bool { return world.rank() == world.size() - 1; }

/// After whatever happened: a second loop, a map and a gather on the same communicator are right.
void all_goes_on(clock_type::time_point begun) {
  auto own = std::vector<int>();
  for (auto x : numbers | dlp::split_managed({.schedule = dlp::guided{}})) own.push_back(x);
  BOOST_TEST(dlp_test::exactly_once(own, 200));
  auto sum = 0;
  for (auto r : dlp::map_unordered([](int x) { return x; }, numbers)) sum += r;
  BOOST_TEST(sum == (world.rank() == 0 ? 19900 : 0));
  BOOST_TEST(dlp::gather(1).size() ==
             (world.rank() == 0 ? static_cast<std::size_t>(world.size()) : 0));
  BOOST_TEST((clock_type::now() - begun < std::chrono::seconds(5)));
}

/// What a call threw: "task_error 3 7" with the failures' indices, another exception's text, or "".
auto outcome(std::function<void()> const& call) -> std::string {
  try {
    call();
  } catch (dlp::task_error const& thrown) {
    auto text = std::string("task_error");
    for (auto const& one : thrown.failures()) text += " " + std::to_string(one.index);
    return text;
  } catch (std::exception const& thrown) {
    return thrown.what();
  }
  return "";
}

auto const schedules =
    std::vector<dlp::schedule>{dlp::adaptive{}, dlp::fixed{},     dlp::fixed{20},
                               dlp::guided{},   dlp::factoring{}, dlp::trapezoid{}};

}  // namespace

// contract: S7
BOOST_AUTO_TEST_CASE(break_on_one_worker_leaves_the_rest_to_the_others) {
  for (auto const& schedule : schedules) {
    auto const begun = clock_type::now();
    auto own = std::vector<int>();
    for (auto x : numbers | dlp::split_managed({.schedule = schedule})) {
      own.push_back(x);
      if (last_rank()) break;
    }
    if (world.size() > 2) BOOST_TEST(dlp_test::exactly_once(own, 200), to_string(schedule));
    BOOST_TEST(dlp_test::at_most_once(own, 200));
    all_goes_on(begun);
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(break_on_all_workers_is_no_error) {
  for (auto const& schedule : schedules) {
    auto const begun = clock_type::now();
    auto own = std::vector<int>();
    for (auto x : numbers | dlp::split_managed({.schedule = schedule})) {
      own.push_back(x);
      break;
    }
    BOOST_TEST(own.size() == (is_worker() ? 1u : 0u));
    BOOST_TEST(dlp_test::at_most_once(own, 200));
    all_goes_on(begun);
  }
}

namespace {
auto find(int wanted) -> bool {
  for (auto x : numbers | dlp::split_managed) {
    if (x == wanted) return true;
  }
  return false;
}
}  // namespace

// contract: S7
BOOST_AUTO_TEST_CASE(return_out_of_a_loop_leaves_it_on_that_rank) {
  auto const begun = clock_type::now();
  BOOST_TEST(dlp_test::how_many(find(10)) == 1);
  BOOST_TEST(dlp_test::how_many(find(1000)) == 0);
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
      auto own = std::vector<int>();
      auto const what = outcome([&] {
        for (auto x : numbers | dlp::split_managed({.schedule = schedule})) {
          own.push_back(x);
          if (x == culprit) throw std::runtime_error("mine");
        }
      });
      BOOST_TEST(dlp_test::how_many(what == "mine") == 1);
      BOOST_TEST(dlp_test::how_many(what == "task_error " + std::to_string(culprit)) ==
                 world.size() - 1);
      BOOST_TEST(dlp_test::at_most_once(own, 200));
      all_goes_on(begun);
    }
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(throws_on_all_workers_at_once_end_the_loop_for_all) {
  auto const begun = clock_type::now();
  auto const what = outcome([] {
    for (auto x : numbers | dlp::split_managed) {
      static_cast<void>(x);
      throw std::runtime_error("mine");
    }
  });
  auto const mine = dlp_test::how_many(what == "mine");
  BOOST_TEST(mine >= 1);
  BOOST_TEST(dlp_test::how_many(what.starts_with("task_error")) == world.size() - mine);
  all_goes_on(begun);
}

namespace {
struct runs_a_loop_when_it_dies {
  bool* left;
  ~runs_a_loop_when_it_dies() {
    for (auto x : numbers | dlp::split_managed) {
      static_cast<void>(x);
      break;  // while an exception is in flight that began before this loop
    }
    *left = true;
  }
};
}  // namespace

// contract: S7
BOOST_AUTO_TEST_CASE(a_break_in_a_loop_that_runs_during_unwinding_is_a_break) {
  auto const begun = clock_type::now();
  auto left = false;
  auto const what = outcome([&] {
    auto const dying = runs_a_loop_when_it_dies{&left};
    throw std::runtime_error("on every rank");
  });
  BOOST_TEST(what == "on every rank");
  BOOST_TEST(left);
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
  BOOST_TEST(dlp_test::how_many(what == "the root's") == 1);
  BOOST_TEST(dlp_test::how_many(what.starts_with("task_error")) == world.size() - 1);
  all_goes_on(begun);
}

namespace {

/// A range that throws where it is told to.
struct brittle_range : std::ranges::view_interface<brittle_range> {
  int at_increment = -1;
  bool in_begin = false;
  bool in_size = false;

  struct iterator {
    using iterator_concept = std::forward_iterator_tag;
    using difference_type = std::ptrdiff_t;
    using value_type = int;
    int at = 0;
    int brittle = -1;
    auto operator*() const -> int { return at; }
    auto operator++() -> iterator& {
      if (++at == brittle) throw std::runtime_error("the range");
      return *this;
    }
    auto operator++(int) -> iterator {
      auto before = *this;
      ++*this;
      return before;
    }
    auto operator==(iterator const&) const -> bool = default;
    auto operator==(std::default_sentinel_t) const -> bool { return at == 50; }
  };

  auto begin() const -> iterator {
    if (in_begin) throw std::runtime_error("the range");
    return {0, at_increment};
  }
  auto end() const -> std::default_sentinel_t { return {}; }
  auto size() const -> unsigned {
    if (in_size) throw std::runtime_error("the range");
    return 50;
  }
};

}  // namespace

// contract: E1
BOOST_AUTO_TEST_CASE(a_range_that_throws_on_one_rank_is_like_a_body_that_throws) {
  auto const culprit = last_rank();
  for (auto kind = 0; kind != 3; ++kind) {
    auto const begun = clock_type::now();
    auto range = brittle_range();
    range.at_increment = culprit && kind == 0 ? 1 : -1;
    range.in_begin = culprit && kind == 1;
    range.in_size = culprit && kind == 2;
    auto const bare = outcome([&] {
      for (auto x : range | dlp::split_managed({.schedule = dlp::fixed{25}})) {
        static_cast<void>(x);
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      }
    });
    auto const touched = culprit && kind != 0;  // of kind 0 it may have been given nothing
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
  auto range = brittle_range();
  range.in_size = world.rank() == 0;
  auto const what = outcome([&] {
    for (auto x : range | dlp::split_managed) static_cast<void>(x);
  });
  BOOST_TEST((world.rank() == 0 ? what == "the range" : what.starts_with("task_error")));
  all_goes_on(begun);
}

// contract: E1 E4
BOOST_AUTO_TEST_CASE(a_collective_call_in_a_body_is_an_error_and_not_a_hang) {
  if (world.size() == 1) return;
  auto const begun = clock_type::now();
  auto const what = outcome([] {
    for (auto x : numbers | dlp::split_managed) {
      static_cast<void>(x);
      dlp::barrier();
    }
  });
  BOOST_TEST((what.starts_with("task_error") || what.find("inside the body") != what.npos));
  all_goes_on(begun);
}
