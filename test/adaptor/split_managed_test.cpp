// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/split_managed.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ranges>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/mpi/communicator.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/enumerate.hpp>
#include <dlp/core/error.hpp>

#include "../support/ranges.hpp"
#include "../support/visits.hpp"

using dlp_test::exactly_once;

namespace {

auto const schedules = std::vector<dlp::schedule>{
    dlp::adaptive{}, dlp::fixed{},     dlp::fixed{7},     dlp::fixed{5000}, dlp::guided{},
    dlp::guided{4},  dlp::factoring{}, dlp::factoring{3}, dlp::trapezoid{}};

auto const world = boost::mpi::communicator();

/// The ranks that run bodies: all but the manager, or the only one.
auto workers() -> int { return std::max(1, world.size() - 1); }

}  // namespace

// The concept card: what the view is, and what its iterator is not.
namespace card {
using view = decltype(dlp::split_managed(std::declval<std::vector<int>&>()));
using iterator = std::ranges::iterator_t<view>;
static_assert(std::ranges::view<view> && std::ranges::input_range<view> && std::copyable<view>);
static_assert(!std::ranges::forward_range<view> && std::ranges::input_range<view const>);
static_assert(std::movable<iterator> && !std::copyable<iterator>);
static_assert(!std::ranges::borrowed_range<view>);
static_assert(std::same_as<std::ranges::range_reference_t<view>, int&>);
static_assert(std::same_as<std::ranges::range_reference_t<decltype(dlp::split_managed(
                               std::declval<std::vector<int> const&>()))>,
                           int const&>);
}  // namespace card

// contract: S1 S5 S9
BOOST_AUTO_TEST_CASE(every_index_of_every_kind_of_range_is_visited_once_under_every_schedule) {
  for (auto const n : {0, 1, 7, 1000}) {
    for (auto const& schedule : schedules) {
      dlp_test::for_each_kind(n, [&](auto name, auto make, auto number) {
        auto own = std::vector<int>();
        for (auto&& x : dlp::split_managed(make(), {.schedule = schedule}))
          own.push_back(number(x));
        BOOST_TEST(exactly_once(own, n),
                   n << " examples of " << name << ", " << to_string(schedule));
      });
    }
  }
}

// contract: S3
BOOST_AUTO_TEST_CASE(the_body_runs_on_every_rank_but_the_root) {
  for (auto root = 0; root != world.size(); ++root) {
    auto own = std::vector<int>();
    for (auto x : std::views::iota(0, 100) | dlp::split_managed({.root = root})) own.push_back(x);
    BOOST_TEST(exactly_once(own, 100));
    BOOST_TEST((world.size() == 1 || world.rank() != root || own.empty()));
  }
}

// contract: S6
BOOST_AUTO_TEST_CASE(all_four_spellings_make_the_same_loop) {
  auto const xs = std::views::iota(0, 20);
  auto const count = [](auto&& split) {
    auto own = std::vector<int>();
    for (auto x : split) own.push_back(x);
    return exactly_once(own, 20);
  };
  BOOST_TEST(count(dlp::split_managed(xs)));
  BOOST_TEST(count(dlp::split_managed(xs, {.schedule = dlp::fixed{2}})));
  BOOST_TEST(count(xs | dlp::split_managed));
  BOOST_TEST(count(xs | dlp::split_managed({.schedule = dlp::fixed{2}})));
}

// contract: S6
BOOST_AUTO_TEST_CASE(a_view_is_a_description_and_each_loop_over_it_is_a_loop_of_its_own) {
  auto numbers = std::vector{0, 1, 2, 3, 4, 5, 6};
  auto const view = numbers | dlp::split_managed;
  auto copy = view;
  if (world.rank() == 0) static_cast<void>(dlp::split_managed(numbers));  // communicates nothing
  for (auto round = 0; round != 3; ++round) {
    auto own = std::vector<int>();
    for (auto x : view) own.push_back(x);
    BOOST_TEST(exactly_once(own, 7));
    own.clear();
    for (auto x : copy) own.push_back(x);
    BOOST_TEST(exactly_once(own, 7));
  }
}

// contract: S6
BOOST_AUTO_TEST_CASE(it_stands_in_a_pipeline_before_and_after_standard_views) {
  auto own = std::vector<int>();
  auto pipeline = std::views::iota(0, 60) | std::views::transform([](int x) { return 2 * x; }) |
                  dlp::split_managed | std::views::filter([](int x) { return x % 4 == 0; }) |
                  std::views::transform([](int x) { return x / 4; });
  for (auto x : pipeline) own.push_back(x);
  BOOST_TEST(exactly_once(own, 30));

  own.clear();
  std::ranges::copy(dlp::split_managed(std::views::iota(0, 30)), std::back_inserter(own));
  BOOST_TEST(exactly_once(own, 30));
}

BOOST_AUTO_TEST_CASE(a_pipe_without_its_range_can_be_kept) {
  auto const pipe = dlp::enumerate | dlp::split_managed({.schedule = dlp::guided{}});
  auto own = std::vector<int>();
  auto numbers = std::vector<int>(25, 3);
  for (auto [index, x] : numbers | pipe) own.push_back(x == 3 ? static_cast<int>(index) : -1);
  BOOST_TEST(exactly_once(own, 25));
}

// contract: S5
BOOST_AUTO_TEST_CASE(elements_are_those_of_the_range_and_can_be_written_to) {
  auto numbers = std::vector<int>(50, 0);
  auto visited = 0;
  for (auto& x : dlp::split_managed(numbers)) x = ++visited;
  BOOST_TEST(std::ranges::count_if(numbers, [](int x) { return x != 0; }) == visited);
}

// contract: S7 S9
BOOST_AUTO_TEST_CASE(stop_ends_a_loop_over_2_to_the_40_for_all) {
  auto const huge = std::int64_t{1} << 40;
  auto source = std::stop_source();
  auto own = std::vector<int>();
  for (auto x : std::views::iota(std::int64_t{0}, huge) |
                    dlp::split_managed({.schedule = dlp::fixed{3}, .stop = source.get_token()})) {
    own.push_back(static_cast<int>(x));
    if (own.size() == 20) source.request_stop();
  }
  BOOST_TEST(own.size() <= 20);
  BOOST_TEST(dlp_test::at_most_once(own, 20 * 3 * (world.size() + 1)));
  BOOST_TEST(dlp_test::how_many(!own.empty()) >= 1);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_on_one_worker_ends_the_loop_for_all) {
  auto source = std::stop_source();
  auto const stopper = world.size() == 1 ? 0 : 1;
  auto count = 0L;
  for (auto x : std::views::iota(std::int64_t{0}, std::int64_t{1} << 40) |
                    dlp::split_managed({.stop = source.get_token()})) {
    static_cast<void>(x);
    ++count;
    if (world.rank() == stopper && count == 10) source.request_stop();
  }
  BOOST_TEST((world.rank() != stopper || count == 10));
}

// contract: S9
BOOST_AUTO_TEST_CASE(indices_beyond_2_to_the_32_arrive_whole) {
  auto const huge = std::int64_t{1} << 40;
  auto last = std::int64_t{0};
  for (auto x : std::views::iota(std::int64_t{0}, huge) |
                    dlp::split_managed({.schedule = dlp::fixed{std::uint64_t{1} << 38}})) {
    last = x;
    break;  // each worker sees the first index of a chunk, or of what is left of another's
  }
  BOOST_TEST(last % (std::int64_t{1} << 38) < world.size());
}

// contract: S10
BOOST_AUTO_TEST_CASE(a_loop_in_the_body_of_a_loop_runs_on_that_rank_alone) {
  auto own = std::vector<int>();
  for (auto outer : std::views::iota(0, 12) | dlp::split_managed) {
    for (auto inner : std::views::iota(0, 5) | dlp::split_managed) own.push_back(5 * outer + inner);
  }
  BOOST_TEST(exactly_once(own, 60));
}

// contract: S10
BOOST_AUTO_TEST_CASE(it_runs_on_any_communicator) {
  auto const half = world.split(world.rank() % 2);
  for (auto round = 0; round != 3; ++round) {
    auto own = std::vector<int>();
    for (auto x : std::views::iota(0, 40) | dlp::split_managed({.comm = half})) own.push_back(x);
    BOOST_TEST(exactly_once(own, 40, half));
  }
}

// contract: S10
BOOST_AUTO_TEST_CASE(the_users_messages_on_the_same_communicator_are_left_alone) {
  auto received = -1;
  auto request = world.irecv(boost::mpi::any_source, boost::mpi::any_tag, received);
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 50) | dlp::split_managed) own.push_back(x);
  BOOST_TEST(!request.test());
  world.barrier();
  world.send((world.rank() + 1) % world.size(), 1, world.rank());
  request.wait();
  BOOST_TEST(received == (world.rank() + world.size() - 1) % world.size());
  BOOST_TEST(exactly_once(own, 50));
}

// contract: E6
BOOST_AUTO_TEST_CASE(wrong_options_are_an_error_on_every_rank_before_the_first_message) {
  auto const xs = std::views::iota(0, 5);
  auto const complaint = [&](dlp::managed_options const& options) -> std::string {
    try {
      for (auto x : dlp::split_managed(xs, options)) static_cast<void>(x);
    } catch (dlp::usage_error const& thrown) {
      return thrown.what();
    }
    return "none";
  };
  auto const has = [](std::string const& text, char const* part) {
    return text.find(part) != text.npos;
  };
  BOOST_TEST(has(complaint({.schedule = dlp::fixed{0}}), "fixed{0}"));
  BOOST_TEST(has(complaint({.schedule = dlp::guided{0}}), "guided{0}"));
  BOOST_TEST(has(complaint({.root = -1}), "-1"));
  BOOST_TEST(has(complaint({.root = 1000}), "1000"));
  auto const null = boost::mpi::communicator(MPI_COMM_NULL, boost::mpi::comm_attach);
  BOOST_TEST(has(complaint({.comm = null}), "null"));
  BOOST_TEST(complaint({}) == "none");
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_that_disagree_all_throw_and_go_on) {
  if (world.size() == 1) return;
  auto const odd_one = world.size() - 1;
  auto const odd = world.rank() == odd_one;
  auto const disagrees = [&](int n, dlp::managed_options const& options) {
    try {
      for (auto x : dlp::split_managed(std::views::iota(0, n), options)) static_cast<void>(x);
    } catch (dlp::disagreement const& thrown) {
      return std::string(thrown.what()).find("rank " + std::to_string(odd_one)) !=
             std::string::npos;
    }
    return false;
  };
  for (auto round = 0; round != 20; ++round) {
    BOOST_TEST(disagrees(odd ? 11 : 10, {}));
    BOOST_TEST(disagrees(10, {.schedule = odd ? dlp::schedule(dlp::guided{}) : dlp::fixed{}}));
    BOOST_TEST(disagrees(10, {.root = odd ? odd_one : 0}));
    auto own = std::vector<int>();
    for (auto x : std::views::iota(0, 10) | dlp::split_managed) own.push_back(x);
    BOOST_TEST(exactly_once(own, 10));
  }
}

BOOST_AUTO_TEST_CASE(all_workers_take_part_where_examples_take_time) {
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 10 * workers()) | dlp::split_managed) {
    own.push_back(x);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  BOOST_TEST(dlp_test::how_many(!own.empty()) == workers());
}
