// SPDX-License-Identifier: BSL-1.0
//
// What split_managed and split_shared promise alike, and how it is checked of either.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <list>
#include <ranges>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/mpi/communicator.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/enumerate.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/product.hpp>
#include <dlp/core/error.hpp>

#include "every.hpp"
#include "ranges.hpp"
#include "visits.hpp"

namespace dlp_test {

/// The concept card: what the view is, and what its iterator is not.
template <class Split>
struct concept_card {
  template <class Range>
  using view_of = decltype(std::declval<Split>()(std::declval<Range>()));
  using view = view_of<std::vector<int>&>;
  using iterator = std::ranges::iterator_t<view>;
  static_assert(std::ranges::view<view> && std::ranges::input_range<view> && std::copyable<view>);
  static_assert(!std::ranges::forward_range<view> && std::ranges::input_range<view const>);
  static_assert(std::movable<iterator> && !std::copyable<iterator>);
  static_assert(!std::ranges::borrowed_range<view>);
  static_assert(std::same_as<std::ranges::range_reference_t<view>, int&>);
  static_assert(
      std::same_as<std::ranges::range_reference_t<view_of<std::vector<int> const&>>, int const&>);
};

template <class Split>
void visit_every_kind_of_range_under_every_schedule(Split const& split) {
  auto const schedules =
      every<dlp::schedule>({dlp::fixed{7}, dlp::fixed{5000}, dlp::guided{4}, dlp::factoring{3}});
  for (auto const n : {0, 1, 7, 1000}) {
    for (auto const& schedule : schedules) {
      for_each_kind(n, [&](auto name, auto make, auto number) {
        auto own = std::vector<int>();
        for (auto&& x : split(make(), {.schedule = schedule})) own.push_back(number(x));
        BOOST_TEST(exactly_once(own, n),
                   n << " examples of " << name << ", " << to_string(schedule));
      });
    }
  }
}

template <class Split>
void spell_in_four_ways(Split const& split) {
  auto const xs = std::views::iota(0, 20);
  auto const count = [](auto&& view) {
    auto own = std::vector<int>();
    for (auto x : view) own.push_back(x);
    return exactly_once(own, 20);
  };
  BOOST_TEST(count(split(xs)));
  BOOST_TEST(count(split(xs, {.schedule = dlp::fixed{2}})));
  BOOST_TEST(count(xs | split));
  BOOST_TEST(count(xs | split({.schedule = dlp::fixed{2}})));
}

template <class Split>
void loop_over_a_view_and_its_copy(Split const& split) {
  auto numbers = std::vector{0, 1, 2, 3, 4, 5, 6};
  auto const view = numbers | split;
  auto copy = view;
  if (world.rank() == 0) static_cast<void>(split(numbers));  // communicates nothing
  for (auto round = 0; round != 3; ++round) {
    auto own = std::vector<int>();
    for (auto x : view) own.push_back(x);
    BOOST_TEST(exactly_once(own, 7));
    own.clear();
    for (auto x : copy) own.push_back(x);
    BOOST_TEST(exactly_once(own, 7));
  }
}

template <class Split>
void stand_in_a_pipeline(Split const& split) {
  auto own = std::vector<int>();
  auto pipeline = std::views::iota(0, 60) | std::views::transform([](int x) { return 2 * x; }) |
                  split | std::views::filter([](int x) { return x % 4 == 0; }) |
                  std::views::transform([](int x) { return x / 4; });
  for (auto x : pipeline) own.push_back(x);
  BOOST_TEST(exactly_once(own, 30));

  own.clear();
  std::ranges::copy(split(std::views::iota(0, 30)), std::back_inserter(own));
  BOOST_TEST(exactly_once(own, 30));
}

/// A count is a range, and a product of ranges a nest of loops.
template <class Split>
void loop_over_counts_and_products(Split const& split) {
  auto own = std::vector<int>();
  for (auto x : split(10)) own.push_back(x);
  for (auto x : split(std::uint64_t{20}, {.label = "twenty"})) {
    static_assert(std::same_as<decltype(x), std::uint64_t>);
    own.push_back(10 + static_cast<int>(x));
  }
  for (auto x : split(0)) own.push_back(x);
  auto offsets = std::vector{30, 34, 38};
  for (auto [offset, i] : dlp::product(offsets, 4) | split) own.push_back(offset + i);
  auto const list = std::list{42, 44};
  for (auto [i, j, k] : split(dlp::product(list, 1, std::list{0, 1}))) own.push_back(i + j + k);
  for (auto [index, element] : dlp::product(2, offsets) | dlp::enumerate | split) {
    auto& [i, offset] = element;
    auto const right =
        index == 3u * static_cast<unsigned>(i) + (static_cast<unsigned>(offset) - 30) / 4;
    own.push_back(right ? 46 + static_cast<int>(index) : -1);
  }
  BOOST_TEST(exactly_once(own, 52));

  own.clear();
  for (auto x : 4 | split) own.push_back(x);
  for (auto x : 4 | (dlp::enumerate | split({.label = "four"}))) own.push_back(4 + x.value);
  BOOST_TEST(exactly_once(own, 8));

  // Stored, though what it is over was a temporary; and so more than once.
  auto const grid = dlp::product(std::vector{0, 3}, std::list{0, 1, 2});
  own.clear();
  for (auto [row, column] : grid | split) own.push_back(row + column);
  for (auto [row, column] : split(grid)) own.push_back(6 + row + column);
  for (auto [row, column] : split(grid, {.label = "grid"})) own.push_back(12 + row + column);
  for (auto [index, place] : grid | dlp::enumerate | split)
    own.push_back(18 + static_cast<int>(index));
  for (auto [place, k] : dlp::product(grid, 2) | split) {
    own.push_back(24 + 2 * (std::get<0>(place) + std::get<1>(place)) + k);
  }
  BOOST_TEST(exactly_once(own, 36));

  auto complaint = std::string();
  try {
    for (auto x : split(-7)) own.push_back(x);
  } catch (dlp::usage_error const& thrown) {
    complaint = thrown.what();
  }
  BOOST_TEST(complaint == "dlp: a count of examples cannot be -7");
}

template <class Split>
void write_to_elements(Split const& split) {
  auto numbers = std::vector<int>(50, 0);
  auto visited = 0;
  for (auto& x : split(numbers)) x = ++visited;
  BOOST_TEST(std::ranges::count_if(numbers, [](int x) { return x != 0; }) == visited);
}

/// Every rank that comes to its 20th example asks for the stop; what this one has visited.
template <class Split>
auto stop_among_2_to_the_40(Split const& split) -> std::vector<int> {
  auto const huge = std::int64_t{1} << 40;
  auto source = std::stop_source();
  auto own = std::vector<int>();
  for (auto x : std::views::iota(std::int64_t{0}, huge) |
                    split({.schedule = dlp::fixed{3}, .stop = source.get_token()})) {
    own.push_back(static_cast<int>(x));
    if (own.size() == 20) source.request_stop();
  }
  BOOST_TEST(own.size() <= 20);
  BOOST_TEST(how_many(!own.empty()) >= 1);
  return own;
}

template <class Split>
void stop_on_rank(int stopper, Split const& split) {
  auto source = std::stop_source();
  auto count = 0L;
  for (auto x : std::views::iota(std::int64_t{0}, std::int64_t{1} << 40) |
                    split({.stop = source.get_token()})) {
    static_cast<void>(x);
    ++count;
    if (world.rank() == stopper && count == 10) source.request_stop();
  }
  BOOST_TEST((world.rank() != stopper || count == 10));
}

template <class Outer, class Inner>
void nest(Outer const& outer_split, Inner const& inner_split) {
  auto own = std::vector<int>();
  for (auto outer : std::views::iota(0, 12) | outer_split) {
    for (auto inner : std::views::iota(0, 5) | inner_split) own.push_back(5 * outer + inner);
  }
  BOOST_TEST(exactly_once(own, 60));
}

template <class Split>
void run_on(std::vector<boost::mpi::communicator> const& comms, Split const& split) {
  for (auto round = 0; round != 3; ++round) {
    for (auto const& comm : comms) {
      auto own = std::vector<int>();
      for (auto x : std::views::iota(0, 40) | split({.comm = comm})) own.push_back(x);
      BOOST_TEST(exactly_once(own, 40, comm));
    }
  }
}

template <class Split>
void leave_the_users_messages_alone(Split const& split) {
  auto received = -1;
  auto request = world.irecv(boost::mpi::any_source, boost::mpi::any_tag, received);
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 50) | split) own.push_back(x);
  BOOST_TEST(!request.test());
  world.barrier();
  world.send((world.rank() + 1) % world.size(), 1, world.rank());
  request.wait();
  BOOST_TEST(received == (world.rank() + world.size() - 1) % world.size());
  BOOST_TEST(exactly_once(own, 50));
}

template <class Split>
void loop(Split const& split, int n, dlp::managed_options const& options = {}) {
  for (auto x : split(std::views::iota(0, n), options)) static_cast<void>(x);
}

template <class Split>
void loop_well(Split const& split) {
  auto own = std::vector<int>();
  for (auto x : std::views::iota(0, 10) | split) own.push_back(x);
  BOOST_TEST(exactly_once(own, 10));
}

template <class Split>
void refuse_wrong_options(Split const& split) {
  auto const complaint = [&](dlp::managed_options const& options) -> std::string {
    try {
      loop(split, 5, options);
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

/// Whether this rank is told of a disagreement that names `odd_one`.
template <class Call>
auto disagrees(Call call, int odd_one) -> bool {
  try {
    call();
  } catch (dlp::disagreement const& thrown) {
    return std::string(thrown.what()).find("rank " + std::to_string(odd_one)) != std::string::npos;
  }
  return false;
}

/// One rank says something else than the others, its own root among it; then all go on.
template <class Split>
void disagree(int odd_one, int its_root, Split const& split) {
  auto const odd = world.rank() == odd_one;
  auto const schedule = odd ? dlp::schedule(dlp::guided{}) : dlp::fixed{};
  BOOST_TEST(disagrees([&] { loop(split, odd ? 11 : 10); }, odd_one));
  BOOST_TEST(disagrees([&] { loop(split, 10, {.schedule = schedule}); }, odd_one));
  BOOST_TEST(disagrees([&] { loop(split, 10, {.root = odd ? its_root : 0}); }, odd_one));
  loop_well(split);
}

}  // namespace dlp_test
