// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/stop_on_signal.hpp>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

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

// The signal is for the rest of the process: what follows is stopped, too.
// contract: S7
BOOST_AUTO_TEST_CASE(a_signal_on_one_rank_ends_loops_on_all) {
  dlp::stop_on_signal();
  auto const text =
      text_of<dlp::stopped>([] { dlp::for_each(endless, interrupted_at{3, SIGTERM}); });
  BOOST_TEST(contains(text, "stopped by "), text);
  BOOST_TEST(contains(text, dlp::communicator().size() == 1 ? "SIGTERM" : "a signal on rank"),
             text);
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

BOOST_AUTO_TEST_SUITE_END()
