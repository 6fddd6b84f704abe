// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/map_unordered.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/product.hpp>
#include <dlp/core/error.hpp>

#include "../support/every.hpp"
#include "../support/memory_taken.hpp"
#include "../support/ranges.hpp"
#include "../support/shared_count.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(map_unordered_test)

namespace {

using namespace std::chrono_literals;

auto const world = boost::mpi::communicator();
auto const schedules = dlp_test::every<dlp::schedule>({dlp::fixed{7}, dlp::fixed{5000}});

auto at_root() -> bool { return world.rank() == 0; }

}  // namespace

static_assert(std::ranges::input_range<decltype(dlp::map_unordered(
                  [](int x) { return x; }, std::declval<std::vector<int>&>()))>);

BOOST_AUTO_TEST_CASE(a_product_of_temporaries_is_referred_to_where_it_is_stored) {
  auto grid = dlp::product(std::vector{0, 1}, std::vector{0, 1, 2});
  for (auto round = 0; round != 2; ++round) {
    auto sum = 0;
    for (auto r : dlp::map_unordered([](int i, int j) { return 3 * i + j; }, grid)) sum += r;
    BOOST_TEST(sum == (world.rank() == 0 ? 15 : 0));
  }
}

BOOST_AUTO_TEST_CASE(f_takes_the_parts_of_a_product) {
  auto got = std::vector<int>();
  for (auto r : dlp::map_unordered([](int i, int j) { return 7 * i + j; }, dlp::product(9, 7))) {
    got.push_back(r);
  }
  BOOST_TEST(dlp_test::exactly_once(got, 63));
}

/// How many there are, but for those that have been moved from.
struct counted {
  inline static auto alive = 0;
  std::vector<char> rest = std::vector<char>(1);

  counted() { ++alive; }
  counted(counted&& other) noexcept : rest(std::exchange(other.rest, {})) { ++alive; }
  ~counted() { --alive; }
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & rest;
  }
};

BOOST_AUTO_TEST_CASE(a_result_is_gone_before_the_next_example) {
  auto most = 0;
  auto const f = [&](int) {
    most = std::max(most, counted::alive);
    return counted();
  };
  auto got = 0;
  for (auto const& one : dlp::map_unordered(f, 20)) got += static_cast<int>(one.rest.size());
  BOOST_TEST(most == 0);
  BOOST_TEST(counted::alive == 0);
  BOOST_TEST(got == (at_root() ? 20 : 0));
}

BOOST_AUTO_TEST_CASE(a_result_may_be_larger_than_a_stack) {
  struct large {
    int number;
    char rest[10'000 << 10];
  };
  auto sum = 0;
  auto const f = [](int x) { return large{x, {}}; };
  for (auto const& one : dlp::map_unordered(f, 4)) sum += 1 + one.number;
  BOOST_TEST(sum == (at_root() ? 10 : 0));
}

// contract: S1 S5 S9 M1
BOOST_AUTO_TEST_CASE(the_root_gets_the_result_of_every_index_once) {
  for (auto const n : {0, 1, 7, 1000}) {
    for (auto const& schedule : schedules) {
      dlp_test::for_each_kind(n, [&](auto name, auto make, auto number) {
        auto run = std::vector<int>();
        auto got = std::vector<int>();
        auto const f = [&](auto&& x) {
          run.push_back(number(x));
          return number(x) + 1;
        };
        for (auto r : dlp::map_unordered(f, make(), {.schedule = schedule})) got.push_back(r - 1);
        BOOST_TEST(dlp_test::exactly_once(run, n),
                   n << " of " << name << ", " << to_string(schedule));
        BOOST_TEST(dlp_test::exactly_once(got, n),
                   n << " of " << name << ", " << to_string(schedule));
        BOOST_TEST((at_root() || got.empty()));
      });
    }
  }
}

// contract: M1
BOOST_AUTO_TEST_CASE(the_iterator_says_whose_result_it_is) {
  auto numbers = std::vector<int>(200);
  for (auto i = 0; i != 200; ++i) numbers[static_cast<std::size_t>(i)] = 1000 - i;
  auto view = dlp::map_unordered([](int x) { return 2 * x; }, numbers, {.schedule = dlp::fixed{3}});
  auto wrong = 0;
  for (auto it = view.begin(); it != view.end(); ++it) wrong += *it != 2 * numbers[it.index()];
  BOOST_TEST(wrong == 0);
}

// contract: M3
BOOST_AUTO_TEST_CASE(results_are_of_any_type_that_travels) {
  using table = std::map<std::string, std::vector<double>>;
  auto const f = [](int x) {
    return table{{std::to_string(x), std::vector<double>(static_cast<std::size_t>(x), 0.5 * x)}};
  };
  auto got = std::vector<int>();
  for (auto&& r : dlp::map_unordered(f, std::views::iota(0, 40))) {
    auto const& [key, values] = *r.begin();
    auto const x = std::stoi(key);
    BOOST_TEST(values == std::vector<double>(static_cast<std::size_t>(x), 0.5 * x));
    got.push_back(x);
  }
  BOOST_TEST(dlp_test::exactly_once(got, 40));
}

// contract: M3
BOOST_AUTO_TEST_CASE(results_of_all_sizes_arrive_whole) {
  auto const f = [](int x) { return std::string(std::size_t{1} << x, static_cast<char>('a' + x)); };
  auto got = std::vector<int>();
  for (auto&& r : dlp::map_unordered(f, std::views::iota(0, 23), {.schedule = dlp::fixed{4}})) {
    auto const x = r.front() - 'a';
    BOOST_TEST((r == f(x)));
    got.push_back(x);
  }
  BOOST_TEST(dlp_test::exactly_once(got, 23));
}

// contract: M1
BOOST_AUTO_TEST_CASE(workers_go_on_while_the_roots_body_runs) {
  if (world.size() == 1) return;
  auto begun = std::vector<int>();
  auto const f = [&](int x) {
    begun.push_back(x);
    return x;
  };
  auto rounds = 0;
  for (auto r : dlp::map_unordered(f, std::views::iota(0, 40))) {
    static_cast<void>(r);
    if (rounds++ == 0) std::this_thread::sleep_for(300ms);  // serves nobody
  }
  BOOST_TEST(dlp_test::exactly_once(begun, 40));
}

// contract: M1
BOOST_AUTO_TEST_CASE(workers_have_their_next_work_before_the_roots_body_runs) {
  if (world.size() == 1) return;
  using clock = std::chrono::steady_clock;  // one for all processes of a machine
  auto ends = std::vector<clock::time_point>();
  auto const f = [&](int x) {
    std::this_thread::sleep_for(5ms);
    ends.push_back(clock::now());
    return x;
  };
  auto body = clock::time_point();
  auto rounds = 0;
  for (auto r :
       dlp::map_unordered(f, std::views::iota(0, 30 * world.size()), {.schedule = dlp::fixed{1}})) {
    static_cast<void>(r);
    if (++rounds != 10) continue;
    body = clock::now();
    std::this_thread::sleep_for(300ms);  // serves nobody
  }
  // In which time each worker is through with the example that it was in, and with its next one.
  body = clock::time_point(clock::duration(
      dlp_test::sums_of<std::int64_t>({body.time_since_epoch().count()}, world).front()));
  auto const meanwhile = static_cast<int>(
      std::ranges::count_if(ends, [&](auto end) { return end > body && end < body + 300ms; }));
  BOOST_TEST((at_root() || meanwhile >= 1));
  auto const in_all = dlp_test::sums({meanwhile}).front();
  BOOST_TEST(in_all > world.size() - 1);
  BOOST_TEST(in_all <= 2 * (world.size() - 1));
}

// contract: M1
BOOST_AUTO_TEST_CASE(the_roots_body_and_the_workers_examples_take_no_turns) {
  if (world.size() == 1) return;
  constexpr auto size = 30;
  auto done = dlp_test::shared_count();
  auto const f = [&](int x) {
    done.add_one();
    return x;
  };
  auto taken = 0;
  // One at a time: a chunk of these examples, which take no time, would be all of them.
  for (auto r : dlp::map_unordered(f, std::views::iota(0, size), {.schedule = dlp::fixed{1}})) {
    static_cast<void>(r);
    BOOST_TEST(done.comes_to(std::min(++taken + 1, size)));  // while the root is in here
  }
}

namespace {

/// By how many kB the memory of this rank grows in a map with `n` results of 1 kB, when the
/// root sleeps for so long first.
auto growth(int n, std::chrono::milliseconds sleep) -> long {
  auto const before = dlp_test::memory_taken();
  auto most = before;
  auto taken = 0;
  auto const f = [](int x) { return std::string(1000, static_cast<char>('a' + x % 26)); };
  for (auto&& r : dlp::map_unordered(f, std::views::iota(0, n))) {
    if (taken++ == 0) std::this_thread::sleep_for(sleep);
    if (taken % 50 == 0) most = std::max(most, dlp_test::memory_taken());
    if (r.size() != 1000) ++most;
  }
  BOOST_TEST(taken == (at_root() ? n : 0));
  return most - before;
}

}  // namespace

// contract: M1
BOOST_AUTO_TEST_CASE(results_that_a_slow_root_has_not_taken_do_not_fill_its_memory) {
  growth(2000, 0ms);  // what MPI takes once
  auto const grown = growth(20'000, 1s);
  if (dlp_test::freed_memory_is_free) BOOST_TEST(grown < 8000);  // they are 20 MB in all
}

// contract: M2 S7
BOOST_AUTO_TEST_CASE(break_on_the_root_ends_the_map_for_all) {
  for (auto const after : {1, 3, 10}) {
    auto run = std::vector<int>();
    auto const f = [&](int x) {
      run.push_back(x);
      std::this_thread::sleep_for(1ms);
      return x;
    };
    auto taken = 0;
    for (auto r : dlp::map_unordered(f, std::views::iota(0, 2000))) {
      static_cast<void>(r);
      if (++taken == after) break;
    }
    BOOST_TEST(run.size() < 1900);
    BOOST_TEST(dlp_test::at_most_once(run, 2000));
    auto total = 0;
    for (auto r : dlp::map_unordered([](int x) { return x; }, std::views::iota(0, 100))) total += r;
    BOOST_TEST(total == (at_root() ? 4950 : 0));
  }
}

// contract: M2 E1
BOOST_AUTO_TEST_CASE(an_exception_in_the_roots_body_is_its_own_there_and_a_task_error_elsewhere) {
  auto seen = std::string("nothing");
  try {
    for (auto r : dlp::map_unordered([](int x) { return x; }, std::views::iota(0, 100))) {
      if (r >= 0) throw std::runtime_error("enough");
    }
  } catch (dlp::task_error const& thrown) {
    seen = "task_error on rank " + std::to_string(thrown.failures().front().rank);
  } catch (std::runtime_error const& thrown) {
    seen = thrown.what();
  }
  BOOST_TEST(seen == (at_root() ? "enough" : "task_error on rank 0"));
}

// contract: E1
BOOST_AUTO_TEST_CASE(an_exception_in_f_reaches_every_rank_with_type_and_text) {
  for (auto const where : {0, 5, 99}) {
    auto what = std::string();
    auto const f = [&](int x) {
      if (x == where) throw std::domain_error("no result for " + std::to_string(x));
      return x;
    };
    try {
      for (auto r : dlp::map_unordered(f, std::views::iota(0, 100))) static_cast<void>(r);
    } catch (dlp::task_error const& thrown) {
      what = thrown.what();
      BOOST_TEST(thrown.failures().size() == 1u);
      BOOST_TEST(thrown.failures().front().index == static_cast<dlp::index_t>(where));
      BOOST_TEST(thrown.failures().front().type == "std::domain_error");
      BOOST_TEST(thrown.failures().front().text == "no result for " + std::to_string(where));
    }
    BOOST_TEST(!what.empty());
  }
}

namespace {
struct brittle {
  int value = 0;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
    if (Archive::is_saving::value && value == 7) throw std::runtime_error("cannot save 7");
    if (Archive::is_loading::value && value == 70) throw std::runtime_error("cannot load 70");
  }
  brittle() = default;
  explicit brittle(int v) : value(v) {}
  brittle(brittle const& other) : value(other.value) {}  // not trivially copyable
  brittle& operator=(brittle const&) = default;
};
}  // namespace

// contract: E1
BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_saved_or_loaded_is_a_failure_of_its_index) {
  if (world.size() == 1) return;
  for (auto const where : {7, 70}) {
    auto index = dlp::failure::no_index;
    try {
      for (auto r : dlp::map_unordered([&](int x) { return brittle(x == where ? x : 1); },
                                       std::views::iota(0, 100))) {
        static_cast<void>(r);
      }
    } catch (dlp::task_error const& thrown) {
      index = thrown.failures().front().index;
    }
    BOOST_TEST(index == static_cast<dlp::index_t>(where));
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(stop_ends_a_map_over_2_to_the_40) {
  auto source = std::stop_source();
  auto got = 0;
  for (auto r : dlp::map_unordered([](std::int64_t x) { return x; },
                                   std::views::iota(std::int64_t{0}, std::int64_t{1} << 40),
                                   {.stop = source.get_token()})) {
    static_cast<void>(r);
    if (++got == 50) source.request_stop();
  }
  BOOST_TEST((at_root() ? got >= 50 : got == 0));
}

// contract: S10
BOOST_AUTO_TEST_CASE(a_loop_in_f_or_in_the_roots_body_runs_on_that_rank_alone) {
  auto const f = [](int x) {
    auto sum = 0;
    for (auto r : dlp::map_unordered([x](int y) { return x * y; }, std::views::iota(0, 4)))
      sum += r;
    return sum;
  };
  auto total = 0;
  for (auto r : dlp::map_unordered(f, std::views::iota(0, 10))) {
    for (auto s : dlp::map_unordered([](int y) { return y; }, std::views::iota(0, 2)))
      total += r * s;
  }
  BOOST_TEST(total == (at_root() ? 45 * 6 : 0));
}

// contract: E4
BOOST_AUTO_TEST_CASE(different_types_of_results_are_a_disagreement) {
  if (world.size() == 1) return;
  auto const xs = std::views::iota(0, 10);
  auto disagreed = false;
  try {
    if (at_root()) {
      for (auto r : dlp::map_unordered([](int x) { return x; }, xs)) static_cast<void>(r);
    } else {
      for (auto r : dlp::map_unordered([](int x) { return 1.0 * x; }, xs)) static_cast<void>(r);
    }
  } catch (dlp::disagreement const& thrown) {
    disagreed = std::string(thrown.what()).find("double") != std::string::npos;
  }
  BOOST_TEST(disagreed);
}

BOOST_AUTO_TEST_SUITE_END()
