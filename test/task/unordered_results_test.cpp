// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/unordered_results.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>
#include <dlp/task/function_pool.hpp>

#include "../support/exactly_once.hpp"

BOOST_AUTO_TEST_SUITE(unordered_results_test)

namespace {

using namespace std::chrono_literals;

auto const world = boost::mpi::communicator();

/// Fails at each number that 7 divides.
auto square(int x) -> int {
  if (x % 7 == 6) throw std::domain_error("seven");
  return x * x;
}

/// Cannot be written where it is negative.
struct brittle {
  int number = 0;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    if (number < 0) throw std::length_error("it cannot travel");
    archive & number;
  }
};

}  // namespace

// contract: T1
BOOST_AUTO_TEST_CASE(each_result_is_there_once_with_its_index) {
  dlp::function_pool<int(int)> pool([](int x) { return x * x; });
  if (!pool.is_root()) return;
  for (auto const n : {0, 1, 5, 500}) {
    auto results = pool.map_unordered(std::views::iota(0, n));
    auto got = std::vector<dlp::index_t>();
    for (auto it = results.begin(); it != results.end(); ++it) {
      BOOST_TEST(*it == static_cast<int>(it.index() * it.index()));
      got.push_back(it.index());
    }
    BOOST_TEST(dlp_test::exactly_once(got, static_cast<dlp::index_t>(n)) == "");
  }
}

BOOST_AUTO_TEST_CASE(what_comes_first_is_there_first) {
  dlp::function_pool<int(int)> pool([](int x) {
    if (x == 0) std::this_thread::sleep_for(300ms);
    return x;
  });
  if (!pool.is_root() || pool.workers() < 2) return;
  auto got = std::vector<int>();
  for (auto const x : pool.map_unordered(std::views::iota(0, 20), {.schedule = dlp::fixed{1}})) {
    got.push_back(x);
  }
  BOOST_TEST(got.back() == 0);
}

BOOST_AUTO_TEST_CASE(an_endless_input_ends_at_break_and_is_read_as_results_are_taken) {
  dlp::function_pool<int(int)> pool([](int x) { return x; });
  if (!pool.is_root()) return;
  auto read = 0;
  auto endless = std::views::iota(0) | std::views::transform([&](int x) { return ++read, x; });
  auto taken = 0;
  for (auto const x : pool.map_unordered(endless, {.schedule = dlp::fixed{3}})) {
    static_cast<void>(x);
    BOOST_TEST(read - taken <= 40 * pool.workers());
    if (++taken == 300) break;
  }
  BOOST_TEST(pool(5).get() == 5);
  BOOST_TEST(pool.map(std::vector{1, 2}).size() == 2u);
  auto const now = read;
  BOOST_TEST(pool(6).get() == 6);
  BOOST_TEST(read == now);
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_is_thrown_in_its_turn_and_the_others_come) {
  dlp::function_pool<int(int)> pool(square);
  if (!pool.is_root()) return;
  auto results = pool.map_unordered(std::views::iota(0, 50), {.schedule = dlp::fixed{4}});
  auto failed = 0;
  auto came = 0;
  auto const next = [&] {
    try {
      auto it = results.begin();
      if (it == results.end()) return false;
      ++came;
    } catch (std::domain_error const& thrown) {
      ++failed;
      auto const& what = dynamic_cast<dlp::failed_call const&>(thrown);
      BOOST_TEST(what.what_failed().index % 7 == 6u);
    }
    return true;
  };
  while (next()) {
  }
  BOOST_TEST(failed == 7);
  BOOST_TEST(came == 43);
}

BOOST_AUTO_TEST_CASE(an_argument_that_cannot_travel_fails_alone) {
  dlp::function_pool<int(brittle)> pool([](brittle const& x) { return x.number; });
  if (!pool.is_root()) return;
  BOOST_CHECK_THROW(pool(brittle{-1}), std::length_error);
  auto const xs = std::vector<brittle>{{1}, {-1}, {3}, {-1}, {5}};
  auto results = pool.map_unordered(xs);
  auto sum = 0;
  auto failed = 0;
  for (auto goes_on = true; goes_on;) {
    try {
      auto it = results.begin();
      goes_on = it != results.end();
      if (goes_on) sum += *it;
    } catch (std::length_error const&) {
      ++failed;
    }
  }
  BOOST_TEST(sum == 9);
  BOOST_TEST(failed == 2);
  BOOST_TEST(pool(brittle{4}).get() == 4);
}

BOOST_AUTO_TEST_CASE(results_that_nobody_takes_do_not_keep_a_pool_from_its_end) {
  auto pool = std::make_unique<dlp::function_pool<int(int)>>([](int x) { return x; });
  if (pool->is_root()) {
    auto results = pool->map_unordered(std::views::iota(0, 400));
    BOOST_TEST(pool->map(std::views::iota(0, 100)).size() == 100u);
    pool->shutdown();
    pool.reset();
    auto count = 0;
    for (auto const x : results) count += 1 + 0 * x;
    BOOST_TEST(count == 400);
  }
}

// contract: T1
BOOST_AUTO_TEST_CASE(a_stop_is_heard_where_no_worker_has_anything_to_do) {
  auto source = std::stop_source();
  dlp::function_pool<int(int)> pool([](int x) { return x; });
  if (pool.is_root()) {
    auto results = pool.map_unordered(std::views::iota(0, 1000), {.stop = source.get_token()});
    auto it = results.begin();
    for (auto i = 0; i != 50; ++i) pool.poll();  // until as many wait as may
    source.request_stop();
    auto stopped = false;
    try {
      while (it != results.end()) ++it;
    } catch (dlp::cancelled_error const&) {
      stopped = true;
    }
    BOOST_TEST(stopped);
  }
  pool.shutdown();
}

BOOST_AUTO_TEST_CASE(to_assign_to_one_ends_its_map) {
  dlp::function_pool<int(int)> pool([](int x) { return x; });
  if (!pool.is_root()) return;
  auto const map = [&](int& read) {
    return pool.map_unordered(std::views::iota(0, 10'000) |
                              std::views::transform([&read](int x) { return ++read, x; }));
  };
  auto of_first = 0;
  auto of_second = 0;
  auto of_third = 0;
  auto first = map(of_first);
  static_cast<void>(first.begin());
  auto second = map(of_second);
  static_cast<void>(second.begin());
  second = std::move(first);
  auto const of_second_so_far = of_second;
  auto it = second.begin();
  for (auto taken = 0; taken != 500; ++taken) ++it;
  second = map(of_third);
  auto const of_first_so_far = of_first;
  pool.shutdown();  // after all that is left
  BOOST_TEST(of_second == of_second_so_far);
  BOOST_TEST(of_first == of_first_so_far);
  BOOST_TEST(of_first > 500);
  BOOST_TEST(of_third == 10'000);
}

BOOST_AUTO_TEST_CASE(it_may_be_moved_amid_its_loop) {
  dlp::function_pool<int(int)> pool([](int x) { return x; });
  if (!pool.is_root()) return;
  auto results = pool.map_unordered(std::views::iota(0, 9));
  auto it = results.begin();
  auto const moved = std::move(results);
  auto sum = 0;
  for (; it != std::default_sentinel; ++it) sum += *it;
  BOOST_TEST(sum == 36);
}

BOOST_AUTO_TEST_SUITE_END()
