// SPDX-License-Identifier: BSL-1.0
//
// Each case starts a job: this file again, with the name of a part in `parts` as its argument.
#include <chrono>
#include <cstdlib>
#include <functional>
#include <map>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>
#include <dlp/batches.hpp>
#include <dlp/pool.hpp>
#include <dlp/sweep.hpp>

#include "../support/parts.hpp"

namespace {

using namespace std::chrono_literals;
using dlp_test::run_job;

auto const ten = std::views::iota(0, 10);

/// Index 5 takes long.
auto body(int x) -> int {
  std::this_thread::sleep_for(x == 5 ? 300ms : 2ms);
  return x;
}

/// Others are so short that a rank would begin several at once.
void quick_body(int x) {
  if (x == 5) std::this_thread::sleep_for(300ms);
}

void feed(int x, dlp::feeder<int>&) { body(x); }

auto const kinds = std::map<std::string, std::function<void()>>{
    {"for_each", [] { dlp::for_each(ten, body, {.warn_after = 100ms}); }},
    {"map", [] { static_cast<void>(dlp::map(body, ten, {.warn_after = 100ms})); }},
    {"map_unordered",
     [] {
       for (auto const result : dlp::map_unordered(body, ten, {.warn_after = 100ms}))
         static_cast<void>(result);
     }},
    {"split_managed",
     [] {
       for (auto const x : dlp::split_managed(ten, {.warn_after = 100ms})) body(x);
     }},
    {"split_shared",
     [] {
       for (auto const x : dlp::split_shared(ten, {.warn_after = 100ms})) body(x);
     }},
    {"split_block",
     [] {
       for (auto const x : dlp::split_block(ten, {.warn_after = 100ms})) body(x);
     }},
    {"split_round_robin",
     [] {
       for (auto const x : dlp::split_round_robin(ten, {.warn_after = 100ms})) body(x);
     }},
    {"for_each with a feeder", [] { dlp::for_each(ten, feed, {.warn_after = 100ms}); }},
    {"executor",
     [] {
       auto pool = dlp::executor({.warn_after = 100ms});
       if (pool.is_root()) static_cast<void>(pool.map(body, std::vector(ten.begin(), ten.end())));
       if (pool.is_root()) pool.shutdown();
     }},
    {"sweep",
     [] {
       auto const grid = dlp::product(dlp::axis("x", {0, 1, 2, 3, 4, 5, 6, 7}));
       static_cast<void>(dlp::sweep(body, grid, {.warn_after = 100ms}));
     }},
    {"batches",
     [] {
       auto const trial = [](dlp::trajectory const& one) {
         return 1.0 * body(one.index == 5 ? 5 : 0);
       };
       static_cast<void>(dlp::batches(trial, dlp::moments(),
                                      {.count = 10, .batch_size = 1, .warn_after = 100ms}));
     }},
};

auto const parts = std::map<std::string, std::function<void()>>{
    {"all",
     [] {
       for (auto const& [name, run] : kinds) run();
     }},
    {"map", kinds.at("map")},
    {"by-cost",
     [] {
       static_cast<void>(
           dlp::map(body, ten,
                    {.cost = [](auto i) { return static_cast<double>(i); }, .warn_after = 100ms}));
     }},
    {"fixed-chunks",
     [] {
       for (auto const x :
            dlp::split_shared(ten, {.schedule = dlp::fixed{10}, .warn_after = 100ms}))
         quick_body(x);
     }},
    {"fixed-chunks-of-a-manager",
     [] {
       for (auto const x :
            dlp::split_managed(ten, {.schedule = dlp::fixed{10}, .warn_after = 100ms}))
         quick_body(x);
     }},
    {"without", [] { static_cast<void>(dlp::map(body, ten)); }},
    {"patient", [] { static_cast<void>(dlp::map(body, ten, {.warn_after = 10min})); }},
    {"throws",
     [] {
       try {
         dlp::for_each(ten, [](int x) { body(x), throw std::runtime_error("no"); },
                       {.warn_after = 100ms, .on_error = dlp::collect{}});
       } catch (dlp::task_error const&) {
       }
       std::this_thread::sleep_for(300ms);
     }},
    {"exits",
     [] {
       for (auto const x : dlp::split_managed(ten, {.warn_after = 100ms})) {
         std::this_thread::sleep_for(150ms);
         if (x == 0) std::exit(3);
       }
     }},
    {"many",
     [] {
       for (auto i = 0; i != 1000; ++i)
         for (auto const x : dlp::split_shared(3, {.warn_after = 1ms})) static_cast<void>(x);
     }},
};

/// Of index 5 of the one loop, and nothing else: once at 100 ms and at 200 ms, or at what follows
/// on a machine that was late.
void check_warnings(std::string const& part, std::string const& name, int ranks,
                    std::string const& variables = "") {
  auto job = run_job(ranks, part, variables);
  // Where others have had the core for 100 ms, another example is named too.
  for (auto i = 0; i != 2 && job.times(" in index 5 of ") != job.times(" has been in index "); ++i)
    job = run_job(ranks, part, variables);
  BOOST_TEST_CONTEXT(part << " on " << ranks << " ranks said: " << job.said) {
    BOOST_TEST(job.code == 0);
    auto const all = job.times(" has been in index 5 of " + name + " at warn_after_test.cpp:");
    BOOST_TEST(all == job.times(" has been in index "));
    BOOST_TEST(all >= 1);
    for (auto const* const time : {" for 100 ms", " for 200 ms", " for 400 ms", " for 800 ms"})
      BOOST_TEST(job.times(time) <= 1);
  }
}

}  // namespace

auto main(int argc, char** argv) -> int {
  return dlp_test::main_of_parts(parts, argc, argv, [](auto const& part) {
    auto const env = dlp::environment();
    auto const* const asked = std::getenv("DLP_TEST_RANKS");
    if (asked && dlp::size() != std::atoi(asked)) std::exit(99);
    part();
  });
}

BOOST_AUTO_TEST_SUITE(warn_after_test)

// contract: E14
BOOST_AUTO_TEST_CASE(an_example_that_takes_long_is_named_in_every_kind_of_loop) {
  for (auto const ranks : {0, 3}) {
    auto const job = run_job(ranks, "all");
    BOOST_TEST_CONTEXT("on " << ranks << " ranks they said: " << job.said) {
      BOOST_TEST(job.code == 0);
      for (auto const& [kind, run] : kinds) {
        auto const name = kind.substr(0, kind.find(' '));
        BOOST_TEST(job.says(" has been in index 5 of " + name + " at "), "none of " << kind);
      }
      BOOST_TEST(job.times(" has been in index 5 of ") == job.times(" has been in index "));
      BOOST_TEST(job.times(" for 100 ms") <= static_cast<int>(kinds.size()));
    }
  }
}

BOOST_AUTO_TEST_CASE(so_it_is_on_any_number_of_ranks) {
  for (auto const ranks : {1, 2, 5}) check_warnings("map", "map", ranks);
}

BOOST_AUTO_TEST_CASE(and_where_the_order_or_the_chunks_are_others) {
  check_warnings("by-cost", "map", 3);
  check_warnings("fixed-chunks", "split_shared", 2);
  for (auto const ranks : {0, 2})
    check_warnings("fixed-chunks-of-a-manager", "split_managed", ranks);
}

BOOST_AUTO_TEST_CASE(it_says_what_such_examples_take) {
  auto const job = run_job(0, "map");
  BOOST_TEST(job.says(" ms; such examples take "), job.said);
}

BOOST_AUTO_TEST_CASE(nothing_is_said_where_nobody_asked_or_all_is_in_time) {
  for (auto const ranks : {0, 3}) BOOST_TEST(run_job(ranks, "without").said == "");
  BOOST_TEST(run_job(3, "patient").said == "");
  BOOST_TEST(run_job(3, "map", "DLP_WARN_AFTER=0").said == "");
}

BOOST_AUTO_TEST_CASE(who_starts_the_program_can_ask_for_it) {
  check_warnings("without", "map", 3, "DLP_WARN_AFTER=100ms");
}

BOOST_AUTO_TEST_CASE(a_wrong_time_ends_the_job_with_its_value) {
  dlp_test::check_failure(run_job(2, "map", "DLP_WARN_AFTER=soon"), 15, "DLP_WARN_AFTER=soon");
}

BOOST_AUTO_TEST_CASE(what_has_thrown_is_not_watched_any_more) {
  for (auto const ranks : {0, 3}) check_warnings("throws", "for_each", ranks);
}

BOOST_AUTO_TEST_CASE(an_exit_in_a_watched_loop_ends_the_job) {
  for (auto const ranks : {0, 3}) {
    auto const job = run_job(ranks, "exits");
    BOOST_TEST(job.code != 0);
    BOOST_TEST(job.code != 99, "it is on other ranks");
    BOOST_TEST(job.code != 137, "it hung: " << job.said);
  }
}

BOOST_AUTO_TEST_CASE(loops_without_end_are_watched_one_after_the_other) {
  for (auto const ranks : {0, 2}) BOOST_TEST(run_job(ranks, "many").code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
