// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/map_reduce.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/product.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/core/error.hpp>

#include "../support/bits.hpp"
#include "../support/counted_values.hpp"
#include "../support/every.hpp"
#include "../support/ranges.hpp"

BOOST_AUTO_TEST_SUITE(map_reduce_test)

using dlp_test::bits;

namespace {

auto term(int i) -> double { return std::sin(i) * std::pow(10.0, i % 17) / (1 + i); }

auto serial(int n) -> double {
  auto sum = 0.1;
  for (auto i = 0; i != n; ++i) sum += term(i);
  return sum;
}

}  // namespace

// contract: M5
BOOST_AUTO_TEST_CASE(a_sum_of_doubles_has_the_bits_of_the_serial_loop_under_every_schedule) {
  for (auto const n : {0, 1, 7, 1000}) {
    for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{9}})) {
      dlp_test::for_each_kind(n, [&](auto name, auto make, auto number) {
        auto const sum = dlp::map_reduce([&](auto&& x) { return term(number(x)); }, make(), 0.1,
                                         std::plus<>(), {.schedule = schedule});
        BOOST_TEST(bits(sum) == bits(serial(n)),
                   n << " of " << name << ", " << to_string(schedule));
      });
    }
  }
}

BOOST_AUTO_TEST_CASE(f_takes_the_parts_of_a_product) {
  auto const text =
      dlp::map_reduce([](int i, char c) { return std::to_string(i) + c; },
                      dlp::product(2, std::string("ab")), std::string(), std::plus<>());
  BOOST_TEST(text == "0a0b1a1b");
}

BOOST_AUTO_TEST_CASE(a_result_may_be_larger_than_half_of_a_stack) {
  struct large {
    int number;
    char rest[5'000 << 10];
  };
  auto const sum = dlp::map_reduce([](int x) { return large{x, {}}; }, 5, 0,
                                   [](int total, large const& one) { return total + one.number; });
  BOOST_TEST(sum == 10);
}

// contract: M5
BOOST_AUTO_TEST_CASE(results_that_come_late_are_waited_for) {
  auto const slow_first = [](int x) {
    if (x == 0) std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return std::string(1, static_cast<char>('a' + x));
  };
  auto const text =
      dlp::map_reduce(slow_first, std::views::iota(0, 26), std::string(">"), std::plus<>());
  BOOST_TEST(text == ">abcdefghijklmnopqrstuvwxyz");
}

// contract: E1
BOOST_AUTO_TEST_CASE(an_exception_in_op_is_the_same_task_error_on_every_rank) {
  for (auto round = 0; round != 5; ++round) {
    auto text = std::string();
    try {
      static_cast<void>(dlp::map_reduce(
          [](int x) { return x; }, std::views::iota(0, 100), 0,
          [](int a, int b) { return b == 40 ? throw std::runtime_error("no forty") : a + b; }));
    } catch (dlp::task_error const& thrown) {
      text = thrown.failures().front().text;
    }
    BOOST_TEST(text == "no forty");
  }
}

BOOST_AUTO_TEST_CASE(an_init_that_loses_nothing_is_taken) {
  auto const some = std::views::iota(0, 10);
  auto const half = [](int x) { return 0.5 * x; };
  auto const narrow = [](int x) { return static_cast<short>(x); };
  BOOST_TEST(dlp::map_reduce(half, some, 0, [](int n, double) { return n + 1; }) == 10);
  BOOST_TEST(dlp::map_reduce(narrow, some, short{0}, std::plus<>()) == 45);
  BOOST_TEST(dlp::map_reduce(narrow, some, 0.5, std::plus<>()) == 45.5);
  BOOST_TEST(dlp::map_reduce(half, some, 0.0, std::plus<double>()) == 22.5);
}

BOOST_AUTO_TEST_CASE(what_op_returns_may_be_larger_than_half_of_a_stack) {
  struct block {
    int number;
    char rest[5'000 << 10];
  };
  struct total {
    std::string text;
    block all;
  };
  auto const add = [](total const& before, int x) {
    auto after = before;
    after.all.number += x;
    return after;
  };
  auto const same = [](int x) { return x; };
  auto const sum = std::unique_ptr<total>(new total(dlp::map_reduce(same, 5, total(), add)));
  BOOST_TEST(sum->all.number == 10);
}

// What comes early waits for its turn, which another result brings.
//
// contract: E1
BOOST_AUTO_TEST_CASE(what_op_throws_is_told_with_the_index_that_it_was_at) {
  auto const late_at_2 = [](int i) {
    if (i == 2) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return i;
  };
  auto const op = [](int sum, int i) {
    return i == 7 ? throw std::runtime_error("no sum") : sum + i;
  };
  try {
    static_cast<void>(dlp::map_reduce(late_at_2, 12, 0, op, {.schedule = dlp::fixed{1}}));
    BOOST_ERROR("map_reduce should have thrown");
  } catch (dlp::task_error const& error) {
    BOOST_TEST(error.failures().size() == 1U);
    BOOST_TEST(error.failures().front().index == 7U);
  }
}

BOOST_AUTO_TEST_CASE(so_it_is_where_all_come_in_another_order) {
  auto const op = [](int sum, int i) {
    return i == 7 ? throw std::runtime_error("no sum") : sum + i;
  };
  auto const last_first = [](dlp::index_t index) { return static_cast<double>(index); };
  try {
    static_cast<void>(dlp::map_reduce([](int i) { return i; }, 12, 0, op,
                                      {.schedule = dlp::fixed{1}, .cost = last_first}));
    BOOST_ERROR("map_reduce should have thrown");
  } catch (dlp::task_error const& error) {
    BOOST_TEST(error.failures().size() == 1U);
    BOOST_TEST(error.failures().front().index == 7U);
  }
}

BOOST_AUTO_TEST_CASE(what_a_stop_leaves_behind_a_gap_is_folded_in_its_order) {
  auto source = std::stop_source();
  auto const f = [&](int x) {
    if (x == 70) source.request_stop();
    return std::vector{x};
  };
  auto const join = [](std::vector<int> all, std::vector<int> one) {
    all.insert(all.end(), one.begin(), one.end());
    return all;
  };
  auto const last_first = [](dlp::index_t index) { return static_cast<double>(index); };
  auto const all =
      dlp::map_reduce(f, 100, std::vector<int>(), join,
                      {.schedule = dlp::fixed{1}, .cost = last_first, .stop = source.get_token()});
  BOOST_TEST(std::ranges::count(all, 70) == 1);  // the first of them have not begun
  BOOST_TEST((std::ranges::adjacent_find(all, std::greater_equal<>()) == all.end()));
}

// contract: M5
BOOST_AUTO_TEST_CASE(any_rank_may_be_the_root) {
  for (auto root = 0; root != dlp::communicator().size(); ++root) {
    auto const sum = dlp::map_reduce(term, 100, 0.1, std::plus<>(), {.root = root});
    BOOST_TEST(bits(sum) == bits(serial(100)), "root " << root);
  }
}

// No other try of an example makes good what op has thrown.
//
// contract: E1 E2
BOOST_AUTO_TEST_CASE(under_retry_what_op_throws_is_a_failure_all_the_same) {
  auto failures = std::vector<dlp::failure>();
  try {
    static_cast<void>(dlp::map_reduce(
        [](int i) { return i; }, 12, 0,
        [](int sum, int i) { return i == 7 ? throw std::runtime_error("no sum") : sum + i; },
        {.on_error = dlp::retry{2}}));
  } catch (dlp::task_error const& thrown) {
    failures = thrown.failures();
  }
  BOOST_REQUIRE(!failures.empty());
  BOOST_TEST(failures.front().index == 7u);
  BOOST_TEST(failures.front().text == "no sum");
}

namespace {

using dlp_test::many;
using dlp_test::most_kept;
using dlp_test::straggles;

constexpr auto sum_of_all = many * (many - 1L) / 2;
auto workers() -> int { return std::max(1, dlp::size() - 1); }

}  // namespace

BOOST_AUTO_TEST_CASE(of_one_that_is_late_no_more_than_64_others_a_worker_are_kept) {
  BOOST_TEST(most_kept(std::plus<>(), straggles, sum_of_all) <= 64 * workers());
}

BOOST_AUTO_TEST_CASE(so_it_is_where_examples_are_left_out) {
  auto left_out = std::vector<dlp::failure>();
  auto const f = [](int i) {
    straggles(i);
    if (i % 100 == 3) throw std::runtime_error("not this one");
  };
  auto const sum = sum_of_all - many / 100 * 3L - 100L * (many / 100) * (many / 100 - 1) / 2;
  BOOST_TEST(most_kept(std::plus<>(), f, sum, dlp::skip{&left_out}) <= 64 * workers());
}

BOOST_AUTO_TEST_CASE(so_it_is_where_they_are_tried_again) {
  if (dlp::size() < 3) return;  // they fail on one of several workers
  auto const f = [](int i) {
    if (i % 1000 == 3 && dlp::rank() == 1) throw std::runtime_error("not here");
  };
  BOOST_TEST(most_kept(std::plus<>(), f, sum_of_all, dlp::retry{1}) <= 64 * workers());
}

BOOST_AUTO_TEST_CASE(no_schedule_comes_to_a_standstill_behind_one_that_is_late) {
  for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{100}})) {
    auto const f = [](int i) {
      if (i % 500 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      return static_cast<long>(i);
    };
    auto const sum = dlp::map_reduce(f, many, 0L, std::plus<>(), {.schedule = schedule});
    BOOST_TEST(sum == sum_of_all, to_string(schedule));
  }
}

BOOST_AUTO_TEST_SUITE_END()
