// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/pool_map.hpp>

#include <chrono>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/mpi.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>
#include <dlp/task/function_pool.hpp>

#include "../support/gated_pool.hpp"
#include "../support/texts.hpp"
#include "../support/with_pool.hpp"

BOOST_AUTO_TEST_SUITE(pool_map_test)

namespace {

using namespace std::chrono_literals;
using dlp_test::always;
using dlp_test::of_numbers;
using dlp_test::text_of;
using dlp_test::with_gate;

/// The length of a text, which it takes so many milliseconds to count; `x` cannot be counted.
auto length(std::string const& text) -> std::size_t {
  if (text.find('x') != text.npos) throw std::invalid_argument("x in " + text);
  std::this_thread::sleep_for(std::chrono::milliseconds(text.size()));
  return text.size();
}

using counting = dlp::function_pool<std::size_t(std::string)>;

/// A result that cannot be written where it is negative, and not be read where it is 0.
struct brittle {
  int number = 1;
  template <class Archive>
  void save(Archive& archive, unsigned) const {
    if (number < 0) throw std::length_error("not written");
    archive << number;
  }
  template <class Archive>
  void load(Archive& archive, unsigned) {
    archive >> number;
    if (number == 0) throw std::domain_error("not read");
  }
  template <class Archive>
  void serialize(Archive& archive, unsigned version) {
    boost::serialization::split_member(archive, *this, version);
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_failure_of_the_lowest_index_is_thrown) {
  counting pool(length);
  if (!pool.is_root()) return;
  auto xs = std::vector<std::string>(40, "ab");
  xs[11] = "a long time before an x";  // of its chunk
  xs[5] = "x5";
  xs[30] = "x30";
  for (dlp::schedule const& rule : {dlp::schedule(dlp::fixed{1}), dlp::schedule(dlp::fixed{8})}) {
    auto const text = text_of<std::invalid_argument>([&] { pool.map(xs, {.schedule = rule}); });
    BOOST_TEST(text.find("x in x5") != text.npos, text);
    BOOST_TEST(text.find("index 5") != text.npos, text);
    BOOST_TEST(pool("abc").get() == 3u);
  }
}

BOOST_AUTO_TEST_CASE(at_its_deadline_a_map_is_given_up_and_the_pool_goes_on) {
  counting pool(length);
  if (!pool.is_root()) return;
  auto const xs = std::vector<std::string>(400, std::string(10, 'a'));
  auto const begin = std::chrono::steady_clock::now();
  auto const text = text_of<dlp::timed_out>([&] { pool.map(xs, {.deadline = begin + 30ms}); });
  BOOST_TEST(text.find("at its deadline") != text.npos, text);
  BOOST_TEST((std::chrono::steady_clock::now() - begin >= 30ms || pool.workers() == 1));
  BOOST_TEST((pool.map(std::vector<std::string>{"a", "bb"}) == std::vector<std::size_t>{1, 2}));
  BOOST_TEST(pool.map(std::vector<std::string>(9, "a"), {.deadline = begin + 1h}).size() == 9u);
}

BOOST_AUTO_TEST_CASE(at_its_deadline_a_map_is_given_up_though_nothing_comes) {
  auto const world = boost::mpi::communicator();
  if (dlp::size() == 1) return;  // the root itself is in the call
  auto const waits_for_root = [&](int) {
    while (!world.iprobe(0, 1)) std::this_thread::sleep_for(1ms);
    return 0;
  };
  {
    dlp::function_pool<int(int)> pool(waits_for_root);
    if (pool.is_root()) {
      auto const latest = std::chrono::steady_clock::now() + 30ms;
      BOOST_CHECK_THROW(pool.map(std::vector{0}, {.deadline = latest}), dlp::timed_out);
      for (auto rank = 1; rank != world.size(); ++rank) world.send(rank, 1);
    }
    pool.shutdown();
  }
  if (world.rank() != 0) world.recv(0, 1);
}

BOOST_AUTO_TEST_CASE(a_stop_token_ends_a_map_though_nothing_comes_after_it) {
  counting pool(length);
  if (!pool.is_root()) return;
  auto stop = std::stop_source();
  auto const asks = std::views::iota(0, 100) | std::views::transform([&](int x) {
                      if (x == 7) stop.request_stop();
                      return std::string(12, 'a');  // long enough for its result to travel alone
                    });
  auto const text =
      text_of<dlp::cancelled_error>([&] { pool.map(asks, {.stop = stop.get_token()}); });
  BOOST_TEST(text == "dlp: a map of a pool was stopped");
  BOOST_TEST(pool("ab").get() == 2u);
}

BOOST_AUTO_TEST_CASE(an_input_that_throws_ends_its_map_and_nothing_else) {
  counting pool(length);
  if (!pool.is_root()) return;
  auto const asks = std::views::iota(0, 100) | std::views::transform([&](int x) {
                      if (x == 20) throw std::runtime_error("no more input");
                      return std::string("ab");
                    });
  auto beside = pool("abcde");
  BOOST_TEST(text_of<std::runtime_error>([&] { pool.map(asks); }) == "no more input");
  BOOST_TEST(beside.get() == 5u);
  BOOST_TEST(pool("abcd").get() == 4u);
}

BOOST_AUTO_TEST_CASE(an_input_that_passes_once_is_read_as_workers_ask) {
  counting pool(length);
  if (!pool.is_root()) return;
  auto text = std::istringstream("a bb ccc dddd");
  BOOST_TEST(
      (pool.map(std::views::istream<std::string>(text)) == std::vector<std::size_t>{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(a_function_that_returns_nothing_is_run_for_each) {
  auto runs = 0;
  {
    dlp::function_pool<void(int)> pool([&](int) { ++runs; });
    if (pool.is_root()) pool.map(std::views::iota(0, 30));
  }
  BOOST_TEST(dlp::all_reduce(runs, std::plus<>()) == 30);
}

BOOST_AUTO_TEST_CASE(results_that_cannot_be_written_or_read_are_failures_of_their_calls) {
  dlp::function_pool<brittle(int)> pool([](int x) { return brittle{x}; });
  if (!pool.is_root()) return;
  BOOST_CHECK_THROW(pool(-1).get(), std::length_error);
  BOOST_CHECK_THROW(pool(0).get(), std::domain_error);
  BOOST_CHECK_THROW(pool.map(std::vector{1, 2, 0}), std::domain_error);
  BOOST_TEST(pool(8).get().number == 8);
}

BOOST_AUTO_TEST_CASE(arguments_that_cannot_be_read_are_failures_of_their_calls) {
  dlp::function_pool<int(brittle)> pool([](brittle const& x) { return x.number; });
  if (!pool.is_root()) return;
  BOOST_CHECK_THROW(pool(brittle{-1}), std::length_error);
  BOOST_CHECK_THROW(pool(brittle{0}).get(), std::domain_error);
  BOOST_TEST(pool(brittle{8}).get() == 8);
}

// contract: T1
BOOST_AUTO_TEST_CASE(what_ends_without_a_worker_waits_for_none) {
  with_gate(always, [](auto& pool, auto&) {
    auto const held = of_numbers(pool, 2 * pool.workers());
    auto stop = std::stop_source();
    auto one = pool.submit({.stop = stop.get_token()}, 7);
    stop.request_stop();
    auto const numbers = std::views::iota(0, 9);
    auto const stopped = dlp::pool_map_options{.stop = stop.get_token()};
    BOOST_TEST(pool.map(std::vector<int>()).empty());
    BOOST_TEST((pool.map_unordered(std::vector<int>()).begin() == std::default_sentinel));
    BOOST_CHECK_THROW(one.get(), dlp::cancelled_error);
    BOOST_CHECK_THROW(pool.map(numbers, stopped), dlp::cancelled_error);
    BOOST_TEST(pool.pending() == held.size());
  });
}

BOOST_AUTO_TEST_CASE(a_stop_is_heard_by_who_waits_though_no_worker_speaks) {
  with_gate(always, [](auto& pool, auto&) {
    if (dlp::size() == 1) return;  // who waits does the calls
    auto const held = of_numbers(pool, 2 * pool.workers());
    for (auto const is_map : {false, true}) {
      auto stop = std::stop_source();
      auto const asks = std::jthread([&] {
        std::this_thread::sleep_for(20ms);
        stop.request_stop();
      });
      if (is_map)
        BOOST_CHECK_THROW(pool.map(std::views::iota(0, 9), {.stop = stop.get_token()}),
                          dlp::cancelled_error);
      else
        BOOST_CHECK_THROW(pool.submit({.stop = stop.get_token()}, 7).get(), dlp::cancelled_error);
    }
    BOOST_TEST(pool.pending() == held.size());
  });
}

BOOST_AUTO_TEST_CASE(what_follows_in_a_pool_waits_while_that_reads_a_range_that_uses_another) {
  auto const same = [](int x) { return x; };
  dlp::function_pool<int(int)> pool(same);
  if (!pool.is_root()) return;
  auto const self = boost::mpi::communicator(MPI_COMM_SELF, boost::mpi::comm_attach);
  dlp::function_pool<int(int)> other(same, {.comm = self});
  auto first = pool(1);
  first.wait();
  auto next = std::move(first).then([&](int x) { return pool(x + 1); });
  auto const numbers = std::views::iota(0, 3) | std::views::transform([&](int x) {
                         return other.map(std::vector{x}).front();
                       });
  BOOST_TEST((pool.map(numbers) == std::vector{0, 1, 2}));
  BOOST_TEST(next.get() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
