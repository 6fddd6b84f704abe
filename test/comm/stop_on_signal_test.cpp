// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/stop_on_signal.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>
#include <dlp/pool.hpp>

#include "nodes_main.hpp"
#include "texts.hpp"

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

BOOST_AUTO_TEST_SUITE(stop_on_signal_test)

using dlp_test::contains;
using dlp_test::text_of;
using namespace std::chrono_literals;

namespace {

constexpr auto endless = 1'000'000'000;  // who would visit all these does not end in time

/// A body that takes a while, and gets the signal at one of the first examples.
struct interrupted_at {
  int where;
  int signal;
  auto operator()(int x) const -> int {
    if (x == where) std::raise(signal);
    std::this_thread::sleep_for(1ms);
    return x;
  }
};

}  // namespace

// contract: S7
BOOST_AUTO_TEST_CASE(a_deadline_ends_a_loop_on_every_rank) {
  auto const text = text_of<dlp::stopped>(
      [] { return dlp::map(interrupted_at{-1, 0}, endless, {.deadline = 50ms}); });
  BOOST_TEST(contains(text, "map over 1000000000 examples"), text);
  BOOST_TEST(contains(text, "stopped by its deadline, after"), text);
  auto shared = [] {
    for (auto const x : dlp::split_shared(endless, {.deadline = 20ms})) interrupted_at{-1, 0}(x);
  };
  BOOST_CHECK_THROW(shared(), dlp::stopped);
  BOOST_TEST(dlp::map(interrupted_at{-1, 0}, 5, {.deadline = 1h, .everywhere = true}).size() == 5u);
}

// contract: S7 E2
BOOST_AUTO_TEST_CASE(what_waits_to_be_tried_again_is_no_failure_of_a_loop_that_is_interrupted) {
  auto const fails = [](int) {
    std::this_thread::sleep_for(1ms);
    throw std::runtime_error("not yet");
  };
  auto const always = dlp::managed_options{.deadline = 50ms, .on_error = dlp::retry{1'000'000}};
  BOOST_CHECK_THROW(dlp::for_each(1, fails, always), dlp::stopped);
}

// contract: S7
BOOST_AUTO_TEST_CASE(ranks_that_share_a_loop_all_hear_of_the_deadline_of_one) {
  auto shared = [] {
    auto const until = dlp::communicator().rank() == 0 ? dlp::deadline(20ms) : dlp::deadline(1h);
    for (auto const x : dlp::split_shared(endless, {.deadline = until})) interrupted_at{-1, 0}(x);
  };
  BOOST_CHECK_THROW(shared(), dlp::stopped);
}

// contract: S7
BOOST_AUTO_TEST_CASE(what_is_done_before_the_deadline_is_a_good_end) {
  BOOST_CHECK_NO_THROW(dlp::for_each(0, interrupted_at{-1, 0}, {.deadline = 0s}));
}

// Ends are told by what is left: where a rank knows no more than that all it had is done, it hears
// that something of the others' was not.
// contract: S7
BOOST_AUTO_TEST_CASE(no_rank_takes_a_loop_that_is_cut_for_done) {
  constexpr auto size = 200;
  auto cut = 0;
  auto const world = dlp::communicator();
  for (auto round = 0; round != 40; ++round) {
    auto const until = std::chrono::microseconds(round * 500);
    auto const leaves = round % 3 == 2 && world.rank() == world.size() - 1;
    auto mine = 0;
    auto stopped = 0;
    auto const visit = [&](auto&& range) {
      try {
        for (auto const x : range) {
          static_cast<void>(x);
          std::this_thread::sleep_for(100us);
          ++mine;
          if (leaves && mine == 5) break;
        }
      } catch (dlp::stopped const& why) {
        stopped = 1;
        if (round % 2 == 0) BOOST_TEST(contains(why.what(), " of 200 examples"), why.what());
      }
    };
    auto const short_one =
        std::views::iota(0) | std::views::take_while([](int i) { return i < size; });
    if (round % 2 == 0)
      visit(dlp::split_shared(size, {.deadline = until}));
    else
      visit(dlp::split_shared(short_one, {.deadline = until}));
    auto const left = leaves && mine == 5 && stopped == 0 ? 1 : 0;
    auto const visits = dlp::all_reduce(mine, std::plus<>());
    auto const told = dlp::all_reduce(stopped, std::plus<>());
    auto const away = dlp::all_reduce(left, std::plus<>());
    BOOST_TEST((told == 0 || told + away == world.size()), told << " and " << away);
    if (away < world.size())
      BOOST_TEST((visits == size || told != 0), visits << " visits, told to nobody");
    // Of a range without a size nobody may have seen yet that it has ended.
    if (away < world.size() && round % 2 == 0)
      BOOST_TEST((visits < size || told == 0), "all is visited, told to " << told);
    cut += told != 0 ? 1 : 0;
  }
  BOOST_TEST(cut > 0);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_deadline_of_items_that_make_items_says_no_total) {
  auto const endless = [](int x, dlp::feeder<int>& more) { more.add(x + 1); };
  auto const text =
      text_of<dlp::stopped>([&] { dlp::for_each(std::vector{0}, endless, {.deadline = 20ms}); });
  BOOST_TEST(contains(text, "stopped by its deadline, after "), text);
  BOOST_TEST(!contains(text, " of "), text);
}

// The signal is for the rest of the process: what follows is stopped, too.
// contract: S7
BOOST_AUTO_TEST_CASE(a_signal_on_one_worker_ends_a_loop_whose_items_make_items) {
  dlp::stop_on_signal();
  auto const last = dlp::rank() == dlp::size() - 1;
  auto const body = [&](int x, dlp::feeder<int>& more) {
    interrupted_at{last ? 20 : -1, SIGTERM}(std::min(x, 20));
    more.add(x + 1);
    more.add(x + 1);
  };
  auto const text = text_of<dlp::stopped>([&] { dlp::for_each(std::vector{0}, body); });
  BOOST_TEST(contains(text, "stopped by "), text);
}

namespace {

/// What a map of a pool throws that is cancelled long before its end.
auto text_of_pool() -> std::string {
  auto pool = dlp::function_pool<int(int)>(interrupted_at{-1, 0});
  if (!pool.is_root()) return "";
  auto const text =
      text_of<dlp::cancelled_error>([&] { return pool.map(std::views::iota(0, 100'000)); });
  BOOST_TEST(contains(text_of<dlp::broken_pool>([&] { return pool(1); }), "was stopped by "));
  BOOST_TEST(pool.pending() == 0u);
  return text;
}

}  // namespace

// contract: S7
BOOST_AUTO_TEST_CASE(a_signal_on_one_worker_cancels_what_is_pending_in_a_pool) {
  auto const text = text_of_pool();
  if (dlp::rank() != 0) return;
  auto const last = dlp::size() - 1;
  BOOST_TEST(contains(text, "function_pool"), text);
  BOOST_TEST(contains(text, last == 0 ? "was stopped by SIGTERM"
                                      : "was stopped by a signal on rank " + std::to_string(last)),
             text);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_signal_on_one_rank_ends_loops_on_all) {
  auto const text =
      text_of<dlp::stopped>([] { dlp::for_each(endless, interrupted_at{3, SIGTERM}); });
  BOOST_TEST(contains(text, "stopped by "), text);
  BOOST_TEST(contains(text, dlp::communicator().size() == 1 ? "SIGTERM" : "a signal on rank"),
             text);
}

// Slurm sends the signal to what a body has started, too.
// contract: S7
BOOST_AUTO_TEST_CASE(what_a_body_throws_after_a_signal_on_its_rank_is_no_failure) {
  auto const body = [](int) -> int {
    std::raise(SIGTERM);
    throw std::runtime_error("what it had started was ended by a signal");
  };
  auto const check = [&](dlp::error_policy const& policy) {
    auto const text = text_of<dlp::stopped>(
        [&] { static_cast<void>(dlp::map(body, 100, {.on_error = policy})); });
    BOOST_TEST(contains(text, "stopped by "), text);
  };
  check(dlp::stop());
  check(dlp::collect());
  check(dlp::retry{3});
}

// contract: S7
BOOST_AUTO_TEST_CASE(loops_that_begin_later_end_too) {
  std::raise(SIGTERM);  // now on each rank, and where it was the first, it is the same
  BOOST_CHECK_THROW(static_cast<void>(dlp::map(interrupted_at{-1, 0}, endless)), dlp::stopped);
  auto bare = [] {
    for (auto const x : dlp::split_managed(endless)) interrupted_at{-1, 0}(x);
  };
  BOOST_CHECK_THROW(bare(), dlp::stopped);
  auto shared = [] {
    for (auto const x : dlp::split_shared(endless)) interrupted_at{-1, 0}(x);
  };
  BOOST_CHECK_THROW(shared(), dlp::stopped);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_signal_on_the_root_cancels_what_is_pending_in_a_pool) {
  auto const text = text_of_pool();
  if (dlp::rank() == 0) BOOST_TEST(contains(text, "was stopped by SIGTERM"), text);
}

BOOST_AUTO_TEST_SUITE_END()
