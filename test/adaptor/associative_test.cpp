// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/associative.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/map_reduce.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/merge_tree.hpp>
#include <dlp/core/moments.hpp>
#include <dlp/core/random_stream.hpp>

#include "../support/bits.hpp"
#include "../support/counted_values.hpp"
#include "../support/every.hpp"

BOOST_AUTO_TEST_SUITE(associative_test)

using dlp_test::bits;

namespace {

auto term(int i) -> double { return std::sin(i) * std::pow(10.0, i % 17) / (1 + i); }

/// Takes as long as chance has it, and one in a while a hundred times as long.
auto slow_term(int i) -> double {
  auto draw = dlp::random_stream(7, static_cast<std::uint64_t>(i));
  auto const pause = draw() % 100 * (draw() % 50 == 0 ? 100 : 1);
  if (dlp::size() > 1) std::this_thread::sleep_for(std::chrono::microseconds(pause));
  return term(i);
}

/// 0.1 and the tree of the terms, without those in `holes`.
auto tree_of_terms(int count, std::set<int> const& holes = {}) -> double {
  auto tree = dlp::detail::merge_tree<double, std::plus<>>();
  for (auto i = 0; i != count; ++i) {
    if (!holes.contains(i)) tree.add(static_cast<dlp::index_t>(i), term(i));
  }
  auto const sum = tree.total();
  return sum ? 0.1 + *sum : 0.1;
}

auto const sum = dlp::associative(std::plus<>());

}  // namespace

// contract: M5
BOOST_AUTO_TEST_CASE(a_sum_has_the_bits_of_the_tree_under_every_schedule_and_delay) {
  for (auto const n : {0, 1, 2, 7, 300}) {
    for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{9}})) {
      auto const got = dlp::map_reduce(slow_term, n, 0.1, sum, {.schedule = schedule});
      BOOST_TEST(bits(got) == bits(tree_of_terms(n)), n << ", " << to_string(schedule));
    }
  }
}

// contract: M5
BOOST_AUTO_TEST_CASE(so_it_has_where_the_loop_goes_by_cost_and_any_rank_is_the_root) {
  auto const last_first = [](dlp::index_t index) { return static_cast<double>(index); };
  for (auto root = 0; root != dlp::size(); ++root) {
    auto const got = dlp::map_reduce(term, 300, 0.1, sum, {.cost = last_first, .root = root});
    BOOST_TEST(bits(got) == bits(tree_of_terms(300)), "root " << root);
  }
}

BOOST_AUTO_TEST_CASE(what_skip_leaves_out_is_a_hole_in_the_tree) {
  auto const holes = std::set<int>{0, 5, 6, 64, 299};
  auto const f = [&](int i) {
    return holes.contains(i) ? throw std::runtime_error("not this one") : slow_term(i);
  };
  auto left_out = std::vector<dlp::failure>();
  auto const got = dlp::map_reduce(f, 300, 0.1, sum, {.on_error = dlp::skip{&left_out}});
  BOOST_TEST(bits(got) == bits(tree_of_terms(300, holes)));
}

BOOST_AUTO_TEST_CASE(what_a_stop_leaves_out_is_not_there) {
  auto source = std::stop_source();
  auto const f = [&](int x) {
    if (x == 70) source.request_stop();
    return std::vector{x};
  };
  auto const join = [](std::vector<int> all, std::vector<int> const& one) {
    all.insert(all.end(), one.begin(), one.end());
    return all;
  };
  auto const all = dlp::map_reduce(f, 10'000, std::vector<int>(), dlp::associative(join),
                                   {.schedule = dlp::fixed{1}, .stop = source.get_token()});
  BOOST_TEST(all.size() < 10'000U);
  BOOST_TEST(std::ranges::count(all, 70) == 1);
  BOOST_TEST((std::ranges::adjacent_find(all, std::greater_equal<>()) == all.end()));
}

BOOST_AUTO_TEST_CASE(an_operation_that_does_not_commute_keeps_the_order) {
  auto const letter = [](int i) { return std::string(1, static_cast<char>('a' + i)); };
  auto const text = dlp::map_reduce(letter, 26, std::string(">"), dlp::associative(std::plus<>()));
  BOOST_TEST(text == ">abcdefghijklmnopqrstuvwxyz");
}

BOOST_AUTO_TEST_CASE(results_become_what_init_is) {
  auto const large = [](int) { return 2'000'000'000; };
  BOOST_TEST(dlp::map_reduce(large, 10, 0L, sum) == 20'000'000'000);
}

BOOST_AUTO_TEST_CASE(accumulators_are_merged) {
  auto const of_ten = [](int i) {
    auto made = dlp::moments();
    for (auto j = 0; j != 10; ++j) made(10 * i + j);
    return made;
  };
  auto const merge = [](dlp::moments all, dlp::moments const& more) {
    all.merge(more);
    return all;
  };
  auto const all = dlp::map_reduce(of_ten, 10, dlp::moments(), dlp::associative(merge));
  BOOST_TEST(all.count() == 100u);
  BOOST_TEST(std::abs(all.mean() - 49.5) < 1e-12);
  BOOST_TEST(std::abs(all.variance() - 100 * 101 / 12.0) < 1e-9);
}

// contract: E1
BOOST_AUTO_TEST_CASE(what_op_throws_is_the_same_task_error_on_every_rank) {
  auto const op = dlp::associative(
      [](int a, int b) { return b == 41 ? throw std::runtime_error("no forty-one") : a + b; });
  auto const same = [](int x) { return x; };
  try {
    static_cast<void>(dlp::map_reduce(same, 100, 0, op));
    BOOST_ERROR("map_reduce should have thrown");
  } catch (dlp::task_error const& thrown) {
    BOOST_TEST(thrown.failures().front().text == "no forty-one");
  }
}

BOOST_AUTO_TEST_CASE(of_one_that_is_late_the_root_keeps_few_others_and_nobody_waits) {
  using dlp_test::many;
  auto const kept = dlp_test::most_kept(sum, dlp_test::straggles, many * (many - 1L) / 2);
  BOOST_TEST(kept <= dlp::size() * 15);  // 2^15 > many
}

BOOST_AUTO_TEST_SUITE_END()
