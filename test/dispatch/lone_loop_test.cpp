// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/lone_loop.hpp>

#include <cstddef>
#include <map>
#include <stop_token>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(lone_loop_test)

using namespace dlp::detail;
using dlp::failure;
using dlp::index_range;
using dlp::index_t;

namespace {

/// All positions that a loop visits, in its order; the body fails where `fails(position)`.
template <class Fails>
auto visits(lone_loop& loop, Fails fails) -> std::vector<index_t> {
  auto all = std::vector<index_t>();
  for (auto run = loop.next(0); !run.empty(); run = loop.next(run.last)) {
    for (auto at = run.first; at != run.last; ++at) {
      all.push_back(at);
      if (!fails(at)) continue;
      auto const goes_on = loop.fail({.index = at, .host = {}, .type = {}, .text = {}}, at);
      if (!goes_on) run.last = at + 1;
    }
  }
  return all;
}

auto loop_with(dlp::error_policy policy) -> loop_terms {
  return {.name = "loop", .size = 6, .on_error = policy};
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_gives_all_that_there_is_at_once) {
  auto loop = lone_loop({.name = "loop", .size = 1000}, {}, {});
  BOOST_TEST((loop.next(0) == index_range{0, 1000}));
  BOOST_TEST(loop.next(1000).empty());
  auto none = lone_loop({.name = "loop", .size = 0}, {}, {});
  BOOST_TEST(none.next(0).empty());
}

BOOST_AUTO_TEST_CASE(it_can_be_stopped_after_each) {
  auto source = std::stop_source();
  auto loop = lone_loop({.name = "loop", .size = 1000}, source.get_token(), {});
  BOOST_TEST((loop.next(0) == index_range{0, 1}));
  BOOST_TEST((loop.next(1) == index_range{1, 2}));
  source.request_stop();
  BOOST_TEST(loop.next(2).empty());
}

BOOST_AUTO_TEST_CASE(a_range_without_a_size_goes_on_until_it_has_ended) {
  auto loop = lone_loop({.name = "loop", .size = {}}, {}, {});
  BOOST_TEST(loop.next(0).first == 0u);
  loop.range_ends();
  BOOST_TEST(loop.next(7).empty());
}

// contract: E2
BOOST_AUTO_TEST_CASE(what_fails_ends_it_or_is_collected_or_left_out) {
  auto const fails = [](index_t at) { return at == 2 || at == 4; };
  auto stopped = lone_loop(loop_with(dlp::stop()), {}, {});
  BOOST_CHECK_EXCEPTION(visits(stopped, fails), dlp::task_error, [](auto const& error) {
    return error.failures().size() == 1 && error.failures().front().index == 2;
  });
  auto collected = lone_loop(loop_with(dlp::collect()), {}, {});
  BOOST_CHECK_EXCEPTION(visits(collected, fails), dlp::task_error, [](auto const& error) {
    return error.failures().size() == 2 && error.failures().back().index == 4;
  });
  auto list = std::vector<failure>();
  auto skipped = lone_loop(loop_with(dlp::skip{&list}), {}, {});
  BOOST_TEST((visits(skipped, fails) == std::vector<index_t>{0, 1, 2, 3, 4, 5}));
  BOOST_TEST(list.size() == 2u);
}

BOOST_AUTO_TEST_CASE(where_results_are_taken_in_order_it_says_of_which_example_none_comes) {
  auto times = std::map<index_t, int>();
  auto const fails = [&](index_t at) { return at == 4 || (at == 2 && ++times[at] == 1); };
  for (auto const in_order : {true, false}) {
    auto list = std::vector<failure>();
    auto terms = loop_with(dlp::retry{1, dlp::skip{&list}});
    terms.in_order = in_order;
    auto loop = lone_loop(terms, {}, {});
    static_cast<void>(visits(loop, fails));
    BOOST_TEST(list.size() == 1u);
    for (auto index = index_t{0}; index != 6; ++index)
      BOOST_TEST(loop.passes_over(index) == (in_order && index == 4));
  }
}

// contract: E2
BOOST_AUTO_TEST_CASE(what_failed_is_tried_again_at_once_and_as_often_as_it_may) {
  auto times = std::map<index_t, int>();
  auto const fails_twice = [&](index_t at) { return (at == 1 || at == 3) && ++times[at] <= 2; };
  auto loop = lone_loop(loop_with(dlp::retry{2}), {}, {});
  BOOST_TEST((visits(loop, fails_twice) == std::vector<index_t>{0, 1, 1, 1, 2, 3, 3, 3, 4, 5}));
  times.clear();
  auto too_often = lone_loop(loop_with(dlp::retry{1}), {}, {});
  BOOST_CHECK_THROW(visits(too_often, fails_twice), dlp::task_error);
  BOOST_TEST(times[1] == 2);
}

// contract: E2
BOOST_AUTO_TEST_CASE(what_was_to_be_tried_again_when_the_loop_is_stopped_counts_as_failed) {
  auto source = std::stop_source();
  auto loop = lone_loop(loop_with(dlp::retry{1}), source.get_token(), {});
  BOOST_TEST((loop.next(0) == index_range{0, 1}));
  BOOST_TEST(!loop.fail({.index = 0, .host = {}, .type = {}, .text = {}}, 0));
  source.request_stop();
  BOOST_CHECK_THROW(static_cast<void>(loop.next(1)), dlp::task_error);
}

// contract: E2 S5
BOOST_AUTO_TEST_CASE(a_range_without_end_is_tried_again_as_well) {
  auto loop = lone_loop({.name = "loop", .size = {}, .on_error = dlp::retry{1}}, {}, {});
  BOOST_TEST(loop.next(0).first == 0u);
  BOOST_TEST(!loop.fail({.index = 4, .host = {}, .type = {}, .text = {}}, 4));
  BOOST_TEST((loop.next(5) == index_range{4, 5}));
  BOOST_TEST(loop.next(5).first == 5u);
  loop.range_ends();
  BOOST_TEST(loop.next(7).empty());
}

// contract: E2
BOOST_AUTO_TEST_CASE(what_is_done_with_a_result_is_not_tried_again_nor_left_out) {
  for (auto const& policy : {dlp::error_policy(dlp::retry{5}), dlp::error_policy(dlp::skip())}) {
    auto loop = lone_loop(loop_with(policy), {}, {});
    auto const run = loop.next(0);
    BOOST_TEST(loop.fail({.index = 2, .host = {}, .type = {}, .text = {}}, std::nullopt));
    BOOST_CHECK_THROW(static_cast<void>(loop.next(run.last)), dlp::task_error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
