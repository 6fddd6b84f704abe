// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/executor.hpp>

#include <algorithm>
#include <functional>
#include <list>
#include <memory>
#include <numeric>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/adaptor/split_managed.hpp>
#include <dlp/task/failed_call.hpp>

#include "../support/shared_count.hpp"
#include "../support/texts.hpp"
#include "../support/visits.hpp"
#include "../support/with_pool.hpp"

BOOST_AUTO_TEST_SUITE(executor_test)

using dlp_test::text_of;

namespace {

auto const world = boost::mpi::communicator();
auto is_root() -> bool { return world.rank() == 0; }

auto twice(int x) -> int { return 2 * x; }
auto greet(std::string const& name, int times) -> std::string {
  auto text = std::string();
  for (; times != 0; --times) text += name;
  return text;
}
auto rank_here() -> int { return boost::mpi::communicator().rank(); }
void nothing() {}

struct adds {
  int base;
  auto operator()(int x) const -> int { return base + x; }
};
struct account {
  int sum = 0;
  [[nodiscard]] auto plus(int x) const -> int { return sum + x; }
};
struct serialized {
  std::vector<int> table;
  auto operator()(std::size_t at) const -> int { return table.at(at); }
  template <class Archive>
  void serialize(Archive& archive, unsigned int) {
    archive & table;
  }
};
/// Where a call says that it has begun, and waits.
struct {
  dlp_test::shared_count* begun;
  dlp_test::shared_count* opened;
} gate;
void pass_gate() {
  gate.begun->add_one();
  static_cast<void>(gate.opened->comes_to(1));
}
auto throws_at_three(int x) -> int { return x == 3 ? throw std::out_of_range("three") : x; }

}  // namespace

// contract: T1
BOOST_AUTO_TEST_CASE(whatever_travels_can_be_called) {
  dlp::executor::run([](dlp::executor& pool) {
    BOOST_TEST(pool.submit(twice, 21).get() == 42);
    BOOST_TEST(pool.submit(&twice, 4).get() == 8);
    BOOST_TEST(pool.submit(greet, "ab", 2).get() == "abab");
    BOOST_TEST(pool.submit([](int a, int b) { return a * b; }, 6, 7).get() == 42);
    BOOST_TEST(pool.submit(std::plus<>(), 6, 7).get() == 13);
    BOOST_TEST(pool.submit(adds{10}, 7).get() == 17);
    BOOST_TEST(pool.submit(&account::plus, account{30}, 7).get() == 37);
    BOOST_TEST(pool.submit(&account::sum, account{30}).get() == 30);
    BOOST_TEST(pool.submit(serialized{{5, 6, 7}}, 2u).get() == 7);
    BOOST_TEST(pool.submit(dlp::bind_front(greet, "x"), 3).get() == "xxx");
  });
}

// contract: T1
BOOST_AUTO_TEST_CASE(calls_that_return_nothing_or_what_cannot_be_copied) {
  dlp::executor::run([](dlp::executor& pool) {
    static_assert(std::is_void_v<decltype(pool.submit(nothing).get())>);
    pool.submit(nothing).get();
    auto const made =
        pool.submit([](int x) { return std::vector<std::string>(2, std::to_string(x)); }, 5).get();
    BOOST_TEST(made.back() == "5");
  });
}

BOOST_AUTO_TEST_CASE(calls_run_on_the_workers_and_not_on_the_root) {
  dlp::executor::run([](dlp::executor& pool) {
    BOOST_TEST(pool.workers() == std::max(1, world.size() - 1));
    BOOST_TEST(pool.size() == pool.workers());
    BOOST_TEST((pool.is_root() && !pool.is_worker()));
    for (auto& one : pool.submit_batch([](int) { return rank_here(); }, std::vector(20, 0)))
      BOOST_TEST((one.get() != 0 || world.size() == 1));
  });
}

// contract: T1
BOOST_AUTO_TEST_CASE(a_map_is_the_serial_one) {
  dlp::executor::run([](dlp::executor& pool) {
    for (auto const size : {0, 1, 5, 1000}) {
      auto serial = std::vector<int>();
      for (auto x = 0; x != size; ++x) serial.push_back(2 * x);
      for (auto const& schedule : {dlp::schedule(dlp::adaptive{}), dlp::schedule(dlp::fixed{1}),
                                   dlp::schedule(dlp::fixed{7}), dlp::schedule(dlp::fixed{5000})})
        BOOST_TEST((pool.map(twice, std::views::iota(0, size), {.schedule = schedule}) == serial));
    }
    BOOST_TEST((pool.map(twice, 3) == std::vector{0, 2, 4}));
    BOOST_TEST((pool.map(twice, std::list{3, 1}) == std::vector{6, 2}));
    auto words = std::istringstream("a b c");
    auto const texts = pool.map(dlp::bind_front(std::plus<>(), std::string("-")),
                                std::ranges::istream_view<std::string>(words));
    BOOST_TEST((texts == std::vector<std::string>{"-a", "-b", "-c"}));
    pool.map([](int) {}, 10);
    BOOST_CHECK_THROW(pool.map(twice, 3, {.schedule = dlp::fixed{0}}), dlp::usage_error);
  });
}

// contract: T1
BOOST_AUTO_TEST_CASE(starmap_calls_with_the_parts_of_tuples) {
  dlp::executor::run([](dlp::executor& pool) {
    auto const jobs = std::vector{std::tuple(std::string("a"), 2), std::tuple(std::string("b"), 3)};
    BOOST_TEST((pool.starmap(greet, jobs) == std::vector<std::string>{"aa", "bbb"}));
    auto const pairs = std::vector{std::pair(2, 3), std::pair(4, 5)};
    BOOST_TEST((pool.starmap(std::multiplies<>(), pairs) == std::vector{6, 20}));
    auto const empty = std::vector<std::tuple<>>(3);
    BOOST_TEST((pool.starmap([] { return 1; }, empty) == std::vector{1, 1, 1}));
    auto numbers = std::istringstream("1 2 3");
    auto singles = std::ranges::istream_view<int>(numbers) |
                   std::views::transform([](int x) { return std::tuple(x, x); });
    BOOST_TEST((pool.starmap(std::plus<>(), std::move(singles)) == std::vector{2, 4, 6}));
  });
}

// contract: T1
BOOST_AUTO_TEST_CASE(map_unordered_gives_each_result_once_with_its_index) {
  dlp::executor::run([](dlp::executor& pool) {
    auto seen = std::vector<int>();
    auto results = pool.map_unordered(twice, std::views::iota(0, 100));
    for (auto it = results.begin(); it != results.end(); ++it) {
      seen.push_back(static_cast<int>(it.index()));
      BOOST_TEST(*it == 2 * static_cast<int>(it.index()));
    }
    std::ranges::sort(seen);
    auto all = std::vector<int>(100);
    std::iota(all.begin(), all.end(), 0);
    BOOST_TEST((seen == all));
  });
}

// contract: T1
BOOST_AUTO_TEST_CASE(what_a_call_throws_comes_as_the_nearest_standard_type_and_as_failed_call) {
  dlp::executor::run([](dlp::executor& pool) {
    auto const text =
        text_of<std::out_of_range>([&] { return pool.submit(throws_at_three, 3).get(); });
    BOOST_TEST(text.find("three") != std::string::npos);
    try {
      pool.map(throws_at_three, 10);
      BOOST_ERROR("it has thrown nothing");
    } catch (dlp::failed_call const& what) {
      BOOST_TEST(what.what_failed().index == 3u);
      BOOST_TEST(what.type() == "std::out_of_range");
      BOOST_TEST(what.text() == "three");
      BOOST_TEST((what.rank() != 0 || world.size() == 1));
      BOOST_TEST(!what.host().empty());
    }
    BOOST_TEST(pool.submit(twice, 1).get() == 2);  // it goes on
  });
}

// contract: E1
BOOST_AUTO_TEST_CASE(an_exception_in_the_body_reaches_all_ranks) {
  auto text = std::string();
  try {
    dlp::executor::run([](dlp::executor& pool) {
      auto const pending = pool.submit(twice, 1);
      throw std::runtime_error("the body");
    });
  } catch (std::exception const& thrown) {
    text = thrown.what();
  }
  BOOST_TEST(text.find("the body") != std::string::npos);
  BOOST_TEST((text == "the body") == is_root());
}

// contract: T1
BOOST_AUTO_TEST_CASE(the_constructor_idiom_and_pools_one_after_the_other) {
  for (auto round = 0; round != 20; ++round) {
    dlp::executor pool;
    if (pool.is_root()) BOOST_TEST(pool.submit(twice, round).get() == 2 * round);
    pool.shutdown();
    pool.shutdown();
    if (pool.is_root()) BOOST_CHECK_THROW(pool.submit(twice, 1), dlp::usage_error);
    if (pool.is_worker()) BOOST_CHECK_THROW(pool.submit(twice, 1), dlp::usage_error);
  }
}

// contract: T1
BOOST_AUTO_TEST_CASE(pools_on_halves_of_the_world_at_once) {
  auto const half = world.split(world.rank() % 2);
  auto seen = 0;
  dlp::executor::run([&](dlp::executor& pool) { seen = pool.submit(twice, 4).get(); },
                     {.comm = half});
  BOOST_TEST(dlp_test::how_many(seen == 8) == std::min(2, world.size()));
}

// contract: T1
BOOST_AUTO_TEST_CASE(every_rank_may_be_the_root) {
  for (auto root = 0; root != world.size(); ++root) {
    auto calls = 0;
    dlp::executor::run(
        [&](dlp::executor& pool) {
          BOOST_TEST(world.rank() == root);
          for (auto& one : pool.submit_batch(twice, std::views::iota(0, 10))) calls += one.get();
        },
        {.root = root});
    BOOST_TEST(calls == (world.rank() == root ? 90 : 0));
  }
  BOOST_CHECK_THROW(dlp::executor(dlp::pool_options{.root = world.size()}), dlp::usage_error);
}

// contract: S10 T1
BOOST_AUTO_TEST_CASE(loops_and_pools_where_a_pool_is_open) {
  dlp::executor::run([](dlp::executor& pool) {
    auto const sum = [] {
      auto all = 0;
      for (auto const x : dlp::split_managed(5)) all += x;
      return all;
    };
    BOOST_TEST(pool.submit(sum).get() == 10);  // on its rank alone
    BOOST_CHECK_THROW(sum(), dlp::usage_error);
    BOOST_CHECK_THROW(dlp::executor(), dlp::usage_error);
    BOOST_CHECK_THROW(pool.submit([] { dlp::executor inner; }).get(), std::runtime_error);
    BOOST_TEST(pool.submit(twice, 1).get() == 2);
  });
}

BOOST_AUTO_TEST_CASE(calls_of_a_higher_priority_go_first) {
  if (world.size() != 2) return;  // one worker, that is held until all have been submitted
  auto begun = dlp_test::shared_count();
  auto opened = dlp_test::shared_count();
  gate = {&begun, &opened};
  dlp::executor::run([&](dlp::executor& pool) {
    auto const held = pool.submit(pass_gate);
    while (!begun.is_at_least(1)) pool.poll();
    auto order = std::vector<int>();
    auto all = std::vector<dlp::future<void>>();
    for (auto const x : {0, 1, 10, 20, 11, 2})
      all.push_back(
          pool.submit({.priority = x / 10}, nothing).then([&, x] { order.push_back(x); }));
    opened.add_one();
    for (auto& one : all) one.get();
    BOOST_TEST((order == std::vector{20, 10, 11, 0, 1, 2}));
  });
}

BOOST_AUTO_TEST_SUITE_END()
